import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UpdateDefinition } from '@temporalio/common';
import { parse } from 'yaml';
import type { CaseEvent } from '../../domain/case/events';
import type { CaseFact } from '../../domain/case/facts';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { askAgain } from '../../functions/ask-again';
import type { NewCase } from '../../functions/intake';
import type { Cluster, ClusterOptions } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
import type { LocalEnvironment } from '../../local/environment';
import { startLocal } from '../../local/environment';
import { Outbox } from '../../local/outbox';
import { until } from '../../local/process';
import { eventsOf } from '../../local/scenario/ledger-events';
import { CaseClock } from '../../local/time-skipping';
import { mergeOverrides } from '../../policy/strategy/merge';
import { strategyFromData } from '../../policy/strategy/parse';
import type { Answer, Asked, CaseStatus, RequestFact, RequestName } from '../../workflows/messages';
import { caseStatus, factAccepted, pendingEvents, requestUpdate } from '../../workflows/messages';
import { searchAttributeTypes } from '../../workflows/search-attributes';

const SCENARIOS = join(__dirname, '..', 'fixtures', 'scenarios');
/** Rule packs of the scenarios, besides the product's own. */
export const SCENARIO_PACKS = join(SCENARIOS, 'packs');
const ZONE = 'America/Bogota';

export const TENANT = 'acme';

/** `2026-03-10 10:00` on the debtor's clock, in Bogota. */
export const at = (local: string): Instant => instantFromIso(`${local.replace(' ', 'T')}:00-05:00`);

/** The scenarios' strategy with parts of its file replaced: aviso -5, hoy 0, vencido 1, recordatorio 8 … juicio 91. */
export function aStrategy(overrides: Readonly<Record<string, unknown>> = {}): Strategy {
  const file: unknown = parse(readFileSync(join(SCENARIOS, 'reference.yaml'), 'utf8'));
  const result = strategyFromData(mergeOverrides(file, overrides), 'reference.yaml');
  if (!result.ok)
    throw new Error(result.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return result.strategy;
}

export const aPerson = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: `Ana ${id}`,
  jurisdiction: 'TEST',
  zones: [ZONE],
  language: 'es',
  kind: 'consumer',
  addresses: { email: `${id.toLowerCase()}@example.test`, sms: '+573001112233' },
  dead: [],
  consent: ['email', 'sms'],
  optedOut: [],
  facts: [],
  contacts: [],
  ...more,
});

/** One instalment due on 10 March, opened on the 2nd: the first message goes out on the 5th at 10:00. */
export interface CaseWish {
  readonly account?: string;
  readonly person?: Person;
  readonly strategy?: Strategy;
  readonly opened?: string;
  readonly debts?: readonly { readonly id: string; readonly due: string; readonly amount: number }[];
}

export function newCase(account: string, wish: CaseWish = {}): NewCase {
  const { person = aPerson(`P-${account}`), strategy = aStrategy(), opened = '2026-03-02 12:00' } = wish;
  const debts = wish.debts ?? [{ id: 'D1', due: '2026-03-10', amount: 100_000 }];
  const opening = {
    account,
    zone: ZONE,
    currency: 'COP',
    opened: at(opened),
    debts: debts.map((debt) => ({ ...debt, due: dayFromIso(debt.due) })),
  } as const;
  return { tenant: TENANT, person, strategy, opening, startAt: opening.opened };
}

/** Servers, worker, store and outbox of one test file. */
export class Lab {
  readonly outbox = new Outbox();
  private running: { readonly local: LocalEnvironment; readonly cluster: Cluster } | undefined;
  private count = 0;

  private constructor(
    private readonly options: Partial<ClusterOptions>,
    private readonly payloadKeys?: string,
  ) {}

  /** For the tests of the file that calls it: starts before the first and stops after the last. */
  static forTests(options: Partial<ClusterOptions> = {}): Lab {
    const lab = new Lab(options);
    beforeAll(() => lab.begin());
    afterAll(() => lab.stop());
    return lab;
  }

  static async start(options: Partial<ClusterOptions> = {}, payloadKeys?: string): Promise<Lab> {
    const lab = new Lab(options, payloadKeys);
    await lab.begin();
    return lab;
  }

  get local(): LocalEnvironment {
    return this.system.local;
  }

  get cluster(): Cluster {
    return this.system.cluster;
  }

  private get system() {
    if (!this.running) throw new Error('The lab has not started');
    return this.running;
  }

  private async begin(): Promise<void> {
    const { options, outbox, payloadKeys } = this;
    const local = await startLocal({
      searchAttributes: searchAttributeTypes,
      ...(payloadKeys && { payloadKeys }),
    });
    try {
      const common = { env: local.env, gateways: outbox.gateways, packsDirs: [SCENARIO_PACKS] };
      this.running = { local, cluster: await startCluster({ ...common, ...options }) };
    } catch (error) {
      await local.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.running?.cluster.stop();
    await this.running?.local.stop();
  }

  /** Opens a case of its own and waits until it rests. */
  async open(wish: CaseWish = {}): Promise<LabCase> {
    this.count += 1;
    const opened = newCase(wish.account ?? `A-${this.count}`, wish);
    await this.cluster.intake.open(opened);
    const one = new LabCase(this, opened);
    await one.rests();
    return one;
  }
}

/** Waits until a case has done what there is to do; its journal is then in the ledger, as far as it cannot wait. */
export async function rests(handle: LabCase['handle']): Promise<void> {
  // A case that is asked while its worker is busy may answer too late.
  const isResting = (): Promise<boolean> =>
    handle.query(caseStatus).then(
      (status) => status.isResting,
      () => false,
    );
  const isDone = async (): Promise<boolean> =>
    (await handle.describe()).status.name !== 'RUNNING' || (await isResting());
  if (!(await until(isDone, 60_000))) throw new Error(`${handle.workflowId} does not come to rest`);
}

/** One case under test, with its own virtual clock. */
export class LabCase {
  readonly key: { readonly tenant: string; readonly accountId: string };
  readonly personId: string;
  readonly clock: CaseClock;

  constructor(
    private readonly lab: Lab,
    readonly opened: NewCase,
  ) {
    this.key = { tenant: opened.tenant, accountId: opened.opening.account };
    this.personId = opened.person.id;
    this.clock = new CaseClock(this.handle);
  }

  get handle() {
    return this.lab.cluster.intake.handleOf(this.key);
  }

  /** Lets time pass until `local` and waits until all that falls due by then is done; null when the case has closed. */
  liveUntil(local: string): Promise<CaseStatus | null> {
    return this.clock.advanceTo(at(local));
  }

  rests(): Promise<void> {
    return rests(this.handle);
  }

  status(): Promise<CaseStatus> {
    return this.handle.query(caseStatus);
  }

  /** A fact of a feed, through the front door; waits until the case has taken it in. */
  async fact(eventId: string, fact: CaseFact): Promise<CaseStatus | null> {
    await this.lab.cluster.intake.acceptFact(this.key, eventId, fact);
    return this.clock.advanceTo(fact.at);
  }

  pay(id: string, amount: number, local: string): Promise<CaseStatus | null> {
    return this.fact(`event-${id}`, payment(id, amount, local));
  }

  /** Accepted by the store, but the signal never arrives. */
  async acceptSilently(eventId: string, fact: CaseFact) {
    const { seq } = await this.lab.cluster.store.acceptFact({ ...this.key, eventId, fact, at: fact.at });
    return { seq, eventId, fact };
  }

  signal(accepted: Awaited<ReturnType<LabCase['acceptSilently']>>): Promise<void> {
    return this.handle.signal(factAccepted, accepted);
  }

  /** Waits until the case has dealt with it. */
  ask(name: RequestName, fact: RequestFact, asked: Asked, updateId?: string): Promise<Answer> {
    return this.change(requestUpdate(name), fact, asked, updateId);
  }

  /** Any request, such as one about the person; waits alike. */
  async change<Request>(
    update: UpdateDefinition<Answer, [Request, Asked]>,
    request: Request,
    asked: Asked,
    updateId: string = randomUUID(),
  ): Promise<Answer> {
    // As callers do it: again where the server could not bring it to an answer.
    const answer = await askAgain(() =>
      this.handle.executeUpdate(update, { args: [request, asked], updateId }),
    );
    await this.rests();
    return answer;
  }

  /** The history of each run as the server keeps it, newest first: back to where the case was opened or opened again. */
  async histories() {
    const { workflow } = this.lab.cluster.client;
    const { workflowId } = this.handle;
    const histories = [];
    let runId: string | null | undefined = (await this.handle.describe()).runId;
    while (runId) {
      const history = await workflow.getHandle(workflowId, runId).fetchHistory();
      histories.push({ runId, history });
      runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    }
    return histories;
  }

  /** What went out for this account: step of each message, in order. */
  async sent(): Promise<string[]> {
    const attempts = await this.lab.cluster.store.listAttempts(this.key);
    return attempts.filter(({ state }) => state === 'SENT').map(({ step, channel }) => `${step} ${channel}`);
  }

  /** What waits for people about this account. */
  async workItems() {
    const { tenant, accountId } = this.key;
    const { items } = await this.lab.cluster.store.listWorkItems({ tenant, limit: 1_000 });
    return items.filter((item) => item.accountId === accountId);
  }

  /** What has been told to the case and waits for the ledger. */
  pending(): Promise<readonly CaseEvent[]> {
    return this.handle.query(pendingEvents);
  }

  /** The ledger's events of a type, as the case knows them. */
  async events<T extends CaseEvent['type']>(type: T): Promise<(CaseEvent & { type: T })[]> {
    const events = eventsOf(await this.lab.cluster.store.readLedger(this.key), ZONE);
    return events.filter((event): event is CaseEvent & { type: T } => event.type === type);
  }
}

export const payment = (id: string, amount: number, local: string): CaseFact & { kind: 'payment' } => ({
  kind: 'payment',
  id,
  amount,
  at: at(local),
});
