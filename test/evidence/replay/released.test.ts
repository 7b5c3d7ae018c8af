import { withoutSourceMap } from '../../../evidence/replay/bundle';
import type { ReleasedRun } from '../../../evidence/replay/released';
import { deviationsOf, deviationText } from '../../../evidence/replay/released';
import { quietRuntime } from '../../../temporal/quiet-runtime';
import { bundleWorkflows } from '../../../worker/bundle';
import { additions, recordedVersions, releasedRuns } from '../../workflows/histories';

let code: string;
let runs: ReleasedRun[];
beforeAll(async () => {
  quietRuntime();
  code = withoutSourceMap((await bundleWorkflows()).code);
  runs = await releasedRuns();
});

/** The code with a rule changed, as somebody might by mistake. */
function withChange(from: RegExp | string, to: string): string {
  const changed = code.replace(from, to);
  if (changed === code) throw new Error('Cannot change the rule: the bundle does not have it as expected');
  return changed;
}

test('open cases of every released version go on as they were decided', async () => {
  const deviations = await deviationsOf(code, runs, additions());
  // If this fails, read DEVIATION_REMEDY.
  expect(deviations.map(deviationText)).toEqual([]);
  expect(recordedVersions()).toContain('v1');
});

test('a changed rule is explained by case, event and value', async () => {
  const changed = withChange(/(function localDay\([^)]*\)[^{]*\{\s*return )/, '$1 1 + ');
  const texts = (
    await deviationsOf(
      changed,
      runs.filter(({ name }) => name === 'payments'),
    )
  ).map(deviationText);
  expect(texts).toContainEqual(
    expect.stringMatching(
      /^case v1\/payments, run 1, event \d+, TimerStarted: \[TMPRL1100\] Nondeterminism error/,
    ),
  );
  expect(texts).toContainEqual(
    expect.stringMatching(/^case v1\/payments, run 2, event \d+, update: .*0\.pastDueDays: 1 → 2/),
  );
});

const STATE = /state,\s*seq: 0,/;

test('a member that is added to a state is a deviation until it is named with its reason', async () => {
  const handedOver = runs.filter(({ name }) => name === 'late-life');
  const changed = withChange(STATE, 'invented: 7, state, seq: 0,');
  const deviations = await deviationsOf(changed, handedOver);
  expect(deviations.map(deviationText)).toContainEqual(
    expect.stringMatching(
      /^case v1\/late-life, run 1, event \d+, activity keepBooks: .*invented: nothing → 7/,
    ),
  );
  const paths = deviations.flatMap(({ finding }) => finding.differences.map(({ path }) => path));
  const named = { v1: Object.fromEntries(paths.map((path) => [path, 'nobody reads it'])) };
  expect(await deviationsOf(changed, handedOver, named)).toEqual([]);
});

test('every addition has its reason', () => {
  const reasons = Object.values(additions()).flatMap((paths) => Object.values(paths));
  expect(reasons.every((reason) => reason.length > 10)).toBe(true);
});
