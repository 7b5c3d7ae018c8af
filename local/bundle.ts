import { readFileSync } from 'node:fs';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflows } from '../worker/bundle';

/** The workflows for a local worker: from the file that `RECOBRO_LOCAL_BUNDLE` names, as the tests do, or bundled now. */
export async function localBundle(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<WorkflowBundleWithSourceMap> {
  const file = env['RECOBRO_LOCAL_BUNDLE'];
  // Written as it came from the bundler.
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as WorkflowBundleWithSourceMap) : bundleWorkflows();
}
