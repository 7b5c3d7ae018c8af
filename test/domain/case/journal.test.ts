import type { CaseEvent } from '../../../domain/case/events';
import { cannotWait, hasWork } from '../../../domain/case/journal';
import { DAY_MS, SECOND_MS } from '../../../domain/time/calendar';
import { at, day } from '../../builders';

const stamp = { at: at('2026-03-10 10:00'), on: day('2026-03-10') };
const entered: CaseEvent = { type: 'stage_changed', stage: 'administrative', ...stamp };
const task: CaseEvent = { type: 'task_opened', step: 's', anchor: 'D1', kind: 'call', queue: 'q', ...stamp };
const paid: CaseEvent = { type: 'fact_received', kind: 'payment', id: 'P1', ...stamp };
const own: CaseEvent = { type: 'fact_received', kind: 'person_changed', id: null, ...stamp };
const asked: readonly CaseEvent[] = [
  { type: 'fact_received', kind: 'promise', id: 'pr-1', ...stamp },
  { type: 'request_refused', event: 'pr-2', reason: 'too_small', ...stamp },
  { type: 'person_changed', change: 'opt_out', channel: 'all', ...stamp },
  { type: 'bounce_received', step: 's', channel: 'email', hard: true, attempt: null, ...stamp },
  { type: 'notice_served', id: 'n', step: 's', anchor: 'D1', served: '2026-03-10', proof: 'acta', ...stamp },
  { type: 'strategy_moved', from: 'a@1', to: 'a@2', ...stamp },
];

test.each(asked)('$type, as asked, is in the ledger before the case rests', (event) => {
  expect(cannotWait([entered, event], stamp.at + SECOND_MS)).toBe(true);
});

test.each<[string, readonly CaseEvent[], number | null, boolean]>([
  ['waits for the touch of the next morning', [entered], stamp.at + DAY_MS, false],
  ['waits no longer than a day', [entered], stamp.at + DAY_MS + SECOND_MS, true],
  ['is written where nothing is planned', [entered], null, true],
  ['waits when the case only took in what its own request has written', [own], stamp.at + DAY_MS, false],
  ['of a feed waits a fortnight', [paid], stamp.at + 14 * DAY_MS, false],
  ['of a feed waits no longer than a fortnight', [paid], stamp.at + 14 * DAY_MS + SECOND_MS, true],
  ['of a feed does not make a decision wait', [paid, entered], stamp.at + 2 * DAY_MS, true],
  ['is nothing to write when it is empty', [], null, false],
])('a decision or a fact %s', (_, journal, until, expected) => {
  expect(cannotWait(journal, until)).toBe(expected);
});

test('work for people is handed out before a touch', () => {
  expect([hasWork([entered, task]), hasWork([entered, ...asked])]).toEqual([true, false]);
});
