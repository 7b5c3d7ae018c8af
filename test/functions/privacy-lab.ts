import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../../domain/time/calendar';
import { DAY_MS } from '../../domain/time/calendar';
import type { Privacy } from '../../functions/privacy';
import { createPrivacy } from '../../functions/privacy';
import { loadLaw } from '../../policy/law/library';
import { createBlindIndex } from '../../store/blind-index';
import { kmsWrapper } from '../../store/kms-wrapper';
import type { Store } from '../../store/store';
import { createStore, sha256Hex } from '../../store/store';
import { AT, TENANT, aClaim, aPerson, anAccount, context, draft } from '../store/fixtures';
import { storeForTests } from '../store/local-store';

export const NAME = 'Zoraida Quiñónez Abadía';
export const [EMAIL, PHONE, TAX_ID] = ['zoraida.qa@example.com', '+573009876501', '52.999.301-7'];
export const FREE_TEXT = 'llamó su hermana Eulalia';
/** CO-RETENTION keeps for five years. */
export const LATER = AT + 6 * 366 * DAY_MS;

const local = storeForTests();
let stores: () => Store;
let removed: string[] = [];

/** The store as another process opens it. */
export const open = (): Store => stores();

/** Attempts whose letters were taken away since the last debtor was made. */
export const removedLetters = (): readonly string[] => removed;

beforeAll(async () => {
  const kms = new KMSClient({});
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyWrapper = kmsWrapper(kms, () => KeyMetadata?.KeyId ?? '');
  const blindIndex = createBlindIndex(Buffer.alloc(32, 9));
  const { documentClient, tables } = local();
  stores = () => createStore({ documentClient, tables, blindIndex, keyWrapper });
});

/** Every item of every table, as DynamoDB has it. */
export async function everythingStored(): Promise<string> {
  return JSON.stringify(await storedItems(Object.values(local().tables)));
}

/** The items of the core table that name somebody, as DynamoDB has them. */
export async function storedAbout(personId: string): Promise<string> {
  const items = await storedItems([local().tables.core]);
  return JSON.stringify(items.filter((item) => JSON.stringify(item).includes(personId)));
}

async function storedItems(tables: readonly string[]): Promise<readonly unknown[]> {
  const pages = await Promise.all(
    tables.map((TableName) => local().documentClient.send(new ScanCommand({ TableName }))),
  );
  return pages.flatMap(({ Items = [] }): readonly unknown[] => Items);
}

export interface Debtor {
  readonly store: Store;
  readonly privacy: Privacy;
  readonly person: { readonly tenant: string; readonly personId: string };
  readonly accounts: readonly { readonly tenant: string; readonly accountId: string }[];
  readonly bodyHash: string;
  readonly taxId: string;
}

let debtors = 0;

/** Somebody with two accounts, a message, a fact and a task, all of which say something about them. */
export async function aDebtor(): Promise<Debtor> {
  const id = `p-${(debtors += 1)}`;
  const store = open();
  const taxId = `${debtors}${TAX_ID}`;
  const address = { email: `${id}.${EMAIL}`, sms: `${PHONE.slice(0, -2)}${10 + debtors}` };
  const person = aPerson(id, { name: NAME, addresses: address, verified: ['email'] });
  const accounts = ['x', 'y'].map((suffix) => ({ tenant: TENANT, accountId: `${id}-${suffix}` }));
  for (const { accountId } of accounts)
    await store.openAccount({ ...anAccount(accountId, id), person, taxId });
  const [first] = accounts;
  if (!first) throw new Error('two accounts were opened');
  const body = JSON.stringify({ text: `Hola ${NAME}, su cuota vence mañana.` });
  const look = await store.look({ ...first, personId: id });
  const claim = aClaim(look, `${id}-1`);
  const attempt = { ...claim.attempt, channel: 'letter' as const, bodyHash: sha256Hex(body) };
  await store.claimTouch({ ...claim, attempt, body });
  const fact = { kind: 'hold', at: AT, id: 'h', until: null, freeze: false, reason: FREE_TEXT };
  await store.acceptFact({ ...first, eventId: `${id}-fact`, fact, at: AT });
  const details = { from: address.sms, text: FREE_TEXT };
  await store.putWorkItem({ ...first, id: 'w', kind: 'reply', queue: 'q', dueAt: AT, at: AT, details });
  removed = [];
  const removeLetter = async (letter: { attemptId: string }) => void removed.push(letter.attemptId);
  const privacy = createPrivacy({ store, law: loadLaw(), removeLetter });
  const owner = { tenant: TENANT, personId: id };
  return { store, privacy, person: owner, accounts, bodyHash: attempt.bodyHash, taxId };
}

export async function close({ store, accounts }: Debtor, at: Instant = AT): Promise<void> {
  for (const ref of accounts) {
    const drafts = [{ ...draft('outcome_changed'), at }];
    const patch = { outcome: 'paid', snapshot: `snapshot of ${NAME}` };
    await store.appendEntries({ ref, drafts, context, batchId: `close-${at}`, patch });
  }
}

export const erasure = (debtor: Debtor, at: Instant = LATER) => ({
  ...debtor.person,
  ...{ reason: 'data-subject-request', by: 'officer-1', approvedBy: 'officer-2', at },
});
