import type { LedgerDraft, LedgerValue } from '../ledger';
import { isoFromDay, isoFromInstant } from '../time/calendar';
import type { CaseEvent } from './events';

/** Who acts when nobody asked: the rules of the case. */
export const SYSTEM_ACTOR = 'recobro';

/** Events that somebody outside may have caused; of the others `by` says something else. */
const OF_SOMEBODY = [
  'person_changed',
  'bounce_received',
  'notice_served',
  'fact_received',
  'request_refused',
] as const;

/**
 * The ledger entry of an event; instants and dates as ISO text, so that an auditor reads them as they are. What came from
 * somebody is their act, everything else that of the rules.
 */
export function ledgerDraft(event: CaseEvent): LedgerDraft {
  const { at, on, type, ...facts } = event;
  const by = isOfSomebody(event) ? event.by : undefined;
  const told: Record<string, LedgerValue> = { on: isoFromDay(on) };
  for (const [name, value] of Object.entries<LedgerValue>(facts)) {
    if (name === 'by' && by !== undefined) continue;
    told[name] = isInstant(name, value) ? isoFromInstant(value) : value;
  }
  return { at, type, actor: by ?? SYSTEM_ACTOR, facts: told };
}

const isOfSomebody = (event: CaseEvent): event is CaseEvent & { type: (typeof OF_SOMEBODY)[number] } =>
  OF_SOMEBODY.some((type) => type === event.type);

const isInstant = (name: string, value: LedgerValue): value is number =>
  name === 'next' && typeof value === 'number';
