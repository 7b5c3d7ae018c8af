import type { CaseEvent } from '../../../domain/case/events';
import { ledgerDraft } from '../../../domain/case/entries';
import { at, day } from '../../builders';

const stamp = { at: at('2026-03-10 10:00'), on: day('2026-03-10') };

test.each<{ rule: string; event: CaseEvent; actor: string; facts: object }>([
  {
    rule: 'what somebody changed about the person is theirs',
    event: { type: 'person_changed', change: 'consent', channel: 'sms', by: 'key:core', ...stamp },
    actor: 'key:core',
    facts: { on: '2026-03-10', change: 'consent', channel: 'sms' },
  },
  {
    rule: 'what a provider told is nobody’s',
    event: { type: 'person_changed', change: 'opt_out', channel: 'sms', ...stamp },
    actor: 'recobro',
    facts: { on: '2026-03-10', change: 'opt_out', channel: 'sms' },
  },
  {
    rule: 'what somebody asked for is theirs',
    event: { type: 'fact_received', kind: 'promise', id: 'pr-1', by: 'person:7', ...stamp },
    actor: 'person:7',
    facts: { on: '2026-03-10', kind: 'promise', id: 'pr-1' },
  },
  {
    rule: 'who asked in vain is named too',
    event: { type: 'request_refused', event: 'pr-2', reason: 'too_small', by: 'person:7', ...stamp },
    actor: 'person:7',
    facts: { on: '2026-03-10', event: 'pr-2', reason: 'too_small' },
  },
  {
    rule: 'whence an offer comes is no actor',
    event: { type: 'offer_kept', offer: 'offer:x:D1', by: 'incentive', saving: 100, ...stamp },
    actor: 'recobro',
    facts: { on: '2026-03-10', offer: 'offer:x:D1', by: 'incentive', saving: 100 },
  },
  {
    rule: 'what the rules decide is nobody’s',
    event: { type: 'stage_changed', stage: 'judicial', ...stamp },
    actor: 'recobro',
    facts: { on: '2026-03-10', stage: 'judicial' },
  },
])('$rule', ({ event, actor, facts }) => {
  expect(ledgerDraft(event)).toEqual({ at: stamp.at, type: event.type, actor, facts });
});
