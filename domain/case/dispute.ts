import type { Rejection } from './events';
import { remaining } from './books';
import type { CaseFact } from './facts';
import type { CaseView } from './view';

/** First reason to refuse a dispute (READINGS 27). The caller has excluded closed cases. */
export function refuseDispute(fact: CaseFact & { kind: 'dispute' }, { books }: CaseView): Rejection | null {
  const debt = books.debts.find((known) => known.id === fact.debt);
  if (!debt) return 'unknown_debt';
  if (debt.disputed) return 'already_disputed';
  return remaining(debt) > 0 ? null : 'nothing_due';
}
