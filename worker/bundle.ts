import { join } from 'node:path';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../temporal/data-converter';

/**
 * The pure core, by the modules through which the workflows enter it. A worker thread evaluates these once instead of
 * once per run, and V8 keeps them compiled; what they hold is constants and memos, the same for every case.
 */
export const SHARED_BY_ALL_RUNS = [
  ...['bill', 'intent', 'journal', 'move', 'next', 'open', 'outcome-of-touch', 'receive', 'view', 'wake'].map(
    (name) => join('case', name),
  ),
  ...['channel', 'choices', 'person', 'strategy'],
  join('law', 'reading'),
].map((name) => join(__dirname, '..', 'domain', name));

/** Pass the trace of what comes in on to what goes out. */
const INTERCEPTORS = [join(__dirname, '..', 'workflows', 'traces')];

/** Bundles the workflows once; every worker of a process shares the result. */
export function bundleWorkflows(
  workflowsPath = join(__dirname, '..', 'workflows'),
  preloadModules: readonly string[] = SHARED_BY_ALL_RUNS,
  workflowInterceptorModules: readonly string[] = INTERCEPTORS,
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    preloadModules: [...preloadModules],
    workflowInterceptorModules: [...workflowInterceptorModules],
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: quiet,
  });
}

const say = (): void => undefined;
/** Webpack's statistics are of no use to anyone who runs the system; its errors are thrown. */
const quiet = { log: say, trace: say, debug: say, info: say, warn: say, error: say };
