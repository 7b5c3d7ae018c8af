import { writeFileSync } from 'node:fs';
import type { Departure } from '../aws-gateways';
import { localAwsGateways, watched } from '../aws-gateways';
import { createAwsClients } from '../../activities/aws/clients';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import type { Cluster } from '../cluster';
import { startCluster } from '../cluster';
import { contactLines } from '../contact-log';
import { inParallel } from '../in-parallel';
import { LiveWorld } from '../live-world';
import { LOCAL_TENANT } from '../tenant';
import type { World, WorldEvent } from '../world';
import type { Debtor, DemoBook } from './book';
import { readDemoBook } from './book';
import { Mailbox } from './people';
import type { DemoReport } from './report';
import { reportOf } from './report';

/** How far the demo has come: `share` of the virtual time of all debtors, 0 to 1. */
export interface DemoProgress {
  readonly share: number;
  readonly debtorsDone: number;
  readonly debtors: number;
  readonly messages: number;
}

export interface DemoOptions {
  /** From `startLocal`. */
  readonly env: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: DemoProgress) => void;
  /** Only the first so many debtors, for tests. */
  readonly debtors?: number;
  /** Where the contacts go, as JSON lines (law SPEC, section 10). */
  readonly contacts?: string;
  readonly signal?: AbortSignal;
}

export interface DemoRun {
  readonly report: DemoReport;
  readonly accounts: readonly string[];
  readonly cluster: Cluster;
}

/** Debtors whose virtual time runs at once; two cores are busy from about eight on. */
const AT_ONCE = 12;

/** Imports the example book and lives 120 days of it through the real workflows, against the local servers. */
export async function runDemo(options: DemoOptions): Promise<DemoRun> {
  Object.assign(process.env, options.env);
  const departures: Departure[] = [];
  const mailboxes = new Map<string, Mailbox>();
  const gateways = watched(await localAwsGateways(createAwsClients()), (departure) => {
    departures.push(departure);
    mailboxes.get(departure.message.to)?.keep(departure);
  });
  const cluster = await startCluster({ env: options.env, gateways, platforms: PRODUCT_PLATFORMS });
  const book = selectDebtors(readDemoBook(loadLaw()), options.debtors);
  await liveAll(book, cluster, { options, mailboxes, messages: () => departures.length });
  if (options.contacts !== undefined) writeFileSync(options.contacts, await contactsOf(cluster, book));
  const accounts = book.debtors.flatMap(({ cases }) => cases.map(({ opening }) => opening.account));
  return { report: await reportOf(cluster, book, departures), accounts, cluster };
}

/** Read back from the ledgers, person by person. */
async function contactsOf({ store }: Cluster, { debtors }: DemoBook): Promise<string> {
  const lines: string[] = [];
  for (const { person, cases } of debtors) {
    const accounts = cases.map(({ opening }) => opening.account);
    const read = accounts.map(async (account) => ({
      account,
      entries: await store.readLedger({ tenant: LOCAL_TENANT, accountId: account }),
    }));
    const ledgers = await Promise.all(read);
    lines.push(...contactLines({ person, ledgers }).map((line) => `${JSON.stringify(line)}\n`));
  }
  return lines.join('');
}

function selectDebtors(book: DemoBook, debtors = book.debtors.length): DemoBook {
  return { ...book, debtors: book.debtors.slice(0, debtors) };
}

interface Living {
  readonly options: DemoOptions;
  readonly mailboxes: Map<string, Mailbox>;
  readonly messages: () => number;
}

async function liveAll(book: DemoBook, cluster: Cluster, living: Living): Promise<void> {
  const shares = new Map<Debtor, number>();
  const tell = (debtor: Debtor, share: number): void => {
    living.options.signal?.throwIfAborted();
    shares.set(debtor, share);
    const total = [...shares.values()].reduce((sum, part) => sum + part, 0);
    living.options.onProgress?.({
      share: total / book.debtors.length,
      debtorsDone: [...shares.values()].filter((part) => part === 1).length,
      debtors: book.debtors.length,
      messages: living.messages(),
    });
  };
  await inParallel(book.debtors, AT_ONCE, async (debtor) => {
    await live(debtor, book.world, cluster, living, tell);
    tell(debtor, 1);
  });
}

async function live(
  debtor: Debtor,
  world: World,
  cluster: Cluster,
  { mailboxes }: Living,
  tell: (debtor: Debtor, share: number) => void,
): Promise<void> {
  const { person, cases } = debtor;
  const mailbox = new Mailbox(world.bounces.filter((rule) => rule.person === person.id));
  for (const address of Object.values(person.addresses)) mailboxes.set(address, mailbox);
  const { start, until } = world;
  await new LiveWorld({
    cluster,
    tenant: LOCAL_TENANT,
    cases,
    persons: [person],
    events: eventsOf(debtor, world),
    until,
    reports: () => mailbox.reports(cluster.store),
    onInstant: (now) => tell(debtor, Math.min(0.999, (now - start) / (until - start))),
  }).run();
}

function eventsOf({ person, cases }: Debtor, world: World): WorldEvent[] {
  const accounts = new Set(cases.map(({ opening }) => opening.account));
  return world.events.filter((event) =>
    'account' in event ? accounts.has(event.account) : event.person === person.id,
  );
}
