import type { CaseState } from '../../domain/case/state';
import type { LedgerEntry } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import type { Instant } from '../../domain/time/calendar';
import { isoFromInstant } from '../../domain/time/calendar';
import { recordAccess } from '../../store/access';
import type { Protection } from '../../store/erasure';
import type { Store } from '../../store/store';
import type { AccountRecord, LegalHold, StoredAttempt, StoredFact } from '../../store/types';
import type { AccessLine } from '../access';
import { accessesIn } from '../access';
import { textFact } from '../verify/findings';

/** A message as it was sent, or tried to be. */
export interface SubjectMessage {
  readonly at: string;
  readonly channel: string;
  readonly step: string;
  readonly template: string;
  readonly state: StoredAttempt['state'];
  /** Empty where there is no text any more. */
  readonly text: string;
}

export interface SubjectAccount {
  readonly id: string;
  readonly currency: string;
  readonly place: string;
  readonly strategy: string;
  readonly outcome: string;
  /** What the books of the case hold: debts, payments, disputes, plans. */
  readonly books: CaseState['booked'];
  readonly promises: CaseState['promises'];
  readonly traits: Readonly<Record<string, unknown>>;
  readonly facts: readonly StoredFact[];
  readonly messages: readonly SubjectMessage[];
  readonly ledger: readonly LedgerEntry[];
}

/** Everything that is kept of a person, as they may ask for it. */
export interface SubjectAccess {
  readonly tenant: string;
  readonly madeAt: string;
  readonly person: Person;
  readonly accounts: readonly SubjectAccount[];
  readonly legalHolds: readonly LegalHold[];
  readonly purposes: readonly string[];
  readonly recipients: readonly string[];
  /** Who read the data before this. */
  readonly accesses: readonly AccessLine[];
}

type SubjectStore = Pick<
  Store,
  'readProtection' | 'readLedger' | 'listAttempts' | 'readBody' | 'factsAfter' | 'appendEntries'
>;

export interface SubjectSources {
  readonly store: SubjectStore;
  /** Where the case of an account stands; undefined when it is not known any more. */
  readonly stateOf: (accountId: string) => Promise<CaseState | undefined>;
}

export interface SubjectRequest {
  readonly tenant: string;
  readonly personId: string;
  /** Who makes it, as an opaque id. */
  readonly by: string;
  readonly at: Instant;
}

const PURPOSES = [
  'Gestionar el cobro de las deudas de las cuentas que figuran aquí: avisar, acordar, recibir reclamos y registrar pagos.',
  'Cumplir las leyes de cobranza y de protección de datos: respetar horarios, frecuencias, consentimientos y bajas.',
  'Probar ante una autoridad o un juez qué se hizo y por qué.',
];

/** Whoever takes a message to the person, by channel. */
const CARRIERS: Readonly<Record<string, string>> = {
  email: 'Amazon Web Services (SES): transporte de correos electrónicos',
  sms: 'Amazon Web Services (SNS): transporte de mensajes de texto',
  whatsapp: 'WhatsApp: transporte de mensajes',
  letter: 'Imprenta y correo postal: cartas',
};
const HOUSE_RECIPIENTS = [
  'Amazon Web Services: alojamiento de los datos, cifrados',
  'Temporal: ejecución de los casos, con los datos cifrados',
];

/**
 * Reads everything that is kept of a person. That somebody does stands in the ledgers of their accounts before it is read.
 *
 * @throws {StoreError} `store.notFound`
 */
export async function subjectAccess(
  { store, stateOf }: SubjectSources,
  { tenant, personId, by, at }: SubjectRequest,
): Promise<SubjectAccess> {
  const known = await store.readProtection({ tenant, personId });
  const before = await accessesOf(store, known);
  for (const { accountId } of known.accounts)
    await recordAccess(store, { tenant, accountId, by, at, what: 'subject_access' });
  const accounts = await Promise.all(
    known.accounts.map((account) => subjectAccount(store, account, stateOf)),
  );
  return {
    tenant,
    madeAt: isoFromInstant(at),
    person: known.person.person,
    accounts,
    legalHolds: known.holds,
    purposes: PURPOSES,
    recipients: recipientsOf(accounts),
    accesses: before,
  };
}

async function accessesOf(store: SubjectStore, { accounts }: Protection): Promise<AccessLine[]> {
  const lines = await Promise.all(
    accounts.map(async (ref) => accessesIn(ref.accountId, await store.readLedger(ref))),
  );
  return lines.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
}

async function subjectAccount(
  store: SubjectStore,
  account: AccountRecord,
  stateOf: SubjectSources['stateOf'],
): Promise<SubjectAccount> {
  const { tenant, accountId, strategy } = account;
  const ref = { tenant, accountId };
  const [state, ledger] = await Promise.all([stateOf(accountId), store.readLedger(ref)]);
  const attempts = await store.listAttempts(ref);
  return {
    id: accountId,
    currency: account.currency,
    place: account.jurisdiction,
    strategy: `${strategy.id}@${strategy.version}`,
    outcome: account.outcome ?? 'open',
    books: state?.booked ?? [],
    promises: state?.promises ?? [],
    traits: { ...state?.rare?.traits },
    facts: await store.factsAfter({ ...ref, seq: 0 }),
    messages: await Promise.all(attempts.map((attempt) => messageOf(store, attempt))),
    ledger,
  };
}

async function messageOf(store: SubjectStore, attempt: StoredAttempt): Promise<SubjectMessage> {
  const { at, channel, step, template, state, bodyHash } = attempt;
  const text = (await store.readBody(attempt, bodyHash)) ?? '';
  return { at: isoFromInstant(at), channel, step, template, state, text };
}

function recipientsOf(accounts: readonly SubjectAccount[]): string[] {
  const channels = new Set(accounts.flatMap(({ messages }) => messages.map(({ channel }) => channel)));
  const handedTo = accounts.flatMap(({ ledger }) =>
    ledger.filter(({ type }) => type === 'handed_off').map(({ facts }) => textFact(facts['to'])),
  );
  return [
    ...HOUSE_RECIPIENTS,
    ...[...channels].sort().map((channel) => CARRIERS[channel] ?? channel),
    ...[...new Set(handedTo)].sort().map((to) => `${to}: gestión judicial`),
  ];
}
