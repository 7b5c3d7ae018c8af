import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Base } from './base';
import { onceWrite, readAccount } from './base';
import { accountKey, numbered, onceKey } from './keys';
import { transact, untilAnswered } from './transact';
import type { AcceptFact, AccountRef, StoredFact } from './types';

export interface AcceptedFact {
  readonly seq: number;
  /** The event was accepted before; `seq` is the number that it got then. */
  readonly repeated: boolean;
}

/** Facts about accounts, in the order in which they were accepted. */
export function createFacts(base: Base) {
  const { entities, pause } = base;

  /**
   * Accepts a fact: from here on no claim succeeds that was planned without it.
   *
   * @throws {StoreError} `store.notFound`, `store.conflict`
   */
  async function acceptFact(accept: AcceptFact): Promise<AcceptedFact> {
    let last = (await readAccount(base, accept)).factSeq;
    return untilAnswered(pause, `accept fact ${accept.eventId}`, async () => {
      const once = onceWrite(base, onceKey('FACT', accountKey(accept), accept.eventId), last + 1);
      const reasons = await transact(pause, once, ...factWrites(base, accept, last));
      if (reasons === undefined) return { seq: last + 1, repeated: false };
      const [seen, account] = reasons;
      if (seen.FormattedItem) return { seq: seen.FormattedItem.seq, repeated: true };
      last = account.FormattedItem?.factSeq ?? (await readAccount(base, accept)).factSeq;
      return undefined;
    });
  }

  /** The facts with a number above `seq`, oldest first. */
  async function factsAfter({ tenant, accountId, seq }: AccountRef & { seq: number }): Promise<StoredFact[]> {
    const range = { between: [numbered('FACT', seq + 1), numbered('FACT', 9_999_999_999)] } as const;
    const { Items } = await entities.core
      .build(QueryCommand)
      .query({ partition: accountKey({ tenant, accountId }), range: { between: [...range.between] } })
      .entities(entities.fact)
      .options({ consistent: true, maxPages: Infinity })
      .send();
    return (Items ?? []).map((item) => ({
      seq: item.seq,
      eventId: item.eventId,
      at: item.at,
      fact: item.fact,
    }));
  }

  return { acceptFact, factsAfter };
}

function factWrites({ entities }: Base, { tenant, accountId, eventId, fact, at }: AcceptFact, last: number) {
  const account = entities.account
    .build(UpdateTransaction)
    .item({ tenant, accountId, factSeq: last + 1 })
    .options({ condition: { attr: 'factSeq', eq: last }, returnValuesOnConditionFalse: 'ALL_OLD' });
  const stored = entities.fact
    .build(PutTransaction)
    .item({ tenant, accountId, seq: last + 1, eventId, at, fact })
    .options({ condition: { attr: 'seq', exists: false } });
  return [account, stored] as const;
}
