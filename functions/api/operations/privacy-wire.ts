import * as z from 'zod';
import { outcomes } from '../../../domain/case/state';
import type { ErasureRefusal } from '../../../domain/erasure';
import { isoFromDay, isoFromInstant } from '../../../domain/time/calendar';
import type { Store } from '../../../store/store';
import type { ErasureStatus, NotRequested } from '../../privacy';
import { personParams } from './common';

/** As the ledgers keep it for good. */
const codeSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{1,79}$/)
  .meta({
    description: 'Code that says nothing about anybody; it stands in the ledgers for good',
    examples: ['data-subject-request'],
  });

export const reasonBody = z.strictObject({ reason: codeSchema }).meta({ id: 'PrivacyReason' });
export const holdSchema = z
  .strictObject({ id: codeSchema, reason: codeSchema })
  .meta({ id: 'LegalHoldOrder' });
export const holdParams = personParams.extend({ hold: codeSchema });
export const erasedSchema = z.strictObject({ erased: z.literal(true) }).meta({ id: 'Erased' });

export const refusalSchema = z
  .strictObject({
    reason: z.enum(['legal_hold', 'open_account', 'retention', 'not_requested']).meta({
      description: '`not_requested`: nobody else has asked for it, and one person alone does not erase',
    }),
    account: z.string().optional(),
    outcome: z.enum(outcomes).optional().meta({ description: 'How the account stands' }),
    holds: z.array(z.string()).optional().meta({ description: 'Ids of the legal holds' }),
    rule: z.string().optional().meta({ description: 'Rule that keeps it' }),
    cite: z.string().optional().meta({ description: 'Its article' }),
    text: z.string().optional().meta({ description: 'The rule in plain Spanish' }),
    until: z.string().optional().meta({ description: 'Last local date on which it must be kept' }),
  })
  .meta({ id: 'ErasureRefusal', description: 'Why they may not be erased' });

const claim = { by: z.string().meta({ description: 'Opaque id' }), reason: z.string(), at: z.string() };

export const privacySchema = z
  .strictObject({
    person: z.string().meta({ description: 'Id; another than was asked for when the records were merged' }),
    erasedAt: z.string().optional().meta({ description: 'Absent until they are erased' }),
    mayErase: z
      .boolean()
      .meta({ description: 'Nothing stands against it but that somebody else has to ask' }),
    refusals: z.array(refusalSchema),
    holds: z.array(z.strictObject({ id: z.string(), ...claim })),
    requests: z.array(z.strictObject(claim)).meta({ description: 'Who has asked for it' }),
    takes: z
      .array(
        z.strictObject({
          ...{ account: z.string(), outcome: z.enum(outcomes) },
          facts: z.int().meta({ description: 'Payments, promises, disputes…: unreadable afterwards' }),
          messages: z.int().meta({ description: 'Messages as they were sent: unreadable afterwards' }),
          letters: z.int().meta({ description: 'Of these, letters whose file is removed' }),
          entries: z.int().meta({ description: 'Entries of the ledger: stay, they hold no personal data' }),
        }),
      )
      .meta({ description: 'By account, besides name, contact points and choices' }),
  })
  .meta({ id: 'Privacy' });

/** What cases hold is theirs to describe; see `docs/privacy.md`. */
const open = z.looseObject({});
export const exportSchema = z
  .strictObject({
    ...{ tenant: z.string(), madeAt: z.string(), person: open, accounts: z.array(open) },
    legalHolds: z.array(open),
    purposes: z.array(z.string()).meta({ description: 'What the data is used for, in Spanish' }),
    recipients: z.array(z.string()).meta({ description: 'Who receives it, in Spanish' }),
    accesses: z
      .array(z.strictObject({ account: z.string(), at: z.string(), by: z.string(), what: z.string() }))
      .meta({ description: 'Who has read it before' }),
  })
  .meta({ id: 'SubjectAccess' });

export function refusalOf(refusal: ErasureRefusal | NotRequested): z.input<typeof refusalSchema> {
  switch (refusal.reason) {
    case 'retention': {
      const { reason, account, rule, cite, es: text, until } = refusal;
      return { ...{ reason, account, rule, cite, text }, until: isoFromDay(until) };
    }
    case 'legal_hold':
      return { reason: refusal.reason, holds: [...refusal.holds] };
    default:
      return refusal;
  }
}

/** Reads beside it how much there is of everything. */
export async function statusOf(
  store: Pick<Store, 'getAccount' | 'listAttempts'>,
  tenant: string,
  { personId, erasedAt, accounts, holds, requests, refusals }: ErasureStatus,
): Promise<z.input<typeof privacySchema>> {
  return {
    person: personId,
    ...(erasedAt !== undefined && { erasedAt: isoFromInstant(erasedAt) }),
    mayErase: erasedAt === undefined && refusals.length === 0,
    refusals: refusals.map(refusalOf),
    holds: holds.map(({ id, by, reason, at }) => ({ id, by, reason, at: isoFromInstant(at) })),
    requests: requests.map(({ by, reason, at }) => ({ by, reason, at })),
    takes: await Promise.all(accounts.map((account) => taken(store, { tenant, accountId: account }))),
  };
}

async function taken(
  store: Pick<Store, 'getAccount' | 'listAttempts'>,
  ref: { readonly tenant: string; readonly accountId: string },
) {
  const [account, attempts] = await Promise.all([store.getAccount(ref), store.listAttempts(ref)]);
  return {
    account: ref.accountId,
    outcome: outcomes.find((known) => known === account?.outcome) ?? ('open' as const),
    facts: account?.factSeq ?? 0,
    messages: attempts.length,
    letters: attempts.filter(({ channel }) => channel === 'letter').length,
    entries: account?.ledger.seq ?? 0,
  };
}
