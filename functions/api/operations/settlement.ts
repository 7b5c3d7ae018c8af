import * as z from 'zod';
import type { AccountRef } from '../../../store/types';
import { NOBODYS } from '../../../store/access';
import { amountSchema, dateSchema, dayOf, idSchema } from '../../wire/values';
import type { Call } from '../operation';
import { operation } from '../operation';
import { refuse } from '../problems';
import { isAllowed } from '../roles';
import { accountParams, ask, takenSchema, unknown } from './common';

const hasOneForm = (amount?: number, due?: string, instalments?: readonly unknown[]): boolean =>
  instalments === undefined
    ? amount !== undefined && due !== undefined
    : amount === undefined && due === undefined;

const settlementSchema = z
  .strictObject({
    id: idSchema,
    amount: amountSchema.optional().meta({ description: 'What is paid instead of what is overdue' }),
    due: dateSchema.optional().meta({ description: 'Date by which `amount` is paid' }),
    instalments: z
      .array(z.strictObject({ due: dateSchema, amount: amountSchema }))
      .min(1)
      .max(36)
      .optional()
      .meta({ description: 'Instead of `amount` and `due`: several payments' }),
    approves: idSchema.optional().meta({
      description:
        'Id of the settlement of somebody else that was refused with `needs_approval`: both names stand in the ledger',
    }),
  })
  .refine(({ amount, due, instalments }) => hasOneForm(amount, due, instalments), {
    error: 'give `amount` and `due`, or else `instalments`',
  })
  .meta({
    id: 'Settlement',
    description:
      'A discount above the limit for agents is approved by asking for it as somebody who may decide (another id)',
  });

export const agreeSettlement = operation({
  ...{ id: 'agreeSettlement', method: 'post', path: '/v1/accounts/{account}/settlements', tag: 'requests' },
  ...{ permission: 'agree', params: accountParams, status: 200, reply: takenSchema },
  summary: 'Less than what is overdue is paid, for good, within the limits of the strategy',
  body: settlementSchema,
  run: async (call, { params: { account }, body }) => {
    const { id, approves, amount = 0, due = '', instalments = [{ amount, due }] } = body;
    const mayDecide = isAllowed(call.identity.roles, 'decide');
    const first = approves === undefined ? undefined : await askedFirst(call, account, approves, mayDecide);
    const answer = await ask(call, account, {
      ...{ kind: 'settlement', at: call.now(), id },
      instalments: instalments.map((part) => ({ due: dayOf(part.due), amount: part.amount })),
      ...(mayDecide && { approvedBy: call.identity.actor }),
    });
    if (first) await tellApproval(call, { tenant: call.tenant, accountId: account }, { id, ...first });
    return answer;
  },
});

interface AskedFirst {
  /** Id of the settlement that was refused. */
  readonly request: string;
  readonly askedBy: string;
}

/** Who asked for the settlement that this one approves: somebody else, and it was refused for want of an approval. */
async function askedFirst(
  call: Call,
  accountId: string,
  request: string,
  mayDecide: boolean,
): Promise<AskedFirst> {
  if (!mayDecide) throw refuse('forbidden', { detail: 'Approving needs the permission "decide"' });
  const ref = { tenant: call.tenant, accountId };
  const account = await call.store.getAccount(ref);
  if (!account) throw unknown('account', accountId);
  const askedBy = await whoWasRefused(call, ref, request, account.ledger.seq + 1);
  if (askedBy === undefined)
    throw refuse('conflict', { detail: `No settlement ${request} of this account waits for an approval` });
  if (askedBy === call.identity.actor)
    throw refuse('conflict', { detail: 'It is your own request: somebody else has to approve it' });
  return { request, askedBy };
}

async function whoWasRefused(
  { store }: Call,
  ref: AccountRef,
  request: string,
  before: number,
): Promise<string | undefined> {
  for (let seq = before; ;) {
    const entry = await store.lastEntryBefore({ ...ref, seq, type: 'request_refused' });
    if (!entry) return undefined;
    const { facts, actor } = entry;
    if (facts['event'] === request && facts['reason'] === 'needs_approval') return actor;
    seq = entry.seq;
  }
}

/** Once, however often the request is repeated. */
async function tellApproval(
  { store, identity, now }: Call,
  ref: AccountRef,
  { id, request, askedBy }: AskedFirst & { readonly id: string },
): Promise<void> {
  const facts = { settlement: id, request, askedBy, approvedBy: identity.actor };
  await store.appendEntries({
    ...{ ref, context: NOBODYS, batchId: `settlement/${id}/approved` },
    drafts: [{ at: now(), type: 'settlement_approved', actor: identity.actor, facts }],
  });
}
