import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { changePerson } from '../domain/person';
import type { Base } from './base';
import { entryWrites, headWrite, MAX_TEXT_BYTES, personWrite } from './base';
import { attemptFrom, bodyPlace } from './attempts';
import { assertFits, StoreError } from './errors';
import { attemptKey } from './keys';
import { transact } from './transact';
import type { ClaimResult, ClaimTouch } from './types';

/**
 * Claims a touch before it is sent, in one transaction: the attempt, the contact in the person's log, the rendered
 * body and the ledger entries are written if no newer fact was accepted, neither the person nor the ledger has moved
 * since they were looked at, and the attempt was never made.
 *
 * An attempt that exists is answered before anything else, whatever has changed since: it may have been sent.
 *
 * @throws {StoreError} `store.wrongHash`, `store.tooLarge`, `store.conflict`
 */
export async function claimTouch(base: Base, claim: ClaimTouch): Promise<ClaimResult> {
  assertBody(base, claim);
  const { ref, expect, drafts, context } = claim;
  const { writes, head } = entryWrites(base, ref, { head: expect.ledger, drafts, context });
  const reasons = await transact(
    base.pause,
    attemptWrite(base, claim),
    headWrite(base, ref, { from: expect.ledger, to: head, factSeq: expect.factSeq }),
    await contactWrite(base, claim),
    await bodyWrite(base, claim),
    ...writes,
  );
  if (reasons === undefined) return { kind: 'claimed', ledger: head };
  const [attempt, account] = reasons;
  if (attempt.FormattedItem) return { kind: 'exists', attempt: attemptFrom(attempt.FormattedItem) };
  const factSeq = account.FormattedItem?.factSeq ?? expect.factSeq;
  return factSeq === expect.factSeq ? { kind: 'conflict' } : { kind: 'stale', factSeq };
}

function attemptWrite({ entities }: Base, { ref, expect, attempt }: ClaimTouch) {
  const { tenant, accountId } = ref;
  const personId = expect.person.person.id;
  const index = { gsi2pk: attemptKey(attempt.attemptId), gsi2sk: 'ATT' };
  return entities.attempt
    .build(PutTransaction)
    .item({ ...attempt, tenant, accountId, personId, state: 'CLAIMED', ...index })
    .options({ condition: { attr: 'attemptId', exists: false }, returnValuesOnConditionFalse: 'ALL_OLD' });
}

function contactWrite(base: Base, { ref, expect, contact, intent }: ClaimTouch) {
  const { account, attempt, debt, at, channel, outcome } = contact;
  const change = {
    kind: 'contact' as const,
    ...{ at, channel, outcome, account },
    ...(attempt !== undefined && { attempt }),
    ...(debt !== undefined && { debt }),
  };
  const contacted = changePerson(expect.person.person, change);
  const person =
    intent === undefined ? contacted : changePerson(contacted, { kind: 'intent', account, intent });
  const { version } = expect.person;
  return personWrite(base, ref.tenant, { ...expect.person, person }, version);
}

async function bodyWrite({ entities, vault }: Base, { ref, expect, attempt, body }: ClaimTouch) {
  const { tenant, accountId } = ref;
  const hash = attempt.bodyHash;
  const owner = { tenant, personId: expect.person.person.id };
  const sealed = await vault.seal(owner, bodyPlace(accountId, hash), body);
  return entities.body.build(PutTransaction).item({ tenant, accountId, hash, body: sealed });
}

function assertBody({ sha256 }: Base, { body, attempt }: ClaimTouch): void {
  assertFits('a rendered body', body, MAX_TEXT_BYTES);
  const expected = sha256(body);
  if (expected === attempt.bodyHash) return;
  const message = `Cannot claim attempt ${attempt.attemptId}: its bodyHash is not the SHA-256 of its body, hash the body as stored`;
  throw new StoreError('store.wrongHash', message, { expected, received: attempt.bodyHash });
}
