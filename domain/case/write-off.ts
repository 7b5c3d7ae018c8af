import { remaining } from './books';
import type { Rejection } from './events';
import type { CaseFact } from './facts';
import type { CaseState } from './state';
import type { CaseView } from './view';

/** First reason to refuse the write-off of one debt. The caller has excluded closed cases. */
export function refuseDebtWriteOff(
  { debt: id }: CaseFact & { kind: 'write_off_debt' },
  { books }: CaseView,
): Rejection | null {
  const debt = books.debts.find((known) => known.id === id);
  if (!debt) return 'unknown_debt';
  return remaining(debt) > 0 ? null : 'nothing_due';
}

/**
 * First reason to refuse that a write-off is taken back. That of the account may be although it has closed the case;
 * that of a debt as long as the case has not ended otherwise.
 */
export function refuseUndo(
  state: CaseState,
  { of }: CaseFact & { kind: 'undo_write_off' },
  { books }: CaseView,
): Rejection | null {
  if (of === undefined) return state.ended === 'written_off' ? null : 'unknown_write_off';
  if (state.ended !== null || state.handedOff) return 'closed';
  return books.debts.some(({ writeOff }) => writeOff === of) ? null : 'unknown_write_off';
}
