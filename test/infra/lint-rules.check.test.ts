import { join } from 'node:path';
import type { Linter } from 'eslint';
import { ESLint } from 'eslint';
import { configs } from 'typescript-eslint';

const root = join(__dirname, '..', '..');
const house = jest.requireActual<Linter.Config[]>('../../eslint.config.js');
const eslintWith = (...more: Linter.Config[]): ESLint =>
  new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...house, ...more] });

/** Most rules need no types, and so judge files that do not exist. */
const untyped = eslintWith({
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: false } },
  rules: configs.disableTypeChecked.rules ?? {},
});
const typed = eslintWith();

async function refusals(eslint: ESLint, filePath: string, code: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(`${code}\n`, { filePath: join(root, filePath) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
}

const from = (specifier: string): string => `export * from '${specifier}';`;
const PATHS = 'import-x/no-restricted-paths';
const PACKAGES = 'no-restricted-imports';

test.each([
  { rule: 'domain imports no other folder', file: 'domain/a.ts', code: from('../store/b'), by: PATHS },
  {
    rule: 'domain/law imports no other folder',
    file: 'domain/law/a.ts',
    code: from('../../policy/b'),
    by: PATHS,
  },
  { rule: 'domain imports no package', file: 'domain/a.ts', code: from('zod'), by: PACKAGES },
  { rule: 'domain imports no built-in module', file: 'domain/a.ts', code: from('node:crypto'), by: PACKAGES },
  { rule: 'policy does not import store', file: 'policy/a.ts', code: from('../store/b'), by: PATHS },
  { rule: 'traces do not import store', file: 'traces/a.ts', code: from('../store/b'), by: PATHS },
  { rule: 'store does not import policy', file: 'store/a.ts', code: from('../policy/b'), by: PATHS },
  {
    rule: 'workflows do not import activities',
    file: 'workflows/a.ts',
    code: from('../activities/b'),
    by: PATHS,
  },
  { rule: 'workflows do not import policy', file: 'workflows/a.ts', code: from('../policy/b'), by: PATHS },
  {
    rule: 'workflows import no client',
    file: 'workflows/a.ts',
    code: from('@temporalio/client'),
    by: PACKAGES,
  },
  { rule: 'workflows import no schema library', file: 'workflows/a.ts', code: from('zod'), by: PACKAGES },
  {
    rule: 'activities do not import a workflow',
    file: 'activities/a.ts',
    code: from('../workflows/b'),
    by: PATHS,
  },
  { rule: 'functions do not import worker', file: 'functions/a.ts', code: from('../worker/b'), by: PATHS },
  { rule: 'worker does not import cli', file: 'worker/a.ts', code: from('../cli/b'), by: PATHS },
  { rule: 'simulator does not import store', file: 'simulator/a.ts', code: from('../store/b'), by: PATHS },
  { rule: 'temporal does not import store', file: 'temporal/a.ts', code: from('../store/b'), by: PATHS },
  {
    rule: 'evidence does not import activities',
    file: 'evidence/a.ts',
    code: from('../activities/b'),
    by: PATHS,
  },
  { rule: 'infra imports only the shapes of store', file: 'infra/a.ts', code: from('../store/b'), by: PATHS },
  {
    rule: 'a type import counts',
    file: 'store/a.ts',
    code: "export type { B } from '../policy/b';",
    by: PATHS,
  },
  {
    rule: 'an import at run time counts',
    file: 'store/a.ts',
    code: "export const b = import('../cli/b');",
    by: PATHS,
  },
])('import rule: $rule', async ({ file, code, by }) => {
  expect(await refusals(untyped, file, code)).toEqual([by]);
});

test.each([
  { rule: 'domain imports domain', file: 'domain/law/a.ts', code: from('../time/calendar') },
  {
    rule: 'policy imports domain and libraries',
    file: 'policy/a.ts',
    code: from('../domain/b') + from('zod'),
  },
  { rule: 'workflows import the workflow API', file: 'workflows/a.ts', code: from('@temporalio/workflow') },
  { rule: 'workflows import common', file: 'workflows/a.ts', code: from('@temporalio/common') },
  { rule: 'activities import messages', file: 'activities/a.ts', code: from('../workflows/messages') },
  { rule: 'functions import activities', file: 'functions/a.ts', code: from('../activities/b') },
  { rule: 'worker composes', file: 'worker/a.ts', code: from('../workflows/b') + from('../temporal/b') },
  { rule: 'infra imports the shapes', file: 'infra/stacks/a.ts', code: from('../../store/tables') },
  { rule: 'cli imports all', file: 'cli/a.ts', code: from('../worker/b') + from('../local/b') },
  { rule: 'tests import all', file: 'test/store/a.test.ts', code: from('../../store/b') },
  { rule: 'an instant given is no clock', file: 'domain/a.ts', code: 'export const at = new Date(0);' },
])('import rule allows: $rule', async ({ file, code }) => {
  expect(await refusals(untyped, file, code)).toEqual([]);
});

const impurities = [
  { rule: 'no Date.now', code: 'export const a = Date.now();', by: 'no-restricted-properties' },
  { rule: 'no new Date()', code: 'export const a = new Date();', by: 'no-restricted-syntax' },
  { rule: 'no Date()', code: 'export const a = Date();', by: 'no-restricted-syntax' },
  { rule: 'no Math.random', code: 'export const a = Math.random();', by: 'no-restricted-properties' },
  {
    rule: 'no Temporal.Now',
    code: 'export const a = Temporal.Now.instant();',
    by: 'no-restricted-properties',
  },
  { rule: 'no Intl', code: 'export const a = new Intl.NumberFormat();', by: 'no-restricted-globals' },
  { rule: 'no process', code: 'export const a = process.env;', by: 'no-restricted-globals' },
  { rule: 'no globalThis', code: 'export const a = globalThis.Date;', by: 'no-restricted-globals' },
  { rule: 'no locale', code: "export const a = 'b'.localeCompare('c');", by: 'no-restricted-properties' },
  { rule: 'no import at run time', code: "export const a = import('./b');", by: 'no-restricted-syntax' },
  { rule: 'no console', code: "console.log('a');", by: 'no-console' },
];

test.each(impurities.flatMap((row) => ['domain', 'workflows'].map((folder) => ({ ...row, folder }))))(
  '$folder/ is pure: $rule',
  async ({ folder, code, by }) => {
    expect(await refusals(untyped, `${folder}/a.ts`, code)).toEqual([by]);
  },
);

test.each([
  { rule: 'no enum', file: 'cli/a.ts', code: 'export enum A { b }', by: 'no-restricted-syntax' },
  { rule: 'no default export', file: 'cli/a.ts', code: 'export default 1;', by: 'no-restricted-syntax' },
  { rule: 'no any', file: 'cli/a.ts', code: 'export let a: any;', by: '@typescript-eslint/no-explicit-any' },
  { rule: 'no long file', file: 'cli/a.ts', code: '\n'.repeat(300), by: 'max-lines' },
  { rule: 'no console in activities', file: 'activities/a.ts', code: "console.log('a');", by: 'no-console' },
])('house rule: $rule', async ({ file, code, by }) => {
  expect(await refusals(untyped, file, code)).toEqual([by]);
});

// These rules ask the compiler, which wants a file of the project: the text takes the place of what is on disk.
test.each([
  {
    rule: 'types are imported as types',
    code: "import { Stack } from 'aws-cdk-lib';\nexport type A = Stack;",
    by: '@typescript-eslint/consistent-type-imports',
  },
  {
    rule: 'no floating promise',
    code: 'Promise.resolve(1);',
    by: '@typescript-eslint/no-floating-promises',
  },
  {
    rule: 'nothing unsafe',
    code: "export const a: string = JSON.parse('1');",
    by: '@typescript-eslint/no-unsafe-assignment',
  },
])('house rule: $rule', async ({ code, by }) => {
  expect(await refusals(typed, 'infra/app.ts', code)).toEqual([by]);
});
