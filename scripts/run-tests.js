/**
 * `npm test`: every check that a change must pass, cheapest first, stopping at the first tier that fails.
 * Extra arguments go to Jest: `npm test -- test/domain`. The last line is `N passed, N failed`; the compiler, the
 * linter and the formatter count as one each, Jest counts its tests.
 */
const { spawn } = require('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');
const bin = (name, file) =>
  path.join(path.dirname(require.resolve(`${name}/package.json`, { paths: [root] })), file);
const CODE = ['**/*.{ts,tsx,js,cjs,mjs}', '!domain/time/zone-data.ts', '!console/dist/**'];

/** The children that run now: they are told when we are told to end. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 1;
  });
}

/** Runs a tool of node_modules with its output shown live; answers whether it ended well. */
function run(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    running.add(child);
    child.on('error', (error) => {
      console.error(`Cannot run ${script}: ${error.message}. Run \`npm ci\` first.`);
      resolve(false);
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve(code === 0);
    });
  });
}

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, ok });

/** A tool that passes or fails as a whole. */
const tool = (name, script, ...args) => ({ name, run: async () => one(await run(script, args)) });

/** One Jest project. A suite that cannot start has no tests to count, so it counts as one failure itself. */
const jest = (project, extra, reports) => ({
  name: `${project} tests`,
  run: async () => {
    const report = path.join(reports, `${project}.json`);
    const args = [
      '--selectProjects',
      project,
      '--passWithNoTests',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${report}`,
      ...extra,
    ];
    const ok = await run(bin('jest', 'bin/jest.js'), args);
    if (!existsSync(report)) return ok ? { ...one(true), passed: 0 } : one(false);
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      failed: ok ? failed : Math.max(failed, 1),
      skipped: result.numPendingTests,
      ok,
    };
  },
});

/** Tiers that run at once: each keeps a single processor busy. */
const together = (...parts) => ({
  name: parts.map(({ name }) => name).join(', '),
  run: async () => {
    const results = await Promise.all(parts.map(timed));
    const sum = (field) => results.reduce((total, result) => total + result[field], 0);
    return {
      passed: sum('passed'),
      failed: sum('failed'),
      skipped: sum('skipped'),
      ok: results.every(({ ok }) => ok),
    };
  },
});

const tiers = (extra, reports) => [
  together(
    tool('types', bin('typescript', 'bin/tsc'), '--noEmit'),
    tool('lint', bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0'),
    tool('format', bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', ...CODE),
  ),
  jest('unit', extra, reports),
  jest('integration', extra, reports),
];

async function timed(tier) {
  console.log(`\n▶ ${tier.name}`);
  const start = process.hrtime.bigint();
  const result = await tier.run();
  const seconds = (Number(process.hrtime.bigint() - start) / 1e9).toFixed(1);
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  console.log(`${result.ok ? '✔' : '✘'} ${tier.name}: ${seconds} s${skipped}`);
  return result;
}

async function main(extra) {
  const total = { passed: 0, failed: 0 };
  const reports = mkdtempSync(path.join(tmpdir(), 'recobro-test-'));
  try {
    for (const tier of tiers(extra, reports)) {
      const { passed, failed, ok } = await timed(tier);
      total.passed += passed;
      total.failed += failed;
      if (!ok) break;
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

void main(process.argv.slice(2));
