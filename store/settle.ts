import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import type { LedgerHead } from '../domain/ledger';
import type { Person } from '../domain/person';
import type { Base } from './base';
import { entryWrites, headWrite, noPerson, personWrite, readAccount, readPerson } from './base';
import { notFound } from './errors';
import { providerKey } from './keys';
import { isRefused, transact, untilAnswered } from './transact';
import type { PersonRef, SettleTouch } from './types';

/**
 * Records what became of a claimed attempt, in one transaction with its ledger entries. When it was certainly not sent,
 * the contact leaves the person's log, because nobody was contacted. An attempt is settled once.
 *
 * @throws {StoreError} `store.notFound`, `store.conflict`
 */
export async function settleTouch(base: Base, settle: SettleTouch): Promise<{ settled: boolean }> {
  const { ref, attemptId } = settle;
  let head = settle.ledger ?? (await readAccount(base, ref)).ledger;
  return untilAnswered(base.pause, `settle attempt ${attemptId}`, async () => {
    const person = settle.state === 'FAILED' ? [await withoutContact(base, settle)] : [];
    const reasons = await settleOnce(base, settle, head, person);
    if (reasons === undefined) return { settled: true };
    const [attempt, account] = reasons;
    if (isRefused(attempt)) {
      if (attempt.Item === undefined) throw notFound(`attempt ${attemptId}`, 'claim the touch first');
      return { settled: false };
    }
    if (isRefused(account)) head = account.FormattedItem?.ledger ?? (await readAccount(base, ref)).ledger;
    return undefined;
  });
}

type PersonWrite = Awaited<ReturnType<typeof personWrite>>;

function settleOnce(base: Base, settle: SettleTouch, head: LedgerHead, person: readonly PersonWrite[]) {
  const { ref, drafts, context } = settle;
  const { writes, head: to } = entryWrites(base, ref, { head, drafts, context });
  const move = headWrite(base, ref, { from: head, to });
  return transact(base.pause, attemptWrite(base, settle), move, ...person, ...writes);
}

function attemptWrite({ entities }: Base, settle: SettleTouch) {
  const { ref, attemptId, state, providerId, segments, reason, at } = settle;
  const index = providerId === undefined ? {} : { gsi1pk: providerKey(providerId), gsi1sk: 'ATT' };
  return entities.attempt
    .build(UpdateTransaction)
    .item({
      ...{ tenant: ref.tenant, accountId: ref.accountId, attemptId, state, settledAt: at, ...index },
      ...(providerId !== undefined && { providerId }),
      ...(segments !== undefined && { segments }),
      ...(reason !== undefined && { reason }),
    })
    .options({
      condition: { attr: 'state', eq: settle.from ?? 'CLAIMED' },
      returnValuesOnConditionFalse: 'ALL_OLD',
    });
}

async function withoutContact(base: Base, { ref, personId, attemptId }: SettleTouch): Promise<PersonWrite> {
  const of: PersonRef = { tenant: ref.tenant, personId };
  const known = await readPerson(base, of);
  if (known === undefined) throw noPerson(of);
  const contacts = known.person.contacts.filter(({ attempt }) => attempt !== attemptId);
  const person: Person = { ...known.person, contacts };
  return personWrite(base, ref.tenant, { ...known, person }, known.version);
}
