import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FIXTURES = join(ROOT, 'test', 'fixtures', 'deploy');
/** All that a deployment is made of, and the command line that operates it. */
const PARTS = [
  ...['activities', 'cli', 'domain', 'evidence', 'functions', 'infra', 'law', 'local', 'messages', 'policy'],
  ...[
    'schemas',
    'scripts',
    'simulator',
    'store',
    'strategies',
    'temporal',
    'tenants',
    'traces',
    'worker',
    'workflows',
  ],
  ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/** What says after the update that it is the new version which answers and sends. */
export const UPDATED = { apiVersion: '1.0.1', subject: 'Segundo build' } as const;

/**
 * A checkout of its own, as a creditor has one: this code with a strategy and a place of theirs, both without hours, so
 * that a message may go out whenever the check runs.
 *
 * @param folder Is made.
 */
export function makeCheckout(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  cpSync(FIXTURES, folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

/** The next version of the checkout: another subject line, so another build of the worker, and another API document. */
export function changeCheckout(folder: string): void {
  const { apiVersion, subject } = UPDATED;
  replaceIn(join(folder, 'messages', 'es', 'vencido.yaml'), /^( +subject: ')/gm, `$1${subject}: `);
  replaceIn(join(folder, 'schemas', 'openapi.json'), /("version": ")[^"]+/, `$1${apiVersion}`);
}

function replaceIn(file: string, what: RegExp, by: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(what, by);
  if (changed === text) throw new Error(`Cannot make the next version: ${file} has nothing like ${what}`);
  writeFileSync(file, changed);
}
