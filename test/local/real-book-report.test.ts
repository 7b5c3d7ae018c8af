import type { InvoiceResult } from '../../local/real-book-report';
import { holds, printReport, reportOf } from '../../local/real-book-report';

const good: InvoiceResult = {
  account: 'F-1',
  outcome: 'paid',
  daysLate: { file: 3, case: 3 },
  afterPayment: 0,
  outsideWindow: 0,
  steps: { core: ['aviso', 'hoy'], temporal: ['aviso', 'hoy'] },
  isSameAsCore: true,
  isChainWhole: true,
};
const run = { messages: 4, seconds: 1 };

test('reportOf() of invoices that are as they should be holds', () => {
  const report = reportOf([good, { ...good, account: 'F-2' }], run);
  expect(holds(report)).toBe(true);
  expect(report).toMatchObject({ invoices: 2, paid: 2, late: 2, touches: 4 });
  expect(report.steps).toEqual([
    { step: 'aviso', core: 2, temporal: 2 },
    { step: 'hoy', core: 2, temporal: 2 },
  ]);
  expect(printReport(report)).toContain('The real book holds: 2 invoices, 2 closed paid, 2 late, 4 touches');
});

test.each<{ rule: string; bad: Partial<InvoiceResult>; messages?: number }>([
  { rule: 'closes other than paid', bad: { outcome: 'open' } },
  { rule: 'counts other days than the file', bad: { daysLate: { file: 3, case: 2 } } },
  { rule: 'is touched after its payment', bad: { afterPayment: 1 } },
  { rule: 'is touched outside its window', bad: { outsideWindow: 1 } },
  { rule: 'has other steps than the core', bad: { steps: { core: ['aviso'], temporal: ['aviso', 'hoy'] } } },
  { rule: 'has another trace than the core', bad: { isSameAsCore: false } },
  { rule: 'has a broken chain', bad: { isChainWhole: false } },
  { rule: 'sent a message twice', bad: {}, messages: 5 },
])('reportOf() does not hold when an invoice $rule', ({ bad, messages = 4 }) => {
  const report = reportOf([good, { ...good, ...bad, account: 'F-2' }], { ...run, messages });
  expect(holds(report)).toBe(false);
  expect(Object.values(report.faults).flat()).toHaveLength(1);
  expect(printReport(report)).toContain('does NOT hold');
});
