import { randomBytes } from 'node:crypto';
import { spanBelow, TRACEPARENT, traceparentOf } from '../../traces/context';
import * as z from 'zod';
import type { LedgerEntry } from '../../domain/ledger';
import type { LocalCloud, SentMail } from './cloud';
import { sentMails, smsNumbers } from './cloud';
import { UPDATED } from './checkout';
import type { Deployed } from './deployed';
import type { Heard } from './heard';
import type { Behind } from './system';
import { eventually } from './system';
import { expectTraced } from './traced';
import { DEBT, loanOf, mailOf, paidEvent, smsOf } from './world';

/** What the story is told with. */
export interface Cast {
  readonly deployed: Deployed;
  readonly behind: Behind;
  readonly cloud: LocalCloud;
  readonly heard: Heard;
  /** What the worker of the first deployment writes. */
  readonly workerLog: string;
  /** Told of each thing that has come about. */
  readonly tell: (line: string) => void;
}

/** Opened by the API; paid by a webhook. */
const FIRST = 'CR-1';
/** Opened by an event of the loan system; its mail bounces; pays after the update. */
const SECOND = 'CR-2';
/** Opened after the update. */
const THIRD = 'CR-3';

/** A loan comes in by each way, a workflow starts for each, and each debtor gets a mail. */
export async function loansComeIn({
  deployed,
  behind,
  cloud,
  workerLog,
  tell,
}: Cast): Promise<readonly SentMail[]> {
  await deployed.api('POST', '/v1/accounts', loanOf(FIRST, Date.now()));
  tell('a loan came in by the API: its workflow has started');
  const trace = spanBelow(undefined);
  await deployed.loanEvent('disbursed', loanOf(SECOND, Date.now()), { [TRACEPARENT]: traceparentOf(trace) });
  await eventually('The workflow of the loan event starts', async () =>
    (await behind.isOpen(SECOND)) ? true : undefined,
  );
  tell('a loan event came in by the bus: its workflow has started');
  const mails = [await mailTo(cloud, FIRST), await mailTo(cloud, SECOND)];
  await expectTraced(workerLog, trace, 'send email');
  tell('SES has a mail for each, and the second was sent in the trace of its loan event');
  return mails;
}

/** What SES says of the two mails; the one that bounced goes out by SMS instead. */
export async function feedbackArrives(cast: Cast, [first, second]: readonly SentMail[]): Promise<void> {
  const { deployed, behind, cloud, tell } = cast;
  if (!first || !second) throw new Error('Two mails went out');
  await deployed.mailEvent('Delivery', first);
  await deployed.mailEvent('Delivery', first); // providers repeat themselves
  await deployed.mailEvent('Bounce', second);
  await entry(behind, FIRST, 'touch_delivered');
  await entry(behind, SECOND, 'bounce_received');
  await eventually('The message that bounced goes out by SMS', async () =>
    (await smsNumbers(cloud)).includes(smsOf(SECOND)) ? true : undefined,
  );
  tell('a delivery and a bounce came back: the bounced message went out by SMS');
}

/** What a payment took from its acceptance to the workflow, in milliseconds. */
export interface Latency {
  /** With functions that start for it. */
  readonly cold: number;
  /** With functions that run. */
  readonly warm: number;
}

/** A forged delivery is refused; a signed one closes the first account; a part of the second debt is paid. */
export async function paymentsComeIn({ deployed, behind, workerLog, tell }: Cast): Promise<Latency> {
  const all = paidEvent(FIRST, DEBT, Date.now());
  await expectStatus(deployed.webhook(all, { key: `whsec_${randomBytes(24).toString('base64url')}` }), 401);
  await expectStatus(deployed.knock('POST', '/webhooks/stripe/demo', '{}', {}, 'not by the edge'), 403);
  tell('a forged webhook and one that went around the edge are refused');
  const trace = spanBelow(undefined);
  const cold = await pay(deployed, behind, FIRST, all, { [TRACEPARENT]: traceparentOf(trace) });
  await eventually('The workflow closes', async () => ((await behind.isOpen(FIRST)) ? undefined : true));
  await expectOutcome(deployed, FIRST, 'paid');
  await expectTraced(workerLog, trace, 'keepBooks');
  await expectStatus(deployed.webhook(all), 202); // repeated: taken, and counted once
  tell(
    `a signed webhook stopped the workflow: paid (${cold} ms from acceptance to the workflow, functions cold), in one trace`,
  );
  const warm = await pay(deployed, behind, SECOND, paidEvent(SECOND, DEBT / 3, Date.now()));
  tell(`a second payment took ${warm} ms from acceptance to the workflow, functions warm`);
  return { cold, warm };
}

/** The ledger of the first account has all of it, each once, and the world has heard of it. */
export async function ledgerHasAll({ behind, heard, tell }: Cast): Promise<number> {
  const entries = await wholeLedger(behind);
  const types = ['stage_changed', 'touch_sent', 'outcome_changed'].map(
    (name) => `io.recobro.account.${name}.v1`,
  );
  await eventually(`The bus tells ${types.join(', ')} of ${FIRST}`, async () => {
    const told = (await heard.all()).filter(({ subject }) => subject === FIRST).map(({ type }) => type);
    return types.every((type) => told.includes(type)) ? true : undefined;
  });
  tell(
    `the ledger of ${FIRST} has all of it in ${entries.length} entries, its chain holds, and the bus has told of it`,
  );
  return entries.length;
}

/** After the update the new code answers and sends, old cases go on, and what was written is still there. */
export async function updateIsLive(cast: Cast, oldBuild: string, newBuild: string): Promise<void> {
  const { deployed, behind, cloud, tell } = cast;
  const { info } = documentSchema.parse(await deployed.api('GET', '/v1/openapi.json'));
  if (info.version !== UPDATED.apiVersion) throw new Error(`The old API answers: ${info.version}`);
  await deployed.api('POST', '/v1/accounts', loanOf(THIRD, Date.now()));
  const { Subject } = await mailTo(cloud, THIRD);
  if (!Subject.startsWith(UPDATED.subject)) throw new Error(`The old build sent a mail: "${Subject}"`);
  await expectBuild(behind, THIRD, newBuild);
  tell(`a new loan runs on build ${newBuild}, and its mail has the new subject`);
  const rest = DEBT - DEBT / 3;
  await expectStatus(deployed.webhook(paidEvent(SECOND, rest, Date.now())), 202);
  await eventually('The older workflow closes', async () =>
    (await behind.isOpen(SECOND)) ? undefined : true,
  );
  await expectOutcome(deployed, SECOND, 'paid');
  await expectOutcome(deployed, FIRST, 'paid');
  await behind.ledger(SECOND);
  await wholeLedger(behind);
  tell(`an older case was paid off after the update; it began on build ${oldBuild}; nothing written is lost`);
}

/** The ledger of the first account. @throws {Error} When something is missing, or stands in it twice. */
async function wholeLedger(behind: Behind): Promise<readonly LedgerEntry[]> {
  const entries = await behind.ledger(FIRST);
  for (const type of ['touch_sent', 'touch_delivered', 'outcome_changed'])
    expectOnce(type, entries.filter((one) => one.type === type).length);
  expectOnce('payment', entries.filter(({ facts }) => facts['kind'] === 'payment').length);
  return entries;
}

const documentSchema = z.object({ info: z.object({ version: z.string() }) });
const accountSchema = z.object({ outcome: z.string() });

const mailTo = (cloud: LocalCloud, account: string): Promise<SentMail> =>
  eventually(`SES has a mail to ${mailOf(account)}`, async () =>
    (await sentMails(cloud)).find(({ To }) => To.includes(mailOf(account))),
  );

const entry = (behind: Behind, account: string, type: string): Promise<unknown> =>
  eventually(`The ledger of ${account} says ${type}`, async () =>
    (await behind.ledger(account)).find((one) => one.type === type),
  );

/** @returns Milliseconds from the answer that accepts the payment to its signal in the workflow. */
async function pay(
  deployed: Deployed,
  behind: Behind,
  account: string,
  event: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const askedAt = Date.now();
  await expectStatus(deployed.webhook(event, { headers }), 202);
  const acceptedAt = Date.now();
  const at = await eventually(`The payment reaches the workflow of ${account}`, async () =>
    (await behind.signals(account)).find((signal) => signal >= askedAt),
  );
  return Math.max(0, Math.round(at - acceptedAt));
}

async function expectStatus(
  answer: Promise<{ status: number; body: unknown }>,
  status: number,
): Promise<void> {
  const { status: actual, body } = await answer;
  if (actual !== status) throw new Error(`Answered ${actual} instead of ${status}: ${JSON.stringify(body)}`);
}

/** The read model follows the workflow. */
const expectOutcome = (deployed: Deployed, account: string, outcome: string): Promise<unknown> =>
  eventually(`The API says that ${account} is ${outcome}`, async () => {
    const known = accountSchema.parse(await deployed.api('GET', `/v1/accounts/${account}`));
    return known.outcome === outcome ? true : undefined;
  });

async function expectBuild(behind: Behind, account: string, build: string): Promise<void> {
  const actual = await behind.buildOf(account);
  if (actual !== build) throw new Error(`${account} runs on build ${actual ?? 'none'} instead of ${build}`);
}

function expectOnce(what: string, times: number): void {
  if (times !== 1) throw new Error(`The ledger of ${FIRST} has ${what} ${times} times instead of once`);
}
