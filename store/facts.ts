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
    const account = await readAccount(base, accept);
    let last = account.factSeq;
    return untilAnswered(pause, `accept fact ${accept.eventId}`, async () => {
      const once = onceWrite(base, onceKey('FACT', accountKey(accept), accept.eventId), last + 1);
      const writes = await factWrites(base, accept, account.personId, last);
      const reasons = await transact(pause, once, ...writes);
      if (reasons === undefined) return { seq: last + 1, repeated: false };
      const [seen, moved] = reasons;
      if (seen.FormattedItem) return { seq: seen.FormattedItem.seq, repeated: true };
      last = moved.FormattedItem?.factSeq ?? (await readAccount(base, accept)).factSeq;
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
    return Promise.all(
      (Items ?? []).map(async ({ seq: number, eventId, at, fact, by }) => ({
        ...{ seq: number, eventId, at, ...(by !== undefined && { by }) },
        fact: factFrom(await base.vault.open(tenant, factPlace(accountId, number), fact)),
      })),
    );
  }

  return { acceptFact, factsAfter };
}

const factPlace = (accountId: string, seq: number): string => `fact/${accountId}/${seq}`;

/** Of a person who was erased, nothing but that there was a fact. */
const factFrom = (text: string | undefined): unknown =>
  text === undefined ? { kind: 'erased' } : JSON.parse(text);

async function factWrites(
  { entities, vault }: Base,
  { tenant, accountId, eventId, fact, at, by }: AcceptFact,
  personId: string,
  last: number,
) {
  const text = JSON.stringify(fact);
  const sealed = await vault.seal({ tenant, personId }, factPlace(accountId, last + 1), text);
  const account = entities.account
    .build(UpdateTransaction)
    .item({ tenant, accountId, factSeq: last + 1 })
    .options({ condition: { attr: 'factSeq', eq: last }, returnValuesOnConditionFalse: 'ALL_OLD' });
  const stored = entities.fact
    .build(PutTransaction)
    .item({ tenant, accountId, seq: last + 1, eventId, at, fact: sealed, ...(by !== undefined && { by }) })
    .options({ condition: { attr: 'seq', exists: false } });
  return [account, stored] as const;
}
