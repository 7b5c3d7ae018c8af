/**
 * One place for the rules that a reviewer would otherwise repeat: who may import whom, a pure core, and TypeScript
 * without escape hatches. `test/infra/lint-rules.check.test.ts` proves that each is enforced.
 */
const path = require('node:path');
const { defineConfig } = require('eslint/config');
const importX = require('eslint-plugin-import-x');
const tseslint = require('typescript-eslint');

/** Which folders, or single modules, a folder may import besides itself and packages. `cli`, `local`, `test`: all. */
const contract = ['workflows/messages', 'workflows/contract', 'workflows/search-attributes'];
const mayImport = {
  domain: [],
  policy: ['domain'],
  store: ['domain'],
  workflows: ['domain'],
  temporal: ['domain'],
  traces: ['workflows/contract'],
  activities: ['domain', 'store', 'policy', ...contract],
  // `temporal`: the Lambda functions are composition roots, and the connection is made there.
  functions: [
    'domain',
    'store',
    'policy',
    'activities',
    'temporal',
    'traces',
    'evidence/seal',
    'evidence/aws',
    'evidence/subject',
    ...contract,
  ],
  // The long-running host is a composition root: it builds the adapters that the activities ask for.
  worker: ['domain', 'workflows', 'activities', 'temporal', 'traces', 'store', 'policy', 'functions/report'],
  simulator: ['domain', 'policy'],
  evidence: ['domain', 'store', 'policy', 'workflows'],
  infra: ['policy', 'store/tables'],
  console: [],
  client: [],
};

/** The packages, built-in modules included, that the core may not use: by expression on the specifier. */
const packagesRefused = {
  domain: { regex: '^(?!\\.)', message: 'domain/ is pure and imports no package: hand the value in.' },
  workflows: {
    regex: '^(?!\\.|@temporalio/(workflow|common)$)',
    message: 'workflows/ runs in the sandbox: only @temporalio/workflow and @temporalio/common.',
  },
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./${folder}`,
  from: '.',
  except: [folder, ...allowed, 'node_modules'].map((name) => `./${name}`),
  message: `${folder}/ may import ${allowed.join(', ') || 'nothing outside itself'}.`,
}));

/** Resolves by spelling alone: quick, and right for files that do not exist yet. */
const lexicalResolver = {
  interfaceVersion: 3,
  name: 'lexical',
  resolve: (specifier, file) => ({
    found: true,
    path: specifier.startsWith('.') ? path.resolve(path.dirname(file), specifier) : null,
  }),
};

const noEnum = {
  selector: 'TSEnumDeclaration',
  message: 'Use a const tuple and its union type instead of an enum.',
};
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that it is called the same everywhere.',
};

/** The core sees time, chance and places as arguments only, so that a decision can be replayed. */
const impure = 'A decision that cannot be replayed is a bug';
const pureSyntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: `${impure}: take the instant as an argument.`,
  },
  { selector: "CallExpression[callee.name='Date']", message: `${impure}: take the instant as an argument.` },
  { selector: 'ImportExpression', message: 'No import at run time in the core: import at the top.' },
];
const impureProperties = [
  { object: 'Date', property: 'now', message: `${impure}: take the instant as an argument.` },
  { object: 'Math', property: 'random', message: `${impure}: hash an id instead.` },
  { object: 'Temporal', property: 'Now', message: `${impure}: take the instant as an argument.` },
  ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'localeCompare'].map((property) => ({
    property,
    message: `${impure}: the answer depends on the machine; use domain/time and plain comparison.`,
  })),
];
const impureGlobals = ['Intl', 'process', 'globalThis', 'performance', 'crypto', 'require'].map((name) => ({
  name,
  message: `${impure}: hand the value in.`,
}));

/** As the compiler has it: what starts with an underscore, or is taken out of a rest, is unused on purpose. */
const unusedVars = {
  args: 'after-used',
  argsIgnorePattern: '^_',
  caughtErrors: 'all',
  destructuredArrayIgnorePattern: '^_',
  ignoreRestSiblings: true,
};

const nodeGlobals = ['__dirname', 'console', 'module', 'process', 'require', 'setTimeout', 'URL'];

module.exports = defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/cdk.out/',
      '.recobro/',
      'out/',
      'console/dist/',
      'domain/time/zone-data.ts',
      'client/schema.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [lexicalResolver] },
    rules: {
      'max-lines': ['error', 300],
      'no-restricted-syntax': ['error', noEnum, noDefaultExport],
      'import-x/no-restricted-paths': ['error', { basePath: __dirname, zones }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers read well in messages, and every amount and date has its own formatter.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', unusedVars],
      // A string spreads into code points, which is what counts in an SMS.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An async function without `await` satisfies an async port.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['{domain,workflows,store,activities}/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  ...Object.entries(packagesRefused).map(([folder, packages]) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': ['error', { patterns: [packages] }],
      'no-restricted-syntax': ['error', noEnum, noDefaultExport, ...pureSyntax],
      'no-restricted-properties': ['error', ...impureProperties],
      'no-restricted-globals': ['error', ...impureGlobals],
    },
  })),
  {
    // In the sandbox of a workflow the clock is the workflow's own and replays; this one file reads it.
    files: ['workflows/clock.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Heavy modules are loaded on use; Node 20 gives no dynamic import() to TypeScript that runs as CommonJS.
    files: ['cli/verbs/*.ts', 'local/services.ts'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest types its matchers (`expect.any`, `expect.objectContaining`) as `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])),
    },
    rules: { 'max-lines': ['error', 300], 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
);
