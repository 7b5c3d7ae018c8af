import { contactsTold } from '../../domain/case/told';
import type { AccountLedger, ToldContact } from '../../domain/case/told';
import type { RuleBook } from '../../domain/law/lawbook';
import type { StrategyReading } from '../../domain/law/reading';
import { readingWith } from '../../domain/law/reading';
import type { ContactRequest, PriorContact } from '../../domain/law/types';
import type { LedgerEntry } from '../../domain/ledger';
import { CONTACT_LOG_DAYS } from '../../domain/person';
import type { LoggedContact } from '../../domain/person';
import { variantsOf } from '../../domain/segment/in-force';
import type { LenientRule } from '../../domain/strategy';
import { versionOf } from '../../domain/strategy';
import { DAY_MS, instantFromIso, isoFromInstant } from '../../domain/time/calendar';
import type { AccountContent, PackContent } from '../pack/content';
import type { CheckResult } from './findings';
import { Check, entryPlace } from './findings';
import { RecordedLaw } from './law';

/** What `sendTouch` writes with a claim; a claim of an older build may lack what later ones have. */
interface ClaimFacts extends Partial<StrategyReading> {
  readonly attempt: string;
  readonly step: string;
  readonly anchor: string;
  readonly channel: LoggedContact['channel'];
  readonly factSeq?: number;
  readonly law?: Omit<ContactRequest, 'at' | 'channel' | 'creditorType' | 'prior'> & {
    readonly jurisdiction: string;
  };
  readonly prior?: readonly (Omit<LoggedContact, 'at'> & { readonly at: string })[];
}

export interface Claim {
  readonly entry: LedgerEntry;
  readonly facts: ClaimFacts;
}

/** The contacts of a ledger, made or tried. */
export const claimsIn = (entries: readonly LedgerEntry[]): Claim[] =>
  entries
    .filter(({ type }) => type === 'touch_claimed')
    // Written by `sendTouch`.
    .map((entry) => ({ entry, facts: entry.facts as unknown as ClaimFacts }));

export const subjects = ({ accounts }: PackContent): AccountContent[] =>
  accounts.filter(({ note }) => note.isSubject);

/** Whether the person of the account was erased: then texts, facts and histories are gone for good, and nothing else. */
export const isErased = ({ ledger }: Pick<AccountContent, 'ledger'>): boolean =>
  ledger.some(({ type }) => type === 'person_erased');

/** The subjects whose texts, facts and histories can still be read. */
export const readableSubjects = (content: PackContent): AccountContent[] =>
  subjects(content).filter((account) => !isErased(account));

/** The law of that day, asked again with the log of that time, allows every contact. */
export function checkLaw(content: PackContent): CheckResult {
  const check = new Check('law');
  const law = new RecordedLaw(content);
  for (const { note, ledger } of subjects(content)) {
    for (const claim of claimsIn(ledger)) {
      const refusal = refusalOf(law, claim);
      check.that(refusal === undefined, entryPlace(note.accountId, claim.entry.seq), refusal ?? '');
    }
  }
  return check.result;
}

/** What the strategy that a contact followed has signed for; undefined when it is not in the pack. */
export function signedRules(
  { strategies }: Pick<PackContent, 'strategies'>,
  { entry }: Claim,
): readonly LenientRule[] | undefined {
  const followed = [...strategies.values()].filter((one) => versionOf(one) === entry.strategyVersion);
  if (followed.length === 0) return undefined;
  return followed.flatMap(variantsOf).flatMap(({ strategy }) => strategy.lenientRules ?? []);
}

/** What the law was asked about a contact, and by which lawbook; in Spanish why that cannot be told. */
export function askedOf(
  law: RecordedLaw,
  { entry, facts }: Claim,
): { readonly book: RuleBook; readonly request: ContactRequest; readonly reading: StrategyReading } | string {
  if (!facts.law || !facts.prior || !facts.profile)
    return 'el asiento no guarda con qué se decidió (lo escribió una versión anterior)';
  const { jurisdiction, ...asked } = facts.law;
  const book = law.book(jurisdiction, entry.lawVersion);
  if (typeof book === 'string') return `no se puede volver a decidir: ${book}`;
  const request: ContactRequest = {
    ...asked,
    at: instantFromIso(entry.at),
    channel: facts.channel,
    creditorType: 'financial',
    prior: facts.prior.map(priorOf),
  };
  return { book, request, reading: readingWith(facts.profile, facts.setAside) };
}

function refusalOf(law: RecordedLaw, claim: Claim): string | undefined {
  const asked = askedOf(law, claim);
  if (typeof asked === 'string') return asked;
  const { refusals } = asked.book.judge(asked.request, asked.reading);
  if (refusals.length === 0) return undefined;
  return `contacto no permitido: ${refusals.map(({ rule, cite }) => `${rule} (${cite})`).join(', ')}`;
}

const priorOf = (contact: NonNullable<ClaimFacts['prior']>[number]): PriorContact => ({
  ...contact,
  at: instantFromIso(contact.at),
});

/**
 * The log with which each contact was decided is that of the ledgers: every contact of the days before that the ledgers
 * of the person tell is in it, and nothing that they do not tell.
 */
export function checkLog(content: PackContent): CheckResult {
  const check = new Check('log');
  for (const { note, ledger } of subjects(content)) {
    const ledgers = ledgersOfPerson(content, note.personId);
    const told = contactsTold(ledgers);
    const isMerged = ledgers.some(({ entries }) => entries.some(({ type }) => type === 'persons_merged'));
    const attempts = new Set(
      ledgers.flatMap(({ entries }) => claimsIn(entries).map(({ facts }) => facts.attempt)),
    );
    for (const claim of claimsIn(ledger)) {
      const fault =
        claim.facts.prior && logFault(claim, { told, attempts, ...(isMerged && { only: note.accountId }) });
      check.that(fault === undefined, entryPlace(note.accountId, claim.entry.seq), fault ?? '');
    }
  }
  return check.result;
}

const ledgersOfPerson = ({ accounts }: PackContent, personId: string): AccountLedger[] =>
  accounts
    .filter(({ note }) => note.personId === personId)
    .map(({ note, ledger }) => ({ account: note.accountId, entries: ledger }));

interface Told {
  readonly told: readonly ToldContact[];
  /** Ids of every try that the ledgers tell, failed ones too. */
  readonly attempts: ReadonlySet<string>;
  /** The account whose contacts must be in the log; all, unless the person was known twice for some time. */
  readonly only?: string;
}

function logFault({ entry, facts }: Claim, { told, attempts, only }: Told): string | undefined {
  const at = instantFromIso(entry.at);
  const prior = facts.prior ?? [];
  const known = new Set(prior.map(({ attempt }) => attempt));
  // Of a contact elsewhere the ledgers do not tell when it became known, so that it may be missing.
  const forgotten = told.find(
    (contact) =>
      contact.attempt !== undefined &&
      contact.at < at &&
      contact.at > at - CONTACT_LOG_DAYS * DAY_MS &&
      (only === undefined || contact.account === only) &&
      !known.has(contact.attempt),
  );
  if (forgotten) return `se decidió sin el contacto del ${isoFromInstant(forgotten.at)}`;
  const unknown = prior.find(({ attempt }) => attempt !== undefined && !attempts.has(attempt));
  return unknown && `se decidió con un contacto del ${unknown.at} que ningún libro tiene`;
}
