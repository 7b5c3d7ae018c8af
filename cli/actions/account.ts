import { ledgerDraft } from '../../domain/case/entries';
import { changesTold, contactsTold } from '../../domain/case/told';
import type { Why } from '../../domain/case/why';
import { standingOf, why } from '../../domain/case/why';
import { viewAt } from '../../domain/case/view';
import { verifyChain } from '../../domain/ledger';
import type { Day } from '../../domain/time/calendar';
import { dayFromIso, isoFromDay, isoFromInstant } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import type { AccountReading } from '../../local/read-account';
import { readAccount } from '../../local/read-account';
import { eventsOf } from '../../local/scenario/ledger-events';
import type { TimelineEntry } from '../../policy/explain/timeline';
import { timelineLines } from '../../policy/explain/timeline';
import { explainWhy, standingLines } from '../../policy/explain/why';
import { momentWords, rulesOf } from '../../policy/explain/words';
import type { RuleBook } from '../../domain/law/lawbook';
import type { LawLibrary } from '../../policy/law/library';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import { sha256Hex } from '../../store/store';
import type { OpenSystem } from './system';
import { openSystem } from './system';
import { versionOf } from '../../domain/strategy';

export interface AccountFlags {
  readonly tenant?: string;
  readonly packs: readonly string[];
  readonly on?: string;
  readonly json?: true;
}

/** Prints where an account stands and everything that has happened to it. */
export const showAccount = (accountId: string, flags: AccountFlags): Promise<void> =>
  withAccount(accountId, flags, (reading) => (flags.json ? json(shown(reading)) : showText(reading)));

/** Prints why a person was, or was not, contacted about an account on a date. */
export const whyAccount = (accountId: string, flags: AccountFlags): Promise<void> =>
  withAccount(accountId, flags, (reading) => {
    const law = loadLaw({ packsDirs: flags.packs, platforms: PRODUCT_PLATFORMS });
    const answer = whyOf(reading, law, flags.on === undefined ? undefined : dayFromIso(flags.on));
    return flags.json ? json(answer) : explainWhy(answer, rulesOf(lawbookOf(reading, law)));
  });

async function withAccount(
  accountId: string,
  flags: AccountFlags,
  tell: (reading: AccountReading) => string,
): Promise<void> {
  if (flags.on !== undefined) dayFromIso(flags.on); // a slip of the pen is answered before anything is opened
  const system: OpenSystem = await openSystem();
  try {
    const reading = await readAccount(system, { tenant: flags.tenant ?? system.tenant, accountId });
    process.stdout.write(tell(reading));
  } finally {
    await system.close();
  }
}

/** The answer of `account why`; `on` is a local date of the debtor, today by default. */
export function whyOf(reading: AccountReading, law: LawLibrary, on?: Day): Why {
  const { snapshot, person, ledgers, pending, now } = reading;
  const { state, strategy, accountId } = snapshot;
  return why({
    account: accountId,
    on: on ?? localDay(now, state.zone),
    now,
    state,
    strategy,
    person,
    events: [...eventsOf(ledgers[0].entries, state.zone), ...pending],
    changes: changesTold(ledgers[0].entries),
    contacts: contactsTold(ledgers),
    lawbook: lawbookOf(reading, law),
  });
}

const lawbookOf = ({ person: { jurisdiction } }: AccountReading, law: LawLibrary): RuleBook | null =>
  law.has(jurisdiction) ? law.lawbook(jurisdiction) : null;

/** What `account show` tells, as data. */
export function shown(reading: AccountReading) {
  const { snapshot, person, ledgers, waitsUntil, isRunning, now } = reading;
  const { accountId, tenant, personId, state, strategy } = snapshot;
  const [ledger] = ledgers;
  return {
    account: accountId,
    tenant,
    person: personId,
    place: person.jurisdiction,
    strategy: versionOf(strategy),
    otherAccounts: ledgers.slice(1).map(({ account }) => account),
    isRunning,
    standing: standingOf(state, strategy, viewAt(state, strategy, now)),
    next: waitsUntil,
    waiting: state.waiting,
    isLedgerWhole: verifyChain(ledger.entries, sha256Hex).length === 0,
    timeline: timelineOf(reading),
  };
}

/** The ledger, and behind it what the case has decided and not written yet. */
function timelineOf({ ledgers: [ledger], pending }: AccountReading): TimelineEntry[] {
  const waiting = pending.map((event): TimelineEntry => {
    const { at, ...draft } = ledgerDraft(event);
    return { ...draft, at: isoFromInstant(at) };
  });
  return [...ledger.entries, ...waiting];
}

function showText(reading: AccountReading): string {
  const told = shown(reading);
  const { zone } = reading.snapshot.state;
  const others =
    told.otherAccounts.length > 0 ? `; otras cuentas de la persona: ${told.otherAccounts.join(', ')}` : '';
  const next = told.next === null ? 'cuando llegue un hecho' : momentWords(told.next, zone);
  const lines = [
    `Cuenta ${told.account} de la persona ${told.person}${others}`,
    `Estrategia ${told.strategy}, reglas de ${told.place}, hora de ${zone}`,
    '',
    `Situación el ${momentWords(told.standing.at, zone)}`,
    ...standingLines(told.standing).map((line) => `  ${line}`),
    `  Próximo momento: ${told.isRunning ? next : 'ninguno, el caso terminó'}.`,
    ...(told.waiting
      ? [
          `  El paso «${told.waiting.step}» espera a la ley hasta el ${momentWords(told.waiting.until, zone)}.`,
        ]
      : []),
    '',
    `Línea de tiempo (${told.isLedgerWhole ? 'la cadena del libro está íntegra' : 'LA CADENA DEL LIBRO ESTÁ ROTA'}; · = todavía no está en el libro)`,
    ...timelineLines(told.timeline, zone).map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Members that are instants or local dates; which of the two, the size of the number tells. */
const times = ['at', 'on', 'due', 'until', 'since', 'judged', 'asked', 'next', 'opens', 'bouncedAt'];
const FIRST_INSTANT = 1e9;

/** JSON for machines: instants in UTC and dates as ISO 8601. */
export function json(value: unknown): string {
  const replace = (key: string, member: unknown): unknown => {
    if (typeof member !== 'number' || !times.includes(key)) return member;
    return Math.abs(member) > FIRST_INSTANT ? isoFromInstant(member) : isoFromDay(member);
  };
  return `${JSON.stringify(value, replace, 2)}\n`;
}
