import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Sha256 } from '../domain/ledger';
import { createAccounts } from './accounts';
import { createAnswers } from './answers';
import { createRequestCounts } from './request-counts';
import { createAttempts } from './attempts';
import type { Base } from './base';
import type { KeyWrapper } from './key-wrapper';
import type { PersonRef } from './keys';
import type { PersonKeys } from './person-keys';
import { createPersonKeys } from './person-keys';
import type { VaultKeys } from './vault';
import { createVault, openVault } from './vault';
import type { BlindIndex } from './blind-index';
import { createBookRows } from './book-rows';
import { createEntities } from './entities';
import { createErasure } from './erasure';
import { createFacts } from './facts';
import { createHalts } from './halts';
import { createIdentities } from './identities';
import { createLedgers } from './ledgers';
import type { MergePersons } from './merge';
import { mergePersons } from './merge';
import { createPayments } from './payments';
import { createPeople } from './people';
import { settleTouch } from './settle';
import { createStrategies } from './strategies';
import type { TableNames } from './tables';
import { claimTouch } from './touches';
import { jitteredPause } from './transact';
import type { Pause } from './transact';
import type { ClaimTouch, SettleTouch } from './types';
import { createWorkItems } from './work-items';

export interface StoreOptions {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly sha256?: Sha256;
  readonly pause?: Pause;
  readonly now?: () => number;
  /** From `blindIndexFromEnv`; without it persons are known by their ids only. */
  readonly blindIndex?: BlindIndex;
  /** From `keyWrapperFrom`; without it personal data is kept as it is, which is for measurements and tests only. */
  readonly keyWrapper?: KeyWrapper;
}

/** SHA-256 of a UTF-8 text as lower-case hex. */
export const sha256Hex: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Everything that Recobro remembers. All writes are conditional: repeating a call does not repeat its effect. */
export function createStore(options: StoreOptions) {
  const base = baseOf(options);
  const { personKeys } = base;
  return {
    ...createAccounts(base),
    ...createFacts(base),
    ...createPeople(base),
    ...createIdentities(base),
    ...createLedgers(base),
    ...createAttempts(base),
    ...createWorkItems(base),
    ...createBookRows(base),
    ...createStrategies(base),
    ...createPayments(base),
    ...createAnswers(base),
    ...createRequestCounts(base),
    ...createHalts(base),
    ...createErasure(base),
    mergePersons: (merge: MergePersons) => mergePersons(base, merge),
    claimTouch: (claim: ClaimTouch) => claimTouch(base, claim),
    settleTouch: (settle: SettleTouch) => settleTouch(base, settle),
    ...(personKeys && { payloadKeys: payloadKeysOf(personKeys) }),
  };
}

function baseOf({ documentClient, tables, blindIndex, keyWrapper: wrapper, ...given }: StoreOptions): Base {
  const { sha256 = sha256Hex, pause = jitteredPause, now = Date.now } = given;
  const entities = createEntities(documentClient, tables);
  const personKeys = wrapper && createPersonKeys({ entities, wrapper, now });
  const vault = personKeys ? createVault(fieldKeysOf(personKeys)) : openVault;
  return {
    entities,
    sha256,
    pause,
    now,
    vault,
    ...(blindIndex && { blindIndex }),
    ...(personKeys && { personKeys }),
  };
}

const fieldKeysOf = ({ toSeal, toOpen }: PersonKeys): VaultKeys => ({
  toSeal: async (owner) => (await toSeal(owner)).field,
  toOpen: async (owner) => (await toOpen(owner))?.field,
});

/** Whose an account is, and the keys with which what its case carries is encrypted: for Temporal's codec. */
const payloadKeysOf = ({ toSeal, toOpen, ownerOf }: PersonKeys) => ({
  ownerOf,
  toSeal: async (owner: PersonRef): Promise<Buffer> => (await toSeal(owner)).payload,
  toOpen: async (owner: PersonRef): Promise<Buffer | undefined> => (await toOpen(owner))?.payload,
});

export type Store = ReturnType<typeof createStore>;
