import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strategyHash } from '../../../policy/strategy/hash';
import { loadStrategyFolder } from '../../../policy/strategy/parse';
import { readStrategies } from '../../../functions/strategies';
import { allBundles } from '../../../infra/constructs/bundle';

const ROOT = join(__dirname, '..', '..', '..');

jest.setTimeout(120_000);

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

test('the strategies beside them are those of the folder, by hash', () => {
  const packed = readStrategies(join(allBundles(), 'strategies.json'), 'consumo').all;
  expect(packed.map(strategyHash)).toEqual(loadStrategyFolder(join(ROOT, 'strategies')).map(strategyHash));
});
