import { createHash } from 'node:crypto';
import type { Experiment } from '../../../domain/experiment/assign';
import { assignArm, HOLDOUT, plannedShares } from '../../../domain/experiment/assign';
import type { Subject } from '../../../domain/experiment/read-out';
import { readOut } from '../../../domain/experiment/read-out';
import { checkSampleRatio } from '../../../domain/stats/sample-ratio';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const trial: Experiment = {
  id: 'tono-2026',
  salt: 'x',
  arms: [
    { strategy: 'estandar', weight: 80 },
    { strategy: 'amable', weight: 20 },
  ],
  holdout: 0.02,
};

const people = Array.from({ length: 20_000 }, (_, index) => `P-${index}`);
const dealt = (experiment: Experiment): string[] =>
  people.map((person) => assignArm(experiment, person, sha256).arm);

test('assignArm() deals as planned, hold-out included', () => {
  const arms = dealt(trial);
  const groups = plannedShares(trial).map(({ arm, weight }) => ({
    size: arms.filter((one) => one === arm).length,
    share: weight,
  }));
  expect(groups.map(({ share }) => share)).toEqual([0.784, 0.196, 0.02]);
  expect(checkSampleRatio(groups).isSound).toBe(true);
});

test('assignArm() deals the same person the same way, and anew with another salt', () => {
  const first = dealt(trial);
  expect(dealt(trial)).toEqual(first);
  const same = dealt({ ...trial, salt: 'y' }).filter((arm, index) => arm === first[index]).length;
  expect(same / people.length).toBeLessThan(0.75);
});

test('assignArm() without a hold-out holds nobody out', () => {
  expect(dealt({ ...trial, holdout: 0 })).not.toContain(HOLDOUT);
});

const group = (arm: string, size: number, paying: number): Subject[] =>
  Array.from({ length: size }, (_, index) => ({
    person: `${arm}-${index}`,
    arm,
    hasPaid: index < paying,
    cash: index < paying ? 100_000 : 0,
    cost: 500,
  }));

const plan = {
  arms: [
    { arm: 'a', weight: 1 },
    { arm: 'b', weight: 1 },
  ],
  alpha: 0.05,
  seed: 1,
  rounds: 1000,
};

test('readOut() calls a clear difference, in rate and in net value', () => {
  const result = readOut([...group('a', 1000, 200), ...group('b', 1000, 300)], plan);
  expect(result.withheld).toBeNull();
  expect(result.arms[0]).toMatchObject({ persons: 1000, paid: 200, cash: 20_000_000, netPerPerson: 19_500 });
  expect(result.comparisons).toMatchObject([
    { arm: 'b', rateVerdict: 'better', net: { difference: 10_000, verdict: 'better' } },
  ]);
});

test('readOut() calls nothing where the interval holds zero', () => {
  const result = readOut([...group('a', 300, 60), ...group('b', 300, 63)], plan);
  expect(result.comparisons).toMatchObject([
    { rateVerdict: 'no_difference', net: { verdict: 'no_difference' } },
  ]);
});

test('a costlier arm that collects no more is worth less', () => {
  const costly = group('b', 1000, 200).map((subject) => ({ ...subject, cost: 9000 }));
  const [result] = readOut([...group('a', 1000, 200), ...costly], plan).comparisons;
  expect(result).toMatchObject({
    rateVerdict: 'no_difference',
    net: { difference: -8500, verdict: 'worse' },
  });
});

test.each([
  { why: 'sample_ratio', sizes: [1000, 700], plannedSize: 0 },
  { why: 'too_early', sizes: [100, 100], plannedSize: 101 },
  { why: 'empty_arm', sizes: [3, 0], plannedSize: 0 },
])('readOut() withholds the comparison: $why', ({ why, sizes: [a = 0, b = 0], plannedSize }) => {
  const result = readOut([...group('a', a, 10), ...group('b', b, 10)], { ...plan, plannedSize });
  expect(result).toMatchObject({ withheld: why, comparisons: [] });
});

test('several challengers share the error out', () => {
  const arms = [...plan.arms, { arm: 'c', weight: 1 }];
  const subjects = ['a', 'b', 'c'].flatMap((arm) => group(arm, 200, 40));
  expect(readOut(subjects, { ...plan, arms }).alphaEach).toBe(0.025);
});
