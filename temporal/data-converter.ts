import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './codec';
import type { KeyRing } from './key-ring';
import type { PersonKeySource } from './person-keys';

/**
 * The module that the client, the worker and `bundleWorkflowCode({ failureConverterPath })` load for failures. Without
 * a file ending: Node (under tsx or Jest) and the workflow bundler both find the source, or the compiled file.
 */
export const FAILURE_CONVERTER_PATH = join(__dirname, 'failure-converter');

/**
 * The data converter that every client and worker of the system uses: payloads and failure texts are encrypted.
 *
 * @param options.namespace The namespace of the client or worker.
 * @param options.persons The store's `payloadKeys`.
 */
export function createDataConverter(options: {
  keys: KeyRing;
  namespace: string;
  persons?: PersonKeySource | undefined;
}): DataConverter {
  return {
    failureConverterPath: FAILURE_CONVERTER_PATH,
    payloadCodecs: [createPayloadCodec(options.keys, options.namespace, options.persons)],
  };
}
