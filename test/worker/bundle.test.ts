import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SHARED_BY_ALL_RUNS } from '../../worker/bundle';

const ROOT = join(__dirname, '..', '..');
const WORKFLOWS = join(ROOT, 'workflows');

/** The modules of ours that a file imports for more than their types. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '(\.[^']+)';/gm);
  return [...found].map(([, specifier = '']) => `${join(dirname(file), specifier)}.ts`).filter(existsSync);
}

/** The files themselves, and all that is reached from them. */
function reachedFrom(files: readonly string[], known = new Set<string>()): Set<string> {
  for (const file of files) if (!known.has(file)) reachedFrom(importsOf(file), known.add(file));
  return known;
}

test('whatever of the core a workflow enters is evaluated once per thread, not once per run', () => {
  const shared = reachedFrom(SHARED_BY_ALL_RUNS.map((module) => `${module}.ts`));
  const files = readdirSync(WORKFLOWS).map((name) => join(WORKFLOWS, name));
  const entered = files.flatMap(importsOf).filter((file) => relative(ROOT, file).startsWith('domain'));
  expect(entered.length).toBeGreaterThan(10);
  expect(entered.filter((file) => !shared.has(file)).map((file) => relative(ROOT, file))).toEqual([]);
});
