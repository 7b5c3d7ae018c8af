import type { LedgerDraft, LedgerValue } from '../ledger';
import { isoFromDay, isoFromInstant } from '../time/calendar';
import type { CaseEvent } from './events';

/** Who acts when nobody asked: the rules of the case. */
export const SYSTEM_ACTOR = 'recobro';

/** The ledger entry of an event; instants and dates as ISO text, so that an auditor reads them as they are. */
export function ledgerDraft({ at, on, type, ...facts }: CaseEvent, actor: string = SYSTEM_ACTOR): LedgerDraft {
  const told: Record<string, LedgerValue> = { on: isoFromDay(on) };
  for (const [name, value] of Object.entries(facts)) {
    told[name] = name === 'next' && typeof value === 'number' ? isoFromInstant(value) : value;
  }
  return { at, type, actor, facts: told };
}
