import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
/** A synth that hangs is ended after this long. */
const PATIENCE_MS = 300_000;

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'recobro-synth-'));
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

/** No credentials and no way out: whoever asks AWS while synthesising fails at once. */
const offline = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  HTTPS_PROXY: 'http://127.0.0.1:9',
};

/** What CDK says of its own success. */
const expected = /^(Successfully synthesized to |Supply a stack id )/;
const stacks = ['Data', 'Messaging', 'Intake', 'Edge', 'Evidence', 'Network', 'Worker', 'Observability'];

test.each(['aws', 'emulator'])('cdk synth for %s needs no network and warns of nothing', (target) => {
  const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const args = [
    cdk,
    'synth',
    '--quiet',
    '--no-notices',
    '--no-color',
    '-c',
    `target=${target}`,
    '-o',
    join(out, target),
  ];
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    env: offline,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  const said = (run.stdout + run.stderr).split('\n').filter((line) => line !== '' && !expected.test(line));
  expect({ status: run.status, said }).toEqual({ status: 0, said: [] });
  const templates = stacks.map((stack) => `${stack}.template.json`);
  expect(readdirSync(join(out, target))).toEqual(expect.arrayContaining(templates));
});
