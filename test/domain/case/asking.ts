import type { CaseEvent } from '../../../domain/case/events';
import type { ToldContact } from '../../../domain/case/told';
import type { Why } from '../../../domain/case/why';
import { why } from '../../../domain/case/why';
import type { StepStanding } from '../../../domain/case/why-steps';
import type { Lawbook } from '../../../domain/law/types';
import type { CaseFact } from '../../../domain/case/facts';
import { at, closedWhen, day } from '../../builders';
import type { Life } from './driver';
import { aLife, live } from './driver';

/** Touches of the events as the contact log has them. */
export function contactsOf(events: readonly CaseEvent[], account: string): ToldContact[] {
  return events.flatMap((event) => {
    if (event.type !== 'touch_sent') return [];
    const { at: sentAt, channel, step, template, attempt } = event;
    const bounce = events.find((other) => other.type === 'bounce_received' && other.attempt === attempt);
    const bouncedAt = bounce && { bouncedAt: bounce.at };
    return [{ at: sentAt, channel, outcome: 'unanswered', account, attempt, step, template, ...bouncedAt }];
  });
}

export interface Asking {
  readonly life: Partial<Life>;
  readonly on: string;
  readonly now?: string;
  readonly elsewhere?: readonly ToldContact[];
  /** What the ledger says was set aside for the contacts made. */
  readonly setAside?: readonly string[];
}

export function ask({ life, on, now = `${on} 23:00`, elsewhere = [], setAside }: Asking): Why {
  const full = aLife({ until: at(now), ...life });
  const { state, events } = live(full);
  const { strategy, opening, person, lawbook } = full;
  const made = contactsOf(events, opening.account).map((one) => ({ ...one, ...(setAside && { setAside }) }));
  const contacts = [...made, ...elsewhere];
  const { account } = opening;
  return why({
    account,
    on: day(on),
    now: at(now),
    state,
    strategy,
    person,
    events,
    changes: [],
    contacts,
    lawbook,
  });
}

export const stepOf = (answer: Why, id: string): StepStanding | undefined =>
  answer.steps.find(({ step }) => step === id);

export const hold: CaseFact = {
  kind: 'hold',
  at: at('2026-03-10 09:00'),
  id: 'h-1',
  until: day('2026-03-20'),
  freeze: false,
  reason: 'pedido',
};

export const noLawOn = (iso: string): Lawbook =>
  closedWhen((instant) => instant < at(`${iso} 00:00`), 'R-CERRADO');
