import type { BoundRule } from '../../../domain/law/compose';
import { retentions } from '../../../domain/law/retention';
import type { ErasableAccount, ErasureQuestion } from '../../../domain/erasure';
import { erasureRefusals } from '../../../domain/erasure';
import { dayFromIso, isoFromDay } from '../../../domain/time/calendar';
import { loadLaw } from '../../../policy/law/library';

const law = loadLaw();
const day = dayFromIso;

const aRule = (keep: string, more: Partial<BoundRule> = {}): BoundRule => ({
  rule: {
    ...{ id: 'X-KEEP', kind: 'retention', basis: 'law', scope: {}, liftedBy: [], terms: { keep } },
    ...{ cite: 'Ley X, art. 1', source: 's', confidence: 'c', es: 'Se guarda.', en: 'Kept.' },
  },
  ...{ pack: 'X', scope: {}, from: -Infinity, until: Infinity },
  ...more,
});

const endsOf = (rules: readonly BoundRule[], lastActivity: string, today = '2026-06-01') =>
  retentions(rules, { debtor: 'consumer', today: day(today), lastActivity: day(lastActivity) }).map(
    ({ rule, until }) => `${rule} ${isoFromDay(until)}`,
  );

describe('retentions()', () => {
  test.each([
    { rule: 'years', keep: 'P5Y', from: '2021-03-01', until: '2026-03-01' },
    { rule: 'a year that has no 29 February', keep: 'P1Y', from: '2024-02-29', until: '2025-02-28' },
    { rule: 'months into a shorter month', keep: 'P18M', from: '2024-08-31', until: '2026-02-28' },
    { rule: 'days', keep: 'P90D', from: '2026-01-01', until: '2026-04-01' },
    { rule: 'all of them', keep: 'P1Y2M3D', from: '2026-01-01', until: '2027-03-04' },
  ])('adds $rule', ({ keep, from, until }) => {
    expect(endsOf([aRule(keep)], from)).toEqual([`X-KEEP ${until}`]);
  });

  test.each(['5 years', 'P', 'PT5H', ''])('refuses the period "%s", with the rule', (keep) => {
    expect(() => endsOf([aRule(keep)], '2026-01-01')).toThrow('rule X-KEEP keeps');
  });

  test.each([
    { rule: 'a bill', bound: aRule('P9Y', { rule: { ...aRule('P9Y').rule, basis: 'bill' } }) },
    { rule: 'a rule of other debtors', bound: aRule('P9Y', { scope: { debtors: ['business'] } }) },
    { rule: 'a rule that has ended', bound: aRule('P9Y', { until: day('2026-05-31') }) },
    { rule: 'a rule that has not begun', bound: aRule('P9Y', { from: day('2026-06-02') }) },
  ])('leaves out $rule', ({ bound }) => {
    expect(endsOf([bound], '2026-01-01')).toEqual([]);
  });

  test.each([
    { place: 'CL', ends: ['CL-37-RECORDS 2028-05-04'] },
    { place: 'CO', ends: ['CO-RETENTION 2031-05-04'] },
    { place: 'US', ends: ['US-100-RECORDS 2029-05-04'] },
    { place: 'MX', ends: [] },
  ])('reads the pack of $place', ({ place, ends }) => {
    expect(endsOf(law.lawbook(place).rules, '2026-05-04')).toEqual(ends);
  });
});

describe('erasureRefusals()', () => {
  const closed: ErasableAccount = {
    id: 'A-1',
    outcome: 'paid',
    lastActivity: day('2021-05-31'),
    rules: [aRule('P5Y'), aRule('P1Y')],
  };
  const ask = (more: Partial<ErasureQuestion> = {}) =>
    erasureRefusals({
      debtor: 'consumer',
      today: day('2026-06-01'),
      holds: [],
      accounts: [closed],
      ...more,
    });

  test('lets go on the day after the last one on which records must be there', () => {
    expect(ask()).toEqual([]);
    expect(ask({ today: day('2026-05-31') })).toMatchObject([
      { reason: 'retention', account: 'A-1', rule: 'X-KEEP', cite: 'Ley X, art. 1', until: day('2026-05-31') },
    ]);
  });

  test.each(['open', 'handed_off'] as const)('keeps who has an account that is %s', (outcome) => {
    const refusals = ask({ accounts: [closed, { ...closed, id: 'A-2', outcome }] });
    expect(refusals).toEqual([{ reason: 'open_account', account: 'A-2', outcome }]);
  });

  test('a legal hold comes first, and everything else is told too', () => {
    const refusals = ask({ holds: ['H-1'], today: day('2022-01-01'), accounts: [{ ...closed, outcome: 'open' }] });
    expect(refusals.map(({ reason }) => reason)).toEqual(['legal_hold', 'open_account', 'retention']);
  });
});
