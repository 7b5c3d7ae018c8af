import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateConfigurationSetCommand, SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { Client } from '@temporalio/client';
import type { Intake, NewCase } from '../../functions/intake';
import { createIntake } from '../../functions/intake';
import { strategiesOf } from '../../functions/strategies';
import { newAccountSchema, newCaseOf } from '../../functions/wire/account';
import { loadStrategyFolder } from '../../policy/strategy/parse';
import { createTables } from '../../store/create-tables';
import { tableEnvironment } from '../../store/tables';
import { connectClient } from '../../temporal/connection';
import { productionStore } from '../../worker/production';
import { accountWorkflowId } from '../../workflows/messages';
import { searchAttributeTypes } from '../../workflows/search-attributes';
import type { LocalEnvironment } from '../environment';
import { startLocal } from '../environment';
import { LOCAL_TABLES } from '../tables';
import { LOCAL_SENDER, LOCAL_TENANT } from '../tenant';
import { makeCheckout } from './checkout';
import { packWorker } from './packaged-worker';
import { DEBT, loanOf } from './world';

const CONFIGURATION_SET = 'recobro-test';

/** The worker's package as a deploy makes it, for this machine's platform, and what it works with. */
export interface PackageLab {
  readonly workDir: string;
  /** The package. */
  readonly folder: string;
  readonly servers: LocalEnvironment;
  readonly client: Client;
  /** What the stacks put into the environment of a worker. */
  readonly workerEnv: (buildId: string) => Record<string, string>;
  /** A debt that fell due: a mail goes out. Waits until a worker has looked at the case. */
  readonly open: (accountId: string) => Promise<unknown>;
  /** The same, without a worker. */
  readonly openQuietly: (accountId: string) => Promise<void>;
  /** All is paid. */
  readonly pay: (accountId: string) => Promise<void>;
  /** How the case ends. */
  readonly ending: (accountId: string) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Packs the worker and starts servers with tables and a sender. Changes the environment of this process. */
export async function startPackageLab(): Promise<PackageLab> {
  const workDir = mkdtempSync(join(tmpdir(), 'recobro-package-'));
  const [checkout, folder] = [join(workDir, 'checkout'), join(workDir, 'package')];
  makeCheckout(checkout);
  const starting = startLocal({ searchAttributes: searchAttributeTypes });
  const [servers] = await Promise.all([starting, packWorker(checkout, folder)]);
  Object.assign(process.env, servers.env);
  await createTables(new DynamoDBClient({}), LOCAL_TABLES);
  const ses = new SESClient({});
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: LOCAL_SENDER }));
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: CONFIGURATION_SET } }));
  const store = productionStore({ ...servers.env, ...tableEnvironment(LOCAL_TABLES) });
  const client = await connectClient(servers.env, store.payloadKeys);
  const strategies = loadStrategyFolder(join(checkout, 'strategies'));
  return {
    ...{ workDir, folder, servers, client },
    ...livesBy(client, createIntake({ store, client }), strategiesOf(strategies, 'despliegue').of),
    workerEnv: (buildId) => ({ ...servers.env, ...workerVariables(buildId) }),
    stop: async () => {
      await client.connection.close();
      await servers.stop();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

const workerVariables = (buildId: string): Record<string, string> => ({
  ...tableEnvironment(LOCAL_TABLES),
  RECOBRO_BUILD_ID: buildId,
  RECOBRO_SENDER: LOCAL_SENDER,
  RECOBRO_CONFIGURATION_SET: CONFIGURATION_SET,
  RECOBRO_LETTERS_BUCKET: 'recobro-letters',
  RECOBRO_TENANTS: 'tenants/dev.json',
});

type StrategyOf = ReturnType<typeof strategiesOf>['of'];

function livesBy(
  client: Client,
  intake: Intake,
  strategyOf: StrategyOf,
): Pick<PackageLab, 'open' | 'openQuietly' | 'pay' | 'ending'> {
  const caseOf = (accountId: string): NewCase => {
    const account = newAccountSchema.parse(loanOf(accountId, Date.now()));
    return newCaseOf(LOCAL_TENANT, account, Date.now(), strategyOf);
  };
  return {
    open: (accountId) => intake.open(caseOf(accountId)),
    openQuietly: (accountId) => intake.openQuietly(caseOf(accountId)),
    pay: (accountId) => {
      const payment = { kind: 'payment', id: 'p-1', amount: DEBT, at: Date.now() } as const;
      return intake.acceptFact({ tenant: LOCAL_TENANT, accountId }, 'p-1', payment);
    },
    ending: (accountId) => client.workflow.getHandle(accountWorkflowId(LOCAL_TENANT, accountId)).result(),
  };
}
