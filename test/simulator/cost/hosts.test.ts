import type { Workload } from '../../../simulator/cost/workload';
import { hostsOf } from '../../../simulator/cost/hosts';
import { consumption, life, shape, shipped } from './lab';

const FUNCTION_HOUR = (3_600 * 13.3334) / 1e6 + ((3_600 / 85) * 0.2) / 1e6;

/** Messages that take a second of processor time each, in a life of a month. */
const slow = {
  consumption: { ...consumption({ touch_email: { worker_ms: 1_000 } }), replayed_touch_ms: 3_000 },
  shape: shape({}),
};
const book = (accounts: number, email: number): Workload => ({
  accounts,
  life: life({ touches: { CO: { email } } }),
});
const hosts = (workload: Workload, hours = 8) => hostsOf(workload, slow, shipped.prices, hours);

test('an idle book costs the tasks that are always there, and almost nothing on Lambda', () => {
  const { fargate, lambda } = hosts(book(1, 0));
  expect(fargate.units).toBe(2);
  expect(fargate.usd).toBeCloseTo(2 * 730.5 * (0.5 * 0.03238 + 2 * 0.00356 + 0.005), 6);
  expect(lambda.usd).toBeLessThan(0.01);
});

test('a message wakes both queues, for as long as an invocation lasts', () => {
  // 3,044 messages a month are 100 a day in eight hours; 2 hours and 22 minutes of invocations, if none met.
  const { lambda } = hosts(book(3_043.75, 1));
  expect(lambda.awakeHours.sending).toBeCloseTo(8 * (85 / (85 + 288)), 9);
  expect(lambda.awakeHours.accounts).toBeGreaterThan(lambda.awakeHours.sending);
});

test('queues that never sleep cost every hour of the day', () => {
  const { lambda } = hosts({ accounts: 1e6, life: life({ facts: 100 }) });
  expect(lambda.awakeHours.accounts).toBeCloseTo(24, 1);
  expect(lambda.usd).toBeCloseTo(lambda.awakeHours.accounts * (365.25 / 12) * FUNCTION_HOUR, 6);
});

test.each([
  // A second for each of so many messages a day in eight hours, four times that at the peak, half of each processor busy.
  { daily: 3_000, tasks: 2, functions: 3 },
  { daily: 7_000, tasks: 4, functions: 6 },
  { daily: 70_000, tasks: 39, functions: 51 },
])('$daily messages a day of a second each need $tasks tasks, or $functions functions of a queue', (row) => {
  const { fargate, lambda } = hosts(book(row.daily * (365.25 / 12), 1));
  expect({ tasks: fargate.units, functions: lambda.units }).toEqual({
    tasks: row.tasks,
    functions: row.functions,
  });
});

test('where work needs several functions, each of their hours is counted', () => {
  // 70,000 seconds a day, run again three times as slowly, by two queues of 0.58 processors that are half busy.
  const { lambda } = hosts(book(70_000 * (365.25 / 12), 1));
  expect(lambda.awakeHours.sending).toBeCloseTo((3 * 70_000) / 3_600 / 2 / 0.58 / 0.5, 6);
});

test('both hosts cost the same where the queues are awake for the hours of the break-even', () => {
  const { fargate, breakEvenHours } = hosts(book(1_000, 1));
  expect(2 * breakEvenHours * (365.25 / 12) * FUNCTION_HOUR).toBeCloseTo(fargate.usd, 6);
});
