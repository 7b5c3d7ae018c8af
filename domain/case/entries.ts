import type { LedgerDraft, LedgerValue } from '../ledger';
import { isoFromDay, isoFromInstant } from '../time/calendar';
import type { CaseEvent } from './events';

/** Who acts when nobody asked: the rules of the case. */
export const SYSTEM_ACTOR = 'recobro';

/**
 * The ledger entry of an event; instants and dates as ISO text, so that an auditor reads them as they are. What somebody
 * changed about the person is their act, everything else that of the rules.
 */
export function ledgerDraft(event: CaseEvent): LedgerDraft {
  const { at, on, type, ...facts } = event;
  const by = event.type === 'person_changed' ? event.by : undefined;
  const told: Record<string, LedgerValue> = { on: isoFromDay(on) };
  for (const [name, value] of Object.entries<LedgerValue>(facts)) {
    if (name === 'by' && by !== undefined) continue;
    told[name] = isInstant(name, value) ? isoFromInstant(value) : value;
  }
  return { at, type, actor: by ?? SYSTEM_ACTOR, facts: told };
}

const isInstant = (name: string, value: LedgerValue): value is number =>
  name === 'next' && typeof value === 'number';
