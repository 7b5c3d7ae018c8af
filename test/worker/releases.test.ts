import type { BuildState, KnownBuild } from '../../worker/releases';
import { retirable } from '../../worker/releases';

/** Builds newest first, as `b3 current`. */
const builds = (...lines: readonly string[]): KnownBuild[] =>
  lines.map((line) => {
    const [buildId = '', state] = line.split(' ');
    return { buildId, state: state as BuildState, isRunning: true, createdAt: 0 }; // written below by hand
  });

test.each([
  { rule: 'the one before the current is the way back', known: ['b2 current', 'b1 drained'], free: [] },
  { rule: 'one before that has drained', known: ['b3 current', 'b2 draining', 'b1 drained'], free: ['b1'] },
  { rule: 'one with open cases stays', known: ['b3 current', 'b2 drained', 'b1 draining'], free: [] },
  {
    rule: 'one that is newer and was rolled back goes',
    known: ['b3 drained', 'b2 current', 'b1 drained'],
    free: ['b3'],
  },
  { rule: 'one that never was current may be on its way in', known: ['b3 idle', 'b2 current'], free: [] },
])('retirable(): $rule', ({ known, free }) => {
  expect(retirable(builds(...known)).map(({ buildId }) => buildId)).toEqual(free);
});
