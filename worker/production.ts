import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Client } from '@temporalio/client';
import { createAwsClients } from '../activities/aws/clients';
import { createLetterGateway } from '../activities/aws/letter-gateway';
import { createSesGateway } from '../activities/aws/ses-gateway';
import { createSnsGateway } from '../activities/aws/sns-gateway';
import type { ActivityHost } from '../activities/host';
import { SEND_GUARD_MS } from '../domain/touch';
import type { Gateways, TenantProfile } from '../activities/ports';
import { tellAccounts } from '../activities/tell-accounts';
import { loadLaw, PRODUCT_PLATFORMS } from '../policy/law/library';
import { formatDate } from '../policy/templates/format';
import { loadTemplates } from '../policy/templates/load';
import { loadTenants } from '../policy/tenants';
import { blindIndexFromEnv } from '../store/blind-index';
import { createDocumentClient } from '../store/client';
import { keyWrapperFrom } from '../store/kms-wrapper';
import type { Store } from '../store/store';
import { createStore } from '../store/store';
import { tableNames } from '../store/tables';
import { keyRingFromEnv } from '../temporal/key-ring';
import { currentTrace } from '../traces/context';
import type { Tracer } from '../traces/tracer';
import { tracedGateways } from './traces';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What the activities work with in AWS: real clock, SES, SNS, letters in a bucket. Reads `RECOBRO_SENDER`,
 * `RECOBRO_CONFIGURATION_SET`, `RECOBRO_LETTERS_BUCKET`, and `RECOBRO_TENANTS` (file below `root`).
 *
 * @param root Folder with `law/`, `messages/` and `tenants/`.
 */
export function productionHost(
  env: Env,
  { client, store, tracer }: { client: Client; store: Store; tracer: Tracer },
  root: string,
): ActivityHost {
  const tenantProfile = loadTenants(join(root, needed(env, 'RECOBRO_TENANTS'))) as (
    tenant: string,
  ) => TenantProfile; // the same members; absent ones are never present as undefined in JSON
  return {
    store,
    law: loadLaw({ lawDir: join(root, 'law'), platforms: PRODUCT_PLATFORMS }),
    templates: loadTemplates(join(root, 'messages')),
    gateways: tracedGateways(tracer, gatewaysFrom(env, tenantProfile)),
    traceId: () => currentTrace()?.traceId,
    clock: { now: () => Date.now() },
    guardMs: SEND_GUARD_MS,
    broadcast: { tell: (news) => tellAccounts(client, news) },
    tenantProfile,
  };
}

/** The tables in AWS; what is personal in them is encrypted with keys of persons. */
export const productionStore = (env: Env): Store =>
  createStore({
    documentClient: createDocumentClient(),
    tables: tableNames(env),
    blindIndex: blindIndexFromEnv(env),
    keyWrapper: keyWrapperFrom({ env, ring: keyRingFromEnv(env), kms: () => new KMSClient({}) }),
  });

function gatewaysFrom(env: Env, tenantProfile: ActivityHost['tenantProfile']): Gateways {
  const { ses, sns, s3 } = createAwsClients();
  const configurationSet = needed(env, 'RECOBRO_CONFIGURATION_SET');
  return {
    email: createSesGateway({ ses, from: needed(env, 'RECOBRO_SENDER'), configurationSet }),
    sms: createSnsGateway({ sns }),
    letter: createLetterGateway({
      s3,
      bucket: needed(env, 'RECOBRO_LETTERS_BUCKET'),
      head: ({ tenant, date }) => {
        const { creditorName, contactPhone } = tenantProfile(tenant);
        const createdAt = new Date(`${date}T00:00:00Z`);
        return { sender: [creditorName, contactPhone], date: formatDate(date, 'long', 'es'), createdAt };
      },
    }),
  };
}

/**
 * `RECOBRO_SENDS_PER_SECOND`: messages a second over all workers, which Temporal holds. Every worker says the same.
 *
 * @throws {Error} When it is set to what is no number above zero.
 */
export function sendsPerSecond(env: Env): number | undefined {
  const text = env['RECOBRO_SENDS_PER_SECOND'];
  if (!text) return undefined;
  const limit = Number(text);
  if (limit > 0 && Number.isFinite(limit)) return limit;
  throw new Error(
    `Cannot start the worker: RECOBRO_SENDS_PER_SECOND is '${text}': set it to a number above zero`,
  );
}

/** @throws {Error} When the variable is not set. */
export function needed(env: Env, variable: string): string {
  const value = env[variable];
  if (value) return value;
  throw new Error(`Cannot start the worker: set ${variable}`);
}
