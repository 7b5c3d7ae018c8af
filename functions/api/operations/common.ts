import * as z from 'zod';
import type { RequestFact } from '../../../workflows/messages';
import type { CaseFact } from '../../../domain/case/facts';
import type { PersonChange } from '../../../domain/person';
import { idSchema } from '../../wire/values';
import type { AccessKind } from '../../../store/access';
import { ONE_LOOK_MS, recordAccess } from '../../../store/access';
import type { Call } from '../operation';
import { refuse } from '../problems';

export const accountParams = z.strictObject({ account: idSchema.meta({ description: 'Id of the account' }) });
export const personParams = z.strictObject({ person: idSchema.meta({ description: 'Id of the person' }) });

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'Most items of a page' }),
  cursor: z.string().max(1_000).optional().meta({ description: 'From the page before' }),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent on the last' }),
  });

/** It is kept and will count; what it leads to shows in the timeline. */
export const takenSchema = z.strictObject({ taken: z.literal(true) }).meta({ id: 'Taken' });
export const taken = { taken: true } as const;

/** @throws {StoreError} `store.notFound` */
export async function tellFact(call: Call, accountId: string, fact: CaseFact): Promise<typeof taken> {
  const { tenant, eventId, identity, intake } = call;
  await intake.acceptFact({ tenant, accountId }, eventId, fact, identity.actor);
  return taken;
}

/** Asks the case; what it refuses is a problem with the reason. */
export async function ask(call: Call, accountId: string, fact: RequestFact): Promise<typeof taken> {
  const { tenant, eventId, identity, store, intake } = call;
  if (!(await store.getAccount({ tenant, accountId }))) throw unknown('account', accountId);
  const answer = await intake.request({ tenant, accountId }, eventId, fact, identity.actor);
  if (!answer.accepted) throw refuse('refused', { reason: answer.reason });
  return taken;
}

/** @throws {StoreError} `store.notFound` */
export async function change(call: Call, personId: string, made: PersonChange): Promise<typeof taken> {
  const { tenant, eventId, now, identity } = call;
  await call.intake.changePerson(tenant, personId, eventId, now(), made, identity.actor);
  return taken;
}

export const unknown = (what: string, id: string) =>
  refuse('not_found', { detail: `There is no ${what} ${id}` });

/**
 * That somebody of the staff reads personal data stands in the ledgers of the accounts before anything is shown. Machines of
 * the creditor look into their own books.
 */
export async function recordLook(
  { store, tenant, identity, now }: Call,
  accounts: readonly string[],
  what: AccessKind,
): Promise<void> {
  if (identity.roles.every((role) => role === 'machine')) return;
  const look = { tenant, by: identity.actor, at: now(), what, withinMs: ONE_LOOK_MS };
  for (const accountId of accounts) await recordAccess(store, { ...look, accountId });
}
