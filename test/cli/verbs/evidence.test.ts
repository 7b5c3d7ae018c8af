import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietRuntime } from '../../../temporal/quiet-runtime';
import { forged, PACK_V1, packV1 } from '../../evidence/packs';
import { runMain } from '../run-main';

beforeAll(quietRuntime);

const ROOT = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'recobro-evidence-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, bytes: Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Without any network where the system lets us: then not even native code has one. */
const wrapper = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

test('evidence verify needs the file and the clone: no network, no server, no setting, nothing beside it', () => {
  const node = [process.execPath, '-r', 'tsx/cjs', '-r', join(ROOT, 'test', 'cli', 'offline.ts')];
  const [program, ...args] = [
    ...wrapper,
    ...node,
    join(ROOT, 'cli', 'bin.js'),
    'evidence',
    'verify',
    PACK_V1,
  ];
  const NODE_PATH = join(ROOT, 'node_modules');
  const env = { PATH: process.env['PATH'], HOME: folder, NODE_PATH };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('El expediente se sostiene: ningún hallazgo.');
  expect(stdout).toMatch(/Código que corrió: compilación local \(Recobro 0\.1\.0\), SHA-256 [0-9a-f]{64}/);
  expect(status).toBe(0);
});

test('evidence verify --json gives the findings with their place, and exits 1', async () => {
  const file = written('forged.zip', await forged((content) => ({ ...content, messages: new Map() })));
  const { out, exit } = await runMain('evidence', 'verify', file, '--json');
  expect(exit).toBe(1);
  const { holds, findings, subject } = JSON.parse(out) as Record<string, unknown>;
  expect(holds).toBe(false);
  expect(subject).toEqual({ kind: 'account', id: 'CO-1003' });
  expect(findings).toContainEqual({
    check: 'messages',
    place: 'cuenta CO-1003, asiento 3',
    message: 'falta el texto del mensaje',
  });
});

test('evidence verify says of a damaged pack what is wrong, and that it did not look inside', async () => {
  const { out, exit } = await runMain(
    'evidence',
    'verify',
    written('damaged.zip', packV1().subarray(0, 5_000)),
  );
  expect(exit).toBe(1);
  expect(out).toMatch(/\[archivo\] byte \d+: el archivo fue alterado o está dañado/);
  expect(out).toContain('El expediente no es el que se firmó: su contenido no se examinó.');
});

test('evidence verify --fingerprint holds the pack against the published key', async () => {
  const { out, exit } = await runMain('evidence', 'verify', PACK_V1, '--fingerprint', 'SHA256:0');
  expect(exit).toBe(1);
  expect(out).toMatch(/\[clave publicada\] manifest\.json: firmó otra clave: SHA256:[0-9a-f]{64}/);
});

test.each([
  { args: ['verify', 'nowhere.zip'], exit: 2, says: 'Cannot read nowhere.zip' },
  { args: ['verify'], exit: 2, says: "missing required argument 'file'" },
  {
    args: ['export', '-o', 'x.zip'],
    exit: 2,
    says: 'name an account or a person, or else give --from and --to',
  },
  {
    args: ['export', 'A', '--from', '2026-01-01', '--to', '2026-01-31', '-o', 'x.zip'],
    exit: 2,
    says: 'or else give',
  },
  { args: ['export', '--from', '1 March', '--to', '2026-03-31', '-o', 'x'], exit: 2, says: 'YYYY-MM-DD' },
  { args: ['export', 'A'], exit: 2, says: "required option '-o, --output <file>'" },
])('evidence $args ends with $exit and says why', async ({ args, exit, says }) => {
  const ran = await runMain('evidence', ...args);
  expect(ran.err).toContain(says);
  expect(ran.exit).toBe(exit);
});
