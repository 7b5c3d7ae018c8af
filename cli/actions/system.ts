import { KMSClient } from '@aws-sdk/client-kms';
import { RecobroError } from '../../domain/errors';
import type { ReadFrom } from '../../local/read-account';
import { readState, stateDirOf } from '../../local/state';
import { LOCAL_TABLES } from '../../local/tables';
import { LOCAL_TENANT } from '../../local/tenant';
import { blindIndexFromEnv } from '../../store/blind-index';
import { createDocumentClient } from '../../store/client';
import { keyWrapperFrom } from '../../store/kms-wrapper';
import { createStore } from '../../store/store';
import type { TableNames } from '../../store/tables';
import { tableNames } from '../../store/tables';
import { connectClient } from '../../temporal/connection';
import { keyRingFromEnv } from '../../temporal/key-ring';

/** A running system, open for reading. */
export interface OpenSystem extends ReadFrom {
  /** The tenant when the command names none. */
  readonly tenant: string;
  close(): Promise<void>;
}

interface Found {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tables: TableNames;
}

/**
 * Opens the system that the environment names (`TEMPORAL_…`, `AWS_…`, `RECOBRO_…_TABLE`), or else the local one that
 * `recobro start` began in this directory.
 *
 * @throws {RecobroError} `system.notFound` when there is neither.
 */
export async function openSystem(): Promise<OpenSystem> {
  const { env, tables } = find();
  Object.assign(process.env, env);
  const documentClient = createDocumentClient();
  const keyWrapper = keyWrapperFrom({ env, ring: keyRingFromEnv(env), kms: () => new KMSClient({}) });
  const blindIndex = blindIndexFromEnv(env);
  const store = createStore({ documentClient, tables, blindIndex, keyWrapper });
  const client = await connectClient(env, store.payloadKeys);
  const close = async (): Promise<void> => {
    await client.connection.close();
    documentClient.destroy();
  };
  return { store, client, tenant: env['RECOBRO_TENANT'] ?? LOCAL_TENANT, close };
}

function find(): Found {
  if (process.env['RECOBRO_CORE_TABLE']) return { env: process.env, tables: tableNames(process.env) };
  const state = readState(stateDirOf(process.cwd()));
  if (state?.status === 'running') return { env: { ...process.env, ...state.env }, tables: LOCAL_TABLES };
  if (process.env['TEMPORAL_ADDRESS'] && process.env['AWS_ENDPOINT_URL'])
    return { env: process.env, tables: LOCAL_TABLES };
  const message =
    'Cannot find a running system: run recobro start in this directory, or set TEMPORAL_ADDRESS, the AWS variables and RECOBRO_CORE_TABLE, RECOBRO_LEDGER_TABLE and RECOBRO_IDEMPOTENCY_TABLE';
  throw new RecobroError('system.notFound', message, { directory: process.cwd() });
}
