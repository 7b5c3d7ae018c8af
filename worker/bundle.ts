import { join } from 'node:path';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../temporal/data-converter';

/** Bundles the workflows once; every worker of a process shares the result. */
export function bundleWorkflows(workflowsPath = join(__dirname, '..', 'workflows')): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath, failureConverterPath: FAILURE_CONVERTER_PATH, logger: quiet });
}

const say = (): void => undefined;
/** Webpack's statistics are of no use to anyone who runs the system; its errors are thrown. */
const quiet = { log: say, trace: say, debug: say, info: say, warn: say, error: say };
