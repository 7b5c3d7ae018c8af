import type { Client } from '@temporalio/client';
import * as z from 'zod';
import { overdueBalance } from '../../domain/case/anchor';
import { remaining } from '../../domain/case/books';
import { intentOf } from '../../domain/case/intent';
import { advance } from '../../domain/case/next';
import { viewAt } from '../../domain/case/view';
import type { Instant } from '../../domain/time/calendar';
import { isoFromInstant } from '../../domain/time/calendar';
import type { AccountSnapshot } from '../../workflows/contract';
import type { CaseStatus } from '../../workflows/messages';
import { accountWorkflowId, caseSnapshot, caseStatus } from '../../workflows/messages';

const minorUnits = z.int().meta({ description: 'Whole minor units of the account’s currency' });

export const liveSchema = z
  .strictObject({
    stage: z.string().nullable().meta({ description: 'Null before the first stage' }),
    anchor: z.string().nullable().meta({ description: 'Oldest unpaid debt that is not disputed' }),
    pastDueDays: z.int().nullable().meta({ description: 'Calendar days since it fell due; negative before' }),
    delinquentDays: z
      .int()
      .nullable()
      .meta({ description: 'The same without frozen days; stages count them' }),
    balance: minorUnits.meta({ description: 'Owed and not disputed, due or not' }),
    overdue: minorUnits.meta({ description: 'Of that, what is overdue' }),
    nextTouch: z.string().nullable().meta({
      description:
        'Next message if nothing happens before it; the law may move it. Null: none within 40 days',
    }),
    waitsUntil: z
      .string()
      .nullable()
      .meta({ description: 'When the case looks again; null: when something happens' }),
    strategyVersion: z.string().meta({ description: '`id@version` that it follows now' }),
  })
  .meta({ id: 'LiveCase', description: 'Where the running case stands' });

/** A reader waits no longer; the account is then told without it. */
const PATIENCE_MS = 3_000;

/**
 * Asks the running case of an account where it stands.
 *
 * @returns Undefined where there is none, or no worker that could answer.
 */
export async function readLiveCase(
  client: Pick<Client, 'workflow' | 'withDeadline'>,
  { tenant, accountId }: { readonly tenant: string; readonly accountId: string },
  now: Instant,
): Promise<z.input<typeof liveSchema> | undefined> {
  const handle = client.workflow.getHandle(accountWorkflowId(tenant, accountId));
  try {
    const [snapshot, status] = await client.withDeadline(Date.now() + PATIENCE_MS, () =>
      Promise.all([handle.query(caseSnapshot), handle.query(caseStatus)]),
    );
    return status.outcome === 'open' ? liveOf(snapshot, status, now) : undefined;
  } catch {
    return undefined; // the stored account is an answer, too
  }
}

function liveOf({ state, strategy }: AccountSnapshot, status: CaseStatus, now: Instant) {
  const at = Math.max(state.evaluatedAt, now + status.clockOffsetMs);
  const { books, anchor, today } = viewAt(state, strategy, at);
  const touch = intentOf(advance(state, strategy, at), strategy);
  const isoOrNull = (instant: Instant | null) => (instant === null ? null : isoFromInstant(instant));
  return {
    ...{ stage: status.stage, anchor: anchor?.claim.id ?? null },
    ...{ pastDueDays: anchor?.pastDue ?? null, delinquentDays: anchor?.n ?? null },
    balance: books.open.reduce((sum, claim) => sum + remaining(claim), 0),
    overdue: overdueBalance(books, today),
    nextTouch: isoOrNull(touch?.at ?? null),
    waitsUntil: isoOrNull(status.waitsUntil),
    strategyVersion: `${strategy.id}@${strategy.version}`,
  };
}
