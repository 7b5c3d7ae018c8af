import { reportOf } from '../../simulator/report';
import { prepare } from '../../simulator/prepare';
import { jobOf, run, strategyFile, wish } from './lab';

const change = { strategy: strategyFile('consumo-segmentado'), accounts: 400 };

test('the example with segments offers discounts to generated debtors, and some of them take theirs', async () => {
  const result = await run(jobOf(change));
  const { context } = prepare(wish(change));
  const report = JSON.stringify(reportOf(jobOf(change), result, context));
  const { made = 0, kept = 0, lapsed = 0 } = result.figures[0]?.total.promises['offers'] ?? {};
  expect(made).toBeGreaterThan(20);
  expect(kept).toBeGreaterThan(0);
  expect(lapsed).toBeGreaterThan(0);
  expect(kept + lapsed).toBeLessThanOrEqual(made);
  expect(report).toContain('offers');
});
