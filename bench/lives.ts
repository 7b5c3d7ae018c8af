import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { CaseFact } from '../domain/case/facts';
import type { Instant } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import type { Feedback } from '../functions/feedback';
import type { Intake, NewCase } from '../functions/intake';
import type { Store } from '../store/store';
import { accountWorkflowId } from '../workflows/messages';
import type { Lived } from './driver';
import { ended } from './driver';
import { sampleCase, sampleStrategy } from './sample-account';
import type { Story } from './stories';
import { storyCase } from './stories';
import { TENANT } from './worker-child';

/** What lives are made of. */
export interface World {
  /** Cases that it starts skip time. */
  readonly skipping: { readonly client: Client; readonly intake: Intake };
  /** Cases that it starts sleep. */
  readonly real: { readonly client: Client; readonly intake: Intake };
  readonly store: Store;
  readonly feedback: Feedback;
  /** So much time passes that nothing is left of what stores keep in memory. */
  readonly later: () => void;
}

/** What is done to sleeping cases, one after the other, before the debtor pays all. */
export type Disturb = (intake: Intake, account: string, times: number) => Promise<void>;

/** Due so many days after the opening. The first message goes out five days before, so that a payment is written down with it. */
const SLEEP_DAYS = 18;
/** A case that was woken is done within this. */
const SETTLED_MS = 1_500;
const OWED = 72_400_000;

/** One after the other: side by side each would find open keys that another one's message needed. */
export async function liveStory(
  { skipping, later }: World,
  story: Story,
  names: readonly string[],
): Promise<Lived[]> {
  const lived: Lived[] = [];
  for (const name of names) {
    later();
    await skipping.intake.openQuietly(storyCase(TENANT, name, story));
    lived.push(await ended(skipping.client, accountWorkflowId(TENANT, name)));
  }
  return lived;
}

export interface Sleepers {
  readonly lived: readonly Lived[];
  /** Bytes of history of a case that sleeps, before anything happens; mean. */
  readonly asleepBytes: number;
}

/** All at once, step by step, in real time: opened, asleep, woken `times` times, paid. */
export async function liveAsleep(
  world: World,
  names: readonly string[],
  { times, disturb }: { times: number; disturb: Disturb },
): Promise<Sleepers> {
  const { intake, client } = world.real;
  const all = async (act: (name: string) => Promise<void>): Promise<void> => {
    world.later();
    await Promise.all(names.map(act));
    await sleep(SETTLED_MS);
  };
  await all((name) => intake.openQuietly(sleeper(name, Date.now())));
  const asleep = await Promise.all(
    names.map((name) => intake.handleOf({ tenant: TENANT, accountId: name }).describe()),
  );
  const bytes = asleep.map(({ raw }) => Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0));
  for (let time = 1; time <= times; time += 1) await all((name) => disturb(intake, name, time));
  const ending = Promise.all(names.map((name) => ended(client, accountWorkflowId(TENANT, name))));
  await all((name) => pay(intake, name, 'rest', OWED));
  return { lived: await ending, asleepBytes: bytes.reduce((sum, one) => sum + one, 0) / names.length };
}

function sleeper(account: string, at: Instant): NewCase {
  const { startAt: _start, opening, ...plain } = sampleCase(TENANT, account, sampleStrategy());
  const debts = [{ id: 'D1', due: localDay(at, opening.zone) + SLEEP_DAYS, amount: OWED }];
  return { ...plain, opening: { ...opening, opened: at, debts } };
}

const pay = (intake: Intake, account: string, id: string, amount: number): Promise<void> => {
  const fact: CaseFact = { kind: 'payment', id, at: Date.now(), amount };
  return intake.acceptFact({ tenant: TENANT, accountId: account }, `${account}/${id}`, fact);
};

/** A part of what is owed. */
export const payPart: Disturb = (intake, account, time) => pay(intake, account, `part-${time}`, 1_000_000);

/** The debtor says when they want to be reached. */
export const changeHours: Disturb = (intake, account, time) => {
  const window = { from: (8 + (time % 2)) * 3_600, to: 18 * 3_600 };
  const id = `${account}/hours-${time}`;
  return intake.changePerson(TENANT, `P-${account}`, id, Date.now(), { kind: 'hours', window });
};

/** The provider says of every message that it has arrived. @returns How many. */
export async function receiptsOf({ store }: World, accounts: readonly string[]): Promise<string[]> {
  const attempts = await Promise.all(
    accounts.map((accountId) => store.listAttempts({ tenant: TENANT, accountId })),
  );
  return attempts.flat().flatMap(({ providerId }) => providerId ?? []);
}

export async function deliverAll({ feedback, later }: World, providerIds: readonly string[]): Promise<void> {
  for (const providerId of providerIds) {
    later();
    await feedback.delivered({ eventId: `delivered/${providerId}`, providerId, at: Date.now() });
  }
}
