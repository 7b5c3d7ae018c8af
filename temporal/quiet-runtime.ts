import { DefaultLogger, Runtime } from '@temporalio/worker';

let isQuiet = false;

/** The SDK's runtime is one per process. Its notes about every poll are of no use to people. */
export function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}
