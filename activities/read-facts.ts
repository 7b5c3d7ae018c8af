import type { CaseFact } from '../domain/case/facts';
import type { Store } from '../store/store';
import type { AcceptedFact, CaseRef, ReadFactsRequest } from '../workflows/contract';

/** Facts of an account that the store has accepted after number `after`, in order. */
export async function acceptedFacts(
  store: Store,
  { tenant, accountId }: CaseRef,
  after: number,
): Promise<AcceptedFact[]> {
  const stored = await store.factsAfter({ tenant, accountId, seq: after });
  // The intake has checked the fact before it was stored; see functions/intake.ts.
  return stored.map(({ fact, at: _at, ...rest }) => ({ ...rest, fact: fact as CaseFact }));
}

export const createReadFacts = ({ store }: { store: Store }) =>
  async function readFacts(request: ReadFactsRequest): Promise<readonly AcceptedFact[]> {
    return acceptedFacts(store, request, request.after);
  };
