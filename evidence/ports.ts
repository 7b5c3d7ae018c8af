import type { temporal } from '@temporalio/proto';

/** Signs with a key that never leaves its keeper: ECDSA on P-256 over SHA-256. */
export interface Signer {
  /** Under which name the keeper knows the key. */
  readonly keyId: string;
  /** The public half, as DER (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer;
  /** The signature of the message in the fixed form of IEEE P1363, 64 bytes: there is one way to write it. */
  sign(message: Uint8Array): Promise<Buffer>;
}

/** A place where nothing that was written can be written again or taken away (S3 with Object Lock). */
export interface EvidenceArchive {
  /** False when there is something under the key: it stays as it is. */
  put(key: string, bytes: Uint8Array): Promise<boolean>;
  get(key: string): Promise<Buffer | undefined>;
  /** Keys that begin so, in order. */
  list(prefix: string): Promise<string[]>;
}

export type History = temporal.api.history.v1.IHistory;
export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One run of a workflow with its payloads decrypted. */
export interface Run {
  readonly runId: string;
  readonly history: History;
}

/** Where histories are read, decrypted. */
export interface HistorySource {
  /**
   * Every run of a workflow, oldest first: those named, and all that lead to them or on from them.
   * `missing`: runs that are known to have been and that the server has no more.
   */
  runsOf(
    workflowId: string,
    known: readonly string[],
  ): Promise<{ readonly runs: readonly Run[]; readonly missing: readonly string[] }>;
}

/** The software that makes a pack. */
export interface Software {
  readonly version: string;
  /** Of the source, where it is known. */
  readonly commit?: string;
}
