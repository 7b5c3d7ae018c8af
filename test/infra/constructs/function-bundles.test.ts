import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LawData } from '../../../policy/law/compile';
import { compileLaw } from '../../../policy/law/compile';
import { loadLaw, PRODUCT_PLATFORMS } from '../../../policy/law/library';
import { strategyHash } from '../../../policy/strategy/hash';
import { loadStrategyFolder } from '../../../policy/strategy/parse';
import { readStrategies } from '../../../functions/strategies';
import { allBundles } from '../../../infra/constructs/bundle';

const ROOT = join(__dirname, '..', '..', '..');

test('the API’s bundle has at most 2 MB', () => {
  expect(statSync(join(allBundles(), 'api', 'index.js')).size).toBeLessThanOrEqual(2_000_000);
});

test('each function is bundled with the converter that Temporal’s client loads by path', () => {
  const files = readdirSync(join(ROOT, 'functions', 'lambda')).filter((file) => file !== 'root.ts');
  const modules = files.map((file) => file.replace('.ts', ''));
  expect(modules).toContain('webhooks');
  for (const module of modules)
    expect(readdirSync(join(allBundles(), module))).toEqual(
      expect.arrayContaining(['failure-converter.js', 'index.js']),
    );
});

/** The bundle alone, as in Lambda: nothing else of ours is to be found from there. */
test('the API’s bundle answers, and its client of Temporal knows the protocol', async () => {
  const program = `
    const { handler } = require(${JSON.stringify(join(allBundles(), 'api', 'index.js'))});
    const event = { rawPath: '/v1/accounts', rawQueryString: '', headers: {}, requestContext: { http: { method: 'GET' } } };
    handler(event).then(({ statusCode }) => console.log(statusCode));`;
  const env = { PATH: process.env['PATH'], RECOBRO_OPENAPI: join(ROOT, 'schemas', 'openapi.json') };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: tmpdir(), env });
  expect(stdout.trim().split('\n').at(-1)).toBe('401');
  const code = readFileSync(join(allBundles(), 'api', 'index.js'), 'utf8');
  expect(code).toContain('UpdateWorkflowExecutionRequest');
  expect(code).not.toContain('temporal.api.cloud.cloudservice.v1.GetUsersRequest');
});

test('the law beside them is that of the folder: the same rules for every place', () => {
  const law = loadLaw({ platforms: PRODUCT_PLATFORMS });
  // As the packer wrote it.
  const packed = compileLaw(JSON.parse(readFileSync(join(allBundles(), 'law.json'), 'utf8')) as LawData);
  const places = law.packs.map(({ id }) => id).filter((id) => law.has(id));
  expect(places.length).toBeGreaterThan(12);
  for (const place of places) expect(packed.lawbook(place).rules).toEqual(law.lawbook(place).rules);
});

test('the bundle that answers about personal data needs nothing of ours but the law and the document', async () => {
  const program = `
    const { handler } = require(${JSON.stringify(join(allBundles(), 'privacy', 'index.js'))});
    const event = { rawPath: '/v1/privacy/persons/P-1', rawQueryString: '', headers: {}, requestContext: { http: { method: 'GET' } } };
    handler(event).then(({ statusCode }) => console.log(statusCode));`;
  const env = {
    ...{ PATH: process.env['PATH'], RECOBRO_OPENAPI: join(ROOT, 'schemas', 'openapi.json') },
    ...{ RECOBRO_LAW: join(allBundles(), 'law.json'), RECOBRO_LETTERS_BUCKET: 'letters' },
    ...{ RECOBRO_OIDC_ISSUER: 'https://id.example', RECOBRO_OIDC_AUDIENCE: 'recobro' },
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: tmpdir(), env });
  expect(stdout.trim().split('\n').at(-1)).toBe('401');
});

test('the strategies beside them are those of the folder, by hash', () => {
  const packed = readStrategies(join(allBundles(), 'strategies.json'), 'consumo').all;
  expect(packed.map(strategyHash)).toEqual(loadStrategyFolder(join(ROOT, 'strategies')).map(strategyHash));
});
