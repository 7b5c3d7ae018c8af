import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { RecobroError } from '../domain/errors';
import type { KeyRing } from './key-ring';
import { isPersonKey, openingKey, sealingKey } from './person-keys';
import type { PersonKeySource } from './person-keys';

/** What the SDK tells a codec about the payload; workflow and activity contexts both fit. */
export interface CodecContext {
  readonly namespace: string;
  readonly workflowId?: string;
}

/** The value of the `encoding` metadata by which an encrypted payload is known. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';

/** Payloads from this size on are deflated before they are encrypted, because history bytes are budgeted. */
export const DEFLATE_FROM_BYTES = 256;

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PayloadMessage = temporal.api.common.v1.Payload;

// Names are short because they stand in every event of every history.
const FIELD = { encoding: 'encoding', keyId: 'kid', workflowId: 'wid', compression: 'z' } as const;
const DEFLATED = 'deflate';

interface Envelope {
  readonly keyId: string;
  readonly workflowId: string;
  readonly deflated: boolean;
}

/**
 * Encrypts every payload with AES-256-GCM. The associated data is `namespace|workflowId` and the person, so that a
 * ciphertext moved to another workflow does not decrypt. The workflow id also stands readable in the metadata, because the Temporal UI
 * sends its codec server payloads and a namespace but no workflow id; where the SDK gives a context it must be equal.
 *
 * A payload encoded without a context (the SDK does this for the failure of a failed replay and for schedule memos)
 * is encrypted but bound to no workflow: it is refused wherever a workflow is known.
 *
 * What an account's workflow carries is encrypted with the key of the account's person, so that destroying that key
 * destroys every copy; everything else, and histories from before, with a key of the ring.
 *
 * @param keys Keys by id; the current one encrypts, the id in the metadata says which one decrypts.
 * @param namespace Used where the SDK gives no context.
 * @param persons Absent where only the ring is known: what persons' keys have encrypted is then refused.
 * @see https://docs.temporal.io/payload-codec
 */
export function createPayloadCodec(
  keys: KeyRing,
  namespace: string,
  persons?: PersonKeySource,
): PayloadCodec {
  const ofRing = { keyId: keys.current, key: keys.key(keys.current) };
  return {
    async encode(payloads, context?: CodecContext) {
      const { workflowId } = context ?? {};
      const ofPerson = persons && workflowId ? await sealingKey(persons, workflowId) : undefined;
      return payloads.map((payload) => encrypt(ofPerson ?? ofRing, payload, context ?? { namespace }));
    },
    async decode(payloads, context?: CodecContext) {
      return Promise.all(
        payloads.map(async (payload) => {
          if (!isEncrypted(payload)) return payload;
          const envelope = envelopeOf(payload);
          if (context) assertSameWorkflow(envelope, context);
          const key = await keyOf(envelope, keys, persons);
          return decrypt(key, payload, context?.namespace ?? namespace, envelope);
        }),
      );
    },
  };
}

async function keyOf(
  { keyId, workflowId }: Envelope,
  keys: KeyRing,
  persons: PersonKeySource | undefined,
): Promise<Buffer> {
  if (!isPersonKey(keyId) || !persons) return keys.key(keyId);
  const key = await openingKey(persons, workflowId, keyId);
  if (key) return key;
  const message = `Cannot decrypt a payload of workflow ${JSON.stringify(workflowId)}: its person was erased, and nobody can any more`;
  throw new RecobroError('payload.erased', message, { workflowId });
}

/** Whether this codec wrote the payload. */
export function isEncrypted(payload: Payload): boolean {
  return text(payload, FIELD.encoding) === ENCRYPTED_ENCODING;
}

/** The workflow for which a payload was encrypted; empty when it was for none. Not authenticated before it is decrypted. */
export const workflowOf = (payload: Payload): string => envelopeOf(payload).workflowId;

function encrypt(
  { keyId, key }: { readonly keyId: string; readonly key: Buffer },
  payload: Payload,
  context: CodecContext,
): Payload {
  const { body, deflated } = pack(payload);
  const envelope = { keyId, workflowId: context.workflowId ?? '', deflated };
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  cipher.setAAD(associatedData(context.namespace, envelope));
  const data = Buffer.concat([iv, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
  return { metadata: metadataOf(envelope), data };
}

function decrypt(key: Buffer, payload: Payload, namespace: string, envelope: Envelope): Payload {
  const body = open(key, payload, namespace, envelope);
  return PayloadMessage.decode(envelope.deflated ? inflateRawSync(body) : body);
}

function open(key: Buffer, payload: Payload, namespace: string, envelope: Envelope): Buffer {
  const data = payload.data ?? new Uint8Array();
  if (data.length < IV_BYTES + TAG_BYTES) throw notAuthentic(envelope);
  const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(namespace, envelope));
  decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(data.subarray(IV_BYTES, data.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw notAuthentic(envelope);
  }
}

function pack(payload: Payload): { body: Uint8Array; deflated: boolean } {
  const plain = PayloadMessage.encode(payload).finish();
  if (plain.length < DEFLATE_FROM_BYTES) return { body: plain, deflated: false };
  const packed = deflateRawSync(plain);
  return packed.length < plain.length ? { body: packed, deflated: true } : { body: plain, deflated: false };
}

/**
 * The flag and a person's id are authenticated too; a NUL cannot stand in a namespace or an id, so nothing can be read two
 * ways. The ids of ring keys are not, because histories are written without.
 */
function associatedData(namespace: string, { keyId, workflowId, deflated }: Envelope): Buffer {
  const person = isPersonKey(keyId) ? `\0${keyId}` : '';
  return Buffer.from(`${namespace}|${workflowId}${person}${deflated ? `\0${DEFLATED}` : ''}`);
}

function metadataOf({ keyId, workflowId, deflated }: Envelope): Record<string, Uint8Array> {
  return {
    [FIELD.encoding]: Buffer.from(ENCRYPTED_ENCODING),
    [FIELD.keyId]: Buffer.from(keyId),
    [FIELD.workflowId]: Buffer.from(workflowId),
    ...(deflated && { [FIELD.compression]: Buffer.from(DEFLATED) }),
  };
}

function envelopeOf(payload: Payload): Envelope {
  return {
    keyId: text(payload, FIELD.keyId),
    workflowId: text(payload, FIELD.workflowId),
    deflated: text(payload, FIELD.compression) === DEFLATED,
  };
}

function text(payload: Payload, field: string): string {
  const value = payload.metadata?.[field];
  return value ? Buffer.from(value).toString('utf8') : '';
}

function assertSameWorkflow(envelope: Envelope, context: CodecContext): void {
  const expected = context.workflowId ?? '';
  if (envelope.workflowId === expected) return;
  const message = `Cannot decrypt a payload for workflow ${JSON.stringify(expected)}: it was encrypted for ${JSON.stringify(envelope.workflowId)}; a payload cannot be moved between workflows`;
  throw new RecobroError('payload.otherWorkflow', message, { expected, received: envelope.workflowId });
}

function notAuthentic({ keyId, workflowId }: Envelope): RecobroError {
  const message = `Cannot decrypt a payload of workflow ${JSON.stringify(workflowId)} with key ${JSON.stringify(keyId)}: it was changed or moved, or the key has other bytes; compare the key with the one that encrypted`;
  return new RecobroError('payload.notAuthentic', message, { keyId, workflowId });
}
