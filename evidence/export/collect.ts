import type { LedgerEntry } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import { sha256Hex } from '../../store/store';
import type { Store } from '../../store/store';
import { accountWorkflowId } from '../../workflows/messages';
import type { Build, HistorySource } from '../ports';
import type { AccountContent, EvidencePerson, PackContent, SealProof } from '../pack/content';
import { inputOf } from '../replay/recorded';
import { withoutSourceMap } from '../replay/replay';
import { proofFor } from '../seal/merkle';
import type { SealWithHeads } from '../seal/seal';
import { claimsIn } from '../verify/contacts';
import { textFact } from '../verify/findings';
import { namesIn } from '../verify/law';
import { strategyHashOf } from '../verify/messages';
import type { LawShelf } from './law-texts';
import type { TemplateShelf } from './template-files';

/** What an export reads of the store. */
export type EvidenceStore = Pick<
  Store,
  | 'getAccount'
  | 'getPerson'
  | 'listAccounts'
  | 'readLedger'
  | 'listAttempts'
  | 'factsAfter'
  | 'readBody'
  | 'appendEntries'
>;

export interface Sources {
  readonly store: EvidenceStore;
  readonly histories: HistorySource;
  readonly law: LawShelf;
  readonly templates: readonly TemplateShelf[];
  readonly build: Build;
  /** The tenant's seals, oldest first. */
  readonly seals: readonly SealWithHeads[];
}

/** The accounts that a pack is about. */
export interface Wanted {
  readonly tenant: string;
  readonly accounts: readonly string[];
}

/**
 * Reads everything about some accounts, and the ledgers of all other accounts of their persons, because the law counts
 * contacts per person.
 */
export async function collect(sources: Sources, { tenant, accounts }: Wanted): Promise<PackContent> {
  const persons = await personsOf(sources.store, tenant, accounts);
  const all = [...new Set([...accounts, ...persons.flatMap((person) => person.accounts)])].sort();
  const contents: AccountContent[] = [];
  for (const account of all)
    contents.push(await accountContent(sources, tenant, account, accounts.includes(account)));
  const subjects = contents.filter(({ note }) => note.isSubject);
  const claims = subjects.flatMap(({ ledger }) => claimsIn(ledger).map(({ entry }) => entry));
  return {
    accounts: contents,
    persons,
    messages: await messagesOf(sources.store, claims),
    ...lawOf(sources.law, claims),
    strategies: strategiesOf(subjects),
    templates: templatesOf(sources.templates, claims),
    bundle: withoutSourceMap(sources.build.code),
  };
}

async function personsOf(
  store: EvidenceStore,
  tenant: string,
  accounts: readonly string[],
): Promise<EvidencePerson[]> {
  const persons = new Map<string, EvidencePerson>();
  for (const accountId of accounts) {
    const account = await store.getAccount({ tenant, accountId });
    const known = account && (await store.getPerson({ tenant, personId: account.personId }));
    if (known) persons.set(known.person.id, withoutPersonalData(known.person, known.accounts));
  }
  return [...persons.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function withoutPersonalData(
  { name: _name, addresses: _addresses, contacts: _contacts, ...person }: Person,
  accounts: readonly string[],
): EvidencePerson {
  return { ...person, accounts };
}

async function accountContent(
  { store, histories, seals }: Sources,
  tenant: string,
  accountId: string,
  isSubject: boolean,
): Promise<AccountContent> {
  const ref = { tenant, accountId };
  const [account, ledger] = [await store.getAccount(ref), await store.readLedger(ref)];
  const workflowId = accountWorkflowId(tenant, accountId);
  const known = ledger
    .filter((entry) => entry.workflowId === workflowId && entry.runId !== '')
    .map(({ runId }) => runId);
  const { runs, missing } = isSubject
    ? await histories.runsOf(workflowId, [...new Set(known)])
    : { runs: [], missing: [] };
  const person = account && (await store.getPerson({ tenant, personId: account.personId }));
  return {
    note: {
      accountId,
      // A person who was merged into another is that other.
      personId: person?.person.id ?? account?.personId ?? '',
      workflowId,
      strategy: account?.strategy ?? { id: '', version: 0, hash: '' },
      ledger: { seq: ledger.length, hash: ledger.at(-1)?.hash ?? '' },
      isSubject,
      missingRuns: missing,
    },
    ledger,
    facts: isSubject ? await store.factsAfter({ ...ref, seq: 0 }) : [],
    attempts: isSubject ? await store.listAttempts(ref) : [],
    runs,
    seals: proofsOf(accountId, seals),
  };
}

/** For every head of the ledger that was sealed, the first seal that has it. */
function proofsOf(account: string, seals: readonly SealWithHeads[]): SealProof[] {
  const proofs: SealProof[] = [];
  for (const { seal, heads } of seals) {
    const index = heads.findIndex((head) => head.account === account);
    const head = heads[index];
    if (head && proofs.at(-1)?.head.hash !== head.hash)
      proofs.push({ seal, head, proof: proofFor(heads, index, sha256Hex) });
  }
  return proofs;
}

async function messagesOf(
  store: EvidenceStore,
  claims: readonly LedgerEntry[],
): Promise<Map<string, string>> {
  const messages = new Map<string, string>();
  for (const { facts } of claims) {
    const hash = textFact(facts['bodyHash']);
    const body = messages.has(hash) ? undefined : await store.readBody(hash);
    if (body !== undefined) messages.set(hash, body);
  }
  return messages;
}

/** The versions that decided about contacts. */
function lawOf({ packs, calendars }: LawShelf, claims: readonly LedgerEntry[]): LawShelf {
  const versions = [...new Set(claims.map(({ lawVersion }) => lawVersion))].map(namesIn);
  return {
    packs: pick(
      packs,
      versions.flatMap((version) => version.packs),
    ),
    calendars: pick(
      calendars,
      versions.flatMap((version) => version.calendars),
    ),
  };
}

const pick = (from: ReadonlyMap<string, string>, names: readonly string[]): Map<string, string> =>
  new Map([...from].filter(([name]) => names.includes(name)));

/** Every strategy that a run of the accounts started with, by its hash. */
function strategiesOf(accounts: readonly AccountContent[]): Map<string, Strategy> {
  const strategies = new Map<string, Strategy>();
  for (const { runs } of accounts) {
    for (const { history } of runs) {
      const input = inputOf(history);
      const hash = strategyHashOf(input);
      // Hashed as a strategy, so it is one.
      if (hash !== '') strategies.set(hash, (input as { from: { strategy: Strategy } }).from.strategy);
    }
  }
  return strategies;
}

function templatesOf(shelves: readonly TemplateShelf[], claims: readonly LedgerEntry[]) {
  const versions = new Set(claims.map(({ facts }) => textFact(facts['templates'])));
  const used = shelves.filter(({ version }) => versions.has(version));
  return new Map(used.map(({ version, files }) => [version, files]));
}
