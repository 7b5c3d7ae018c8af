import { faultsOf } from '../../../local/scenario/expect';
import type { ScenarioExpectation } from '../../../local/scenario/format';
import type { Trace } from '../../../local/scenario/trace';

const trace: Trace = {
  ...{ scenario: 's', engine: 'core', outcome: 'open', outcomes: { A1: 'open', A2: 'paid' } },
  touches: [
    { step: 'aviso', on: '2026-03-05', channel: 'email' },
    { step: 'hoy', on: '2026-03-10', channel: 'sms' },
  ],
  tasks: [],
  skipped: [{ step: 'vencido', reason: 'missed' }],
  stages: [{ on: '2026-03-02', stage: 'preventive' }],
  refused: [],
  rejected: [{ event: 'pr-1', reason: 'closed' }],
  days: { A1: { '2026-03-11': { past_due: 1, delinquent: 1 } } },
};

const rows: { rule: string; expected: ScenarioExpectation; faults: number }[] = [
  { rule: 'nothing expected is met by anything', expected: {}, faults: 0 },
  { rule: 'the outcome', expected: { outcome: 'paid' }, faults: 1 },
  { rule: 'the outcome of each account', expected: { outcomes: { A1: 'open', A2: 'open' } }, faults: 1 },
  { rule: 'all touches in order', expected: { touches: [...trace.touches] }, faults: 0 },
  { rule: 'a touch too many', expected: { touches: [...trace.touches.slice(0, 1)] }, faults: 1 },
  { rule: 'touches in another order', expected: { touches: [...trace.touches].reverse() }, faults: 2 },
  { rule: 'a task that is not there', expected: { tasks: [{ step: 'llamada' }] }, faults: 1 },
  { rule: 'skips that are named only', expected: { skipped: [] }, faults: 0 },
  {
    rule: 'a skip with another reason',
    expected: { skipped: [{ step: 'vencido', reason: 'superseded' }] },
    faults: 1,
  },
  { rule: 'a refused request', expected: { rejected: [{ event: 'pr-1', reason: 'closed' }] }, faults: 0 },
  { rule: 'days by date', expected: { days: { '2026-03-11': { past_due: 1, delinquent: 0 } } }, faults: 1 },
  { rule: 'days by account', expected: { days: { A1: { '2026-03-11': { past_due: 1 } } } }, faults: 0 },
  {
    rule: 'days of an account that differ',
    expected: { days: { A1: { '2026-03-11': { past_due: 9 } } } },
    faults: 1,
  },
];

test.each(rows)('faultsOf() $rule', ({ expected, faults }) => {
  expect(faultsOf(trace, expected)).toHaveLength(faults);
});
