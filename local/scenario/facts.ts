import type { CaseFact, NewDebt } from '../../domain/case/facts';
import type { PersonChange } from '../../domain/person';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import type { ScenarioEvent } from './format';
import type { Story } from './load';

type StoryEvent = Story['events'][number];

/** The case fact that an event of a scenario (or of a scripted world) is; null when it is about a person only. */
export function caseFactOf({ instant: at, ...event }: StoryEvent): CaseFact | null {
  return moneyFact(at, event) ?? steeringFact(at, event);
}

/** A debt of a story with its dates as days. */
export const debtOf = ({
  due,
  issued,
  interest,
  fees,
  ...debt
}: NonNullable<ScenarioEvent['debt']>): NewDebt => ({
  ...debt,
  due: dayFromIso(due),
  ...(interest !== undefined && { interest }),
  ...(fees !== undefined && { fees }),
  ...(issued !== undefined && { issued: dayFromIso(issued) }),
});

function moneyFact(at: number, event: ScenarioEvent): CaseFact | null {
  if (event.payment) {
    const { id, amount, debt, on } = event.payment;
    return { kind: 'payment', at, id, amount, ...(debt && { debt }), ...(on && { on: dayFromIso(on) }) };
  }
  if (event.reversal) return { kind: 'reversal', at, ...event.reversal };
  if (event.reinstate) return { kind: 'reinstate', at, ...event.reinstate };
  if (event.end_plan) return { kind: 'end_plan', at, ...event.end_plan };
  if (event.write_off_debt) return { kind: 'write_off_debt', at, ...event.write_off_debt };
  if (event.undo_write_off) {
    const { id, of } = event.undo_write_off;
    return { kind: 'undo_write_off', at, id, ...(of !== undefined && { of }) };
  }
  if (event.debt) return { kind: 'debt', at, ...debtOf(event.debt) };
  if (event.adjust) return { kind: 'adjust', at, ...event.adjust };
  if (event.dispute) return { kind: 'dispute', at, ...event.dispute };
  if (event.resolve) {
    const { id, as, amount, freeze } = event.resolve;
    return {
      kind: 'resolve',
      at,
      id,
      as,
      ...(amount !== undefined && { amount }),
      ...(freeze !== undefined && { freeze }),
    };
  }
  return event.plan ? { kind: 'plan', at, id: event.plan.id, instalments: instalmentsOf(event.plan) } : null;
}

const instalmentsOf = ({ instalments }: NonNullable<ScenarioEvent['plan']>) =>
  instalments.map(({ due, amount }) => ({ due: dayFromIso(due), amount }));

function steeringFact(at: number, event: ScenarioEvent): CaseFact | null {
  if (event.promise) return { kind: 'promise', at, ...event.promise, due: dayFromIso(event.promise.due) };
  if (event.settlement) {
    const { id, approved_by: approvedBy } = event.settlement;
    const instalments = instalmentsOf(event.settlement);
    return { kind: 'settlement', at, id, instalments, ...(approvedBy !== undefined && { approvedBy }) };
  }
  if (event.hold) return holdFact(at, event.hold);
  if (event.release) return { kind: 'release', at, ...event.release };
  if (event.stop) return { kind: 'stop', at, fact: event.stop.fact };
  if (event.clear) return { kind: 'clear', at, fact: event.clear.fact };
  if (event.approve) return { kind: 'approve', at, ...event.approve };
  if (event.dossier) return { kind: 'dossier', at, ...event.dossier };
  if (event.bounce)
    return {
      kind: 'bounce',
      at,
      step: event.bounce.step,
      channel: event.bounce.channel,
      hard: event.bounce.kind === 'hard',
    };
  if (event.serve) return { kind: 'serve', at, ...event.serve, on: dayFromIso(event.serve.on) };
  if (event.downtime) return { kind: 'downtime', at, until: instantFromIso(event.downtime.until) };
  if (event.traits) return { kind: 'traits', at, traits: event.traits };
  if (event.write_off) return { kind: 'write_off', at };
  return event.withdraw ? { kind: 'withdraw', at } : null;
}

function holdFact(at: number, { from, until, ...hold }: NonNullable<ScenarioEvent['hold']>): CaseFact {
  return {
    kind: 'hold',
    at,
    ...hold,
    ...(from !== undefined && { from: dayFromIso(from) }),
    until: until === undefined ? null : dayFromIso(until),
  };
}

/** The change to the person that an event is, with the person it is about; null when it is about an account only. */
export function personChangeOf(event: StoryEvent): { person: string; change: PersonChange } | null {
  if (event.opt_out)
    return { person: event.opt_out.person, change: { kind: 'opt_out', channel: event.opt_out.channel } };
  if (event.consent)
    return { person: event.consent.person, change: { kind: 'consent', channel: event.consent.channel } };
  if (event.stop) return { person: event.stop.person, change: { kind: 'stop', fact: event.stop.fact } };
  if (event.clear) return { person: event.clear.person, change: { kind: 'clear', fact: event.clear.fact } };
  if (!event.contact) return null;
  const { person, channel, outcome } = event.contact;
  return { person, change: { kind: 'contact', at: event.instant, channel, outcome, account: '' } };
}
