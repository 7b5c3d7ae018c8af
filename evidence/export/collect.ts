import { RecobroError } from '../../domain/errors';
import type { LedgerEntry } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import { sha256Hex } from '../../store/store';
import type { Store } from '../../store/store';
import { accountWorkflowId } from '../../workflows/messages';
import type { BuildNote } from '../builds/kept';
import type { Shelves } from '../builds/shelves';
import type { HistorySource, Run, Software } from '../ports';
import type { AccountContent, EvidencePerson, PackContent, SealProof } from '../pack/content';
import { buildOf, inputOf } from '../replay/recorded';
import { proofFor } from '../seal/merkle';
import type { SealWithHeads } from '../seal/seal';
import { claimsIn } from '../verify/contacts';
import { textFact } from '../verify/findings';
import { namesIn } from '../verify/law';
import { strategyHashOf } from '../verify/messages';
import type { PackBuild } from '../pack/manifest';
import { paths } from '../pack/paths';

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
  /** Versions of law, templates, strategies and code, of this build and of earlier ones. */
  readonly shelves: Shelves;
  readonly software: Software;
  /** The tenant's seals, oldest first. */
  readonly seals: readonly SealWithHeads[];
}

/** The accounts that a pack is about. */
export interface Wanted {
  readonly tenant: string;
  readonly accounts: readonly string[];
}

/** What was collected, and the builds that ran the cases. */
export interface Collected {
  readonly content: PackContent;
  readonly builds: readonly PackBuild[];
  /** Ids of builds that ran a case and whose code nobody has kept. */
  readonly missingBuilds: readonly string[];
}

/**
 * Reads everything about some accounts, and the ledgers of all other accounts of their persons, because the law counts
 * contacts per person.
 */
export async function collect(sources: Sources, { tenant, accounts }: Wanted): Promise<Collected> {
  const persons = await personsOf(sources.store, tenant, accounts);
  const all = [...new Set([...accounts, ...persons.flatMap((person) => person.accounts)])].sort();
  const contents: AccountContent[] = [];
  for (const account of all)
    contents.push(await accountContent(sources, tenant, account, accounts.includes(account)));
  const subjects = contents.filter(({ note }) => note.isSubject);
  const claims = subjects.flatMap(({ ledger }) => claimsIn(ledger).map(({ entry }) => entry));
  const { shelves } = sources;
  const { kept, missing } = await buildsOf(
    shelves,
    subjects.flatMap(({ runs }) => runs),
  );
  const content = {
    accounts: contents,
    persons,
    messages: await messagesOf(sources.store, tenant, subjects),
    ...(await lawOf(shelves, claims)),
    strategies: await strategiesOf(shelves, subjects),
    templates: await named(
      claims.map(({ facts }) => textFact(facts['templates'])),
      shelves.templates,
    ),
    bundles: new Map(kept.map(({ note, code }) => [note.buildId, code])),
  };
  return { content, builds: kept.map(({ note }) => packBuildOf(note)), missingBuilds: missing };
}

/** The builds that ran these runs, ascending by id. */
async function buildsOf(shelves: Shelves, runs: readonly Run[]) {
  const ids = [...new Set(runs.map(({ history }) => buildOf(history)))].filter((id) => id !== undefined);
  const found = await Promise.all(ids.sort().map(async (id) => ({ id, build: await shelves.build(id) })));
  return {
    kept: found.flatMap(({ build }) => build ?? []),
    missing: found.filter(({ build }) => !build).map(({ id }) => id),
  };
}

const packBuildOf = ({ buildId, version, commit, sdk, zones }: BuildNote): PackBuild => ({
  ...{ buildId, version, ...(commit !== undefined && { commit }), sdk, zones },
  bundle: paths.bundle(buildId),
});

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
    ? await runsOf(histories, workflowId, [...new Set(known)])
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

/** Of a person who was erased nobody can read a history any more: the runs are missing, and the ledger says why. */
async function runsOf(histories: HistorySource, workflowId: string, known: readonly string[]) {
  try {
    return await histories.runsOf(workflowId, known);
  } catch (error) {
    if (error instanceof RecobroError && error.code === 'payload.erased') return { runs: [], missing: known };
    throw error;
  }
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
  tenant: string,
  subjects: readonly AccountContent[],
): Promise<Map<string, string>> {
  const messages = new Map<string, string>();
  for (const { ledger, note } of subjects) {
    for (const { entry } of claimsIn(ledger)) {
      const hash = textFact(entry.facts['bodyHash']);
      const { accountId } = note;
      const body = messages.has(hash) ? undefined : await store.readBody({ tenant, accountId }, hash);
      if (body !== undefined) messages.set(hash, body);
    }
  }
  return messages;
}

/** The versions that decided about contacts. */
async function lawOf(shelves: Shelves, claims: readonly LedgerEntry[]) {
  const versions = claims.map(({ lawVersion }) => namesIn(lawVersion));
  return {
    packs: await named(
      versions.flatMap(({ packs }) => packs),
      shelves.pack,
    ),
    calendars: await named(
      versions.flatMap(({ calendars }) => calendars),
      shelves.calendar,
    ),
  };
}

/** What the shelves have under these names; what nobody has is left out, and the verification will say so. */
async function named<T>(
  names: readonly string[],
  from: (name: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const name of new Set(names.filter((one) => one !== ''))) {
    const value = await from(name);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** Every strategy that a run of the accounts started with, and those that are pinned now, by hash. */
async function strategiesOf(
  shelves: Shelves,
  accounts: readonly AccountContent[],
): Promise<Map<string, Strategy>> {
  const strategies = new Map<string, Strategy>();
  for (const { history } of accounts.flatMap(({ runs }) => runs)) {
    const input = inputOf(history);
    const hash = strategyHashOf(input);
    // Hashed as a strategy, so it is one.
    if (hash !== '') strategies.set(hash, (input as { from: { strategy: Strategy } }).from.strategy);
  }
  const pinned = accounts.map(({ note }) => note.strategy.hash).filter((hash) => !strategies.has(hash));
  return new Map([...strategies, ...(await named(pinned, shelves.strategy))]);
}
