import { KMSClient } from '@aws-sdk/client-kms';
import type { Strategy } from '../../domain/strategy';
import { createIntake } from '../../functions/intake';
import { createBookLoader } from '../../functions/load-book';
import { LOCAL_TABLES } from '../../local/cluster';
import { inParallel } from '../../local/in-parallel';
import { readState, stateDirOf } from '../../local/state';
import { blindIndexFromEnv } from '../../store/blind-index';
import { createDocumentClient } from '../../store/client';
import { keyWrapperFrom } from '../../store/kms-wrapper';
import { createStore } from '../../store/store';
import type { TableNames } from '../../store/tables';
import { tableNames } from '../../store/tables';
import { connectClient } from '../../temporal/connection';
import { keyRingFromEnv } from '../../temporal/key-ring';
import type { LoadRows } from './import';

export interface TargetRequest {
  readonly tenant: string;
  readonly strategyOf: (id?: string) => Strategy;
  readonly env: NodeJS.ProcessEnv;
  /** Working directory: `.recobro/local.json` in it names the environment when the variables do not. */
  readonly directory: string;
}

export interface ImportTarget {
  readonly loadRows: LoadRows;
  close(): Promise<void>;
}

/** Rows on their way at once. */
const AT_ONCE = 8;

/** Connects to the environment that runs; undefined when there is none. */
export async function openTarget({
  tenant,
  strategyOf,
  ...place
}: TargetRequest): Promise<ImportTarget | undefined> {
  const described = describedBy(place);
  if (!described) return undefined;
  const { env, tables } = described;
  Object.assign(process.env, env); // the AWS clients read it there
  const documentClient = createDocumentClient();
  const keyWrapper = keyWrapperFrom({ env, ring: keyRingFromEnv(env), kms: () => new KMSClient({}) });
  const blindIndex = blindIndexFromEnv(env);
  const store = createStore({ documentClient, tables, blindIndex, keyWrapper });
  const client = await connectClient(env, store.payloadKeys);
  const loadRow = createBookLoader({
    tenant,
    store,
    intake: createIntake({ store, client }),
    strategyOf,
    now: Date.now,
  });
  return {
    loadRows: (accounts, progress) => {
      let done = 0;
      return inParallel(accounts, AT_ONCE, async (account) => {
        const loaded = await loadRow(account);
        progress((done += 1));
        return loaded;
      });
    },
    close: async () => {
      await client.connection.close();
      documentClient.destroy();
    },
  };
}

function describedBy({
  env,
  directory,
}: Pick<TargetRequest, 'env' | 'directory'>): { env: NodeJS.ProcessEnv; tables: TableNames } | undefined {
  if (env['TEMPORAL_ADDRESS']) return { env, tables: tableNames(env) };
  const state = readState(stateDirOf(directory));
  return state?.status === 'running' ? { env: { ...env, ...state.env }, tables: LOCAL_TABLES } : undefined;
}
