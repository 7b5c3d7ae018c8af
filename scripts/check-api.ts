/**
 * `npm run check:api`: asks the API, as it runs on real Temporal and a local AWS, with requests that are generated from its
 * OpenAPI document, lawful and unlawful ones. Nothing may fail on our side, and every answer must be as the document says.
 * The same requests each time. Exit 1 when there is a fault.
 */
import { join } from 'node:path';
import { createAwsClients } from '../activities/aws/clients';
import { localAwsGateways } from '../local/aws-gateways';
import type { LocalApi } from '../local/api-service';
import { startLocalApi } from '../local/api-service';
import type { Cluster } from '../local/cluster';
import { startCluster } from '../local/cluster';
import { startLocal } from '../local/environment';
import { runSchemathesis } from '../local/schemathesis';
import { searchAttributeTypes } from '../workflows/search-attributes';
import { seedApi } from './check-api/seed';

const ROOT = join(__dirname, '..');
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function check(): Promise<number> {
  const local = await startLocal({ searchAttributes: searchAttributeTypes, progress: tell });
  try {
    Object.assign(process.env, local.env);
    const gateways = await localAwsGateways(createAwsClients());
    const cluster = await startCluster({ env: local.env, gateways, time: 'real' });
    const api = await startLocalApi(cluster);
    try {
      return await ask(api, cluster);
    } finally {
      await api.stop();
      await cluster.stop();
    }
  } finally {
    await local.stop();
  }
}

async function ask(api: LocalApi, cluster: Cluster): Promise<number> {
  await seedApi(api, cluster.store);
  const start = Date.now();
  const code = await runSchemathesis(
    {
      url: api.url.replace(/\/v1$/, ''),
      document: join(ROOT, 'schemas', 'openapi.json'),
      configFile: join(ROOT, 'scripts', 'check-api', 'schemathesis.toml'),
      authorization: `Bearer ${api.key}`,
    },
    tell,
  );
  tell(
    `asked for ${Math.round((Date.now() - start) / 1_000)} s: ${code === 0 ? 'no fault' : 'faults, see above'}`,
  );
  return code;
}

check().then(
  (code) => {
    process.exitCode = code === 0 ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
