import { overdueBalance } from '../domain/case/anchor';
import { keepBooks, remaining } from '../domain/case/books';
import type { CaseFact } from '../domain/case/facts';
import { openOfferIn } from '../domain/case/offers';
import type { CaseState } from '../domain/case/state';
import { viewAt } from '../domain/case/view';
import type { Strategy } from '../domain/strategy';
import { localDay } from '../domain/time/zones';
import type { Happening } from './debtor';

type AccountHappening = Exclude<Happening, { kind: 'change' }>;

/** What an intention comes to when its moment has come: somebody who owes nothing pays nothing. */
export function factOf(happening: AccountHappening, state: CaseState, strategy: Strategy): CaseFact | null {
  const { at } = happening;
  switch (happening.kind) {
    case 'fact':
      return happening.fact;
    case 'settle': {
      const debt = keepBooks(state.booked).debts.find(({ id }) => id === happening.debt);
      const amount = debt ? remaining(debt) : 0;
      return amount > 0 ? { kind: 'payment', at, id: happening.id, amount, debt: happening.debt } : null;
    }
    case 'pay': {
      // Who pays in full pays what is on offer, and no more.
      const offer = happening.part === 1 ? openOfferIn(keepBooks(state.booked), at) : undefined;
      const amount = offer
        ? offer.amount - offer.received
        : Math.round(owed(state, strategy, at) * happening.part);
      return amount > 0 ? { kind: 'payment', at, id: happening.id, amount } : null;
    }
    case 'promise': {
      const amount = owed(state, strategy, at);
      return amount > 0 ? { kind: 'promise', at, id: happening.id, amount, due: happening.due } : null;
    }
    case 'bounce':
      return { kind: 'bounce', at, step: happening.step, channel: happening.channel, hard: true };
  }
}

/** What is overdue, or else the debt that falls due next. Nothing when the account is closed. */
function owed(state: CaseState, strategy: Strategy, at: number): number {
  if (state.outcome !== 'open') return 0;
  const overdue = overdueBalance(keepBooks(state.booked), localDay(at, state.zone));
  if (overdue > 0) return overdue;
  const { anchor } = viewAt(state, strategy, at);
  return anchor ? remaining(anchor.claim) : 0;
}
