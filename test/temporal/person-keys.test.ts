import { defaultPayloadConverter } from '@temporalio/common';
import { createPayloadCodec } from '../../temporal/codec';
import { keyRing } from '../../temporal/key-ring';
import type { PersonKeySource } from '../../temporal/person-keys';
import { accountOf } from '../../temporal/person-keys';
import { accountWorkflowId } from '../../workflows/messages';

const ring = keyRing(new Map([['k1', Buffer.alloc(32, 1)]]));
const ANA = 'account/acme/A-1';
const context = (workflowId: string) => ({ type: 'workflow', namespace: 'default', workflowId }) as const;

/** Ana owes on, Juan on B-1; who was erased has no key. */
function aSource(erased: readonly string[] = []): PersonKeySource {
  const owners: Readonly<Record<string, string>> = { 'A-1': 'ana', 'A-2': 'ana', 'B-1': 'juan' };
  const keyOf = (personId: string): Buffer => Buffer.alloc(32, personId);
  return {
    ownerOf: async ({ accountId }) => owners[accountId],
    toSeal: async ({ personId }) => keyOf(personId),
    toOpen: async ({ personId }) => (erased.includes(personId) ? undefined : keyOf(personId)),
  };
}

const codec = createPayloadCodec(ring, 'default', aSource());
const payload = defaultPayloadConverter.toPayload({ address: 'ana@example.com' });
const keyIdOf = async (workflowId: string): Promise<string> => {
  const [encoded] = await codec.encode([payload], context(workflowId));
  return Buffer.from(encoded?.metadata?.['kid'] ?? []).toString();
};

test.each([
  { rule: 'an account with the key of its person', workflowId: ANA, keyId: 'p:ana' },
  { rule: 'another account of theirs with the same', workflowId: 'account/acme/A-2', keyId: 'p:ana' },
  { rule: 'an account of somebody else with theirs', workflowId: 'account/acme/B-1', keyId: 'p:juan' },
  { rule: 'an account that nobody has opened with the ring', workflowId: 'account/acme/C-1', keyId: 'k1' },
  { rule: 'what is about no account with the ring', workflowId: 'seal/acme', keyId: 'k1' },
])('encode() encrypts $rule', async ({ workflowId, keyId }) => {
  expect(await keyIdOf(workflowId)).toBe(keyId);
});

test('decode() reads what persons’ keys and the ring have encrypted', async () => {
  for (const workflowId of [ANA, 'seal/acme']) {
    const encoded = await codec.encode([payload], context(workflowId));
    const [plain] = await codec.decode(encoded, context(workflowId));
    expect(plain && defaultPayloadConverter.fromPayload(plain)).toEqual({ address: 'ana@example.com' });
  }
  const before = await createPayloadCodec(ring, 'default').encode([payload], context(ANA));
  expect(await codec.decode(before, context(ANA))).toHaveLength(1);
});

test('decode() says that the person was erased, and reads nothing', async () => {
  const encoded = await codec.encode([payload], context(ANA));
  const later = createPayloadCodec(ring, 'default', aSource(['ana']));
  await expect(later.decode(encoded, context(ANA))).rejects.toMatchObject({ code: 'payload.erased' });
});

test('decode() refuses a payload that was relabelled as somebody else’s', async () => {
  const [encoded] = await codec.encode([payload], context(ANA));
  const metadata = { ...encoded?.metadata, kid: Buffer.from('p:juan') };
  await expect(codec.decode([{ ...encoded, metadata }], context(ANA))).rejects.toMatchObject({
    code: 'payload.notAuthentic',
  });
});

test('decode() without the store refuses what a person’s key has encrypted', async () => {
  const encoded = await codec.encode([payload], context(ANA));
  const alone = createPayloadCodec(ring, 'default');
  await expect(alone.decode(encoded, context(ANA))).rejects.toMatchObject({ code: 'payload.unknownKey' });
});

test('accountOf() reads what accountWorkflowId() writes', () => {
  for (const accountId of ['A-1', 'a/b', 'x\ny'])
    expect(accountOf(accountWorkflowId('acme', accountId))).toEqual({ tenant: 'acme', accountId });
  expect(accountOf('account/acme')).toBeUndefined();
});
