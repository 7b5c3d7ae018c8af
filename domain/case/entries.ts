import type { LedgerDraft, LedgerValue } from '../ledger';
import { isoFromDay, isoFromInstant } from '../time/calendar';
import type { CaseEvent } from './events';

/** Who acts when nobody asked: the rules of the case. */
export const SYSTEM_ACTOR = 'recobro';

/** The ledger entry of an event; instants and dates as ISO text, so that an auditor reads them as they are. */
export function ledgerDraft(
  { at, on, type, ...facts }: CaseEvent,
  actor: string = SYSTEM_ACTOR,
): LedgerDraft {
  const told: Record<string, LedgerValue> = { on: isoFromDay(on) };
  for (const [name, value] of Object.entries<LedgerValue>(facts)) {
    told[name] = isInstant(name, value) ? isoFromInstant(value) : value;
  }
  return { at, type, actor, facts: told };
}

const isInstant = (name: string, value: LedgerValue): value is number =>
  name === 'next' && typeof value === 'number';
