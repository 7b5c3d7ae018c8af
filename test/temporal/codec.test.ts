import { fc, test as prop } from '@fast-check/jest';
import { type Payload, defaultPayloadConverter } from '@temporalio/common';
import { type CodecContext, DEFLATE_FROM_BYTES, createPayloadCodec, isEncrypted } from '../../temporal/codec';
import { keyRing } from '../../temporal/key-ring';

const key = (fill: number): Buffer => Buffer.alloc(32, fill);
const codec = createPayloadCodec(keyRing(new Map([['k1', key(1)]])), 'default');
const context = (workflowId: string, namespace = 'default') =>
  ({ type: 'workflow', namespace, workflowId }) as const;
const HERE = context('account/acme/A-1');

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload);

async function encrypted(value: unknown, where: CodecContext | undefined = HERE): Promise<Payload> {
  const [payload] = await codec.encode([payloadOf(value)], where as typeof HERE); // a context with or without a type
  if (!payload) throw new Error('encode() lost the payload');
  return payload;
}

async function decrypted(payload: Payload, where?: typeof HERE, by = codec): Promise<unknown> {
  const [plain] = await by.decode([payload], where);
  return plain && valueOf(plain);
}

prop.prop([fc.jsonValue(), fc.string({ unit: 'grapheme', minLength: 1 })])(
  'decode() gives back what encode() took, for any value and workflow id',
  async (value, workflowId) => {
    const where = context(workflowId);
    expect(await decrypted(await encrypted(value, where), where)).toEqual(JSON.parse(JSON.stringify(value)));
  },
);

test('encode() leaves no plain text and never gives the same bytes twice', async () => {
  const [one, two] = [await encrypted('Juan Pérez'), await encrypted('Juan Pérez')];
  expect(Buffer.from(one.data ?? []).includes('Juan')).toBe(false);
  expect(one.data).not.toEqual(two.data);
});

test.each([
  { rule: 'deflates a large payload', text: 'aviso '.repeat(200), smallerThan: 300, deflated: true },
  {
    rule: 'leaves a small payload as it is',
    text: 'aviso',
    smallerThan: DEFLATE_FROM_BYTES,
    deflated: false,
  },
])('encode() $rule', async ({ text, smallerThan, deflated }) => {
  const payload = await encrypted(text);
  expect(payload.data?.length).toBeLessThan(smallerThan);
  expect('z' in (payload.metadata ?? {})).toBe(deflated);
  expect(await decrypted(payload, HERE)).toBe(text);
});

prop.prop([fc.nat(), fc.integer({ min: 1, max: 255 })])(
  'decode() refuses a payload of which any one byte was changed',
  async (position, change) => {
    const payload = await encrypted({ amount: 100 });
    const data = Uint8Array.from(payload.data ?? []);
    data[position % data.length] = (data[position % data.length] ?? 0) ^ change;
    await expect(decrypted({ ...payload, data }, HERE)).rejects.toMatchObject({
      code: 'payload.notAuthentic',
    });
  },
);

const withField = (payload: Payload, field: string, value: string): Payload => ({
  ...payload,
  metadata: { ...payload.metadata, [field]: Buffer.from(value) },
});

test.each([
  {
    rule: 'is cut off',
    change: (p: Payload) => ({ ...p, data: p.data?.subarray(0, 20) ?? null }),
    code: 'payload.notAuthentic',
  },
  { rule: 'has no data', change: (p: Payload) => ({ ...p, data: null }), code: 'payload.notAuthentic' },
  {
    rule: 'is called deflated',
    change: (p: Payload) => withField(p, 'z', 'deflate'),
    code: 'payload.notAuthentic',
  },
  {
    rule: 'names a key that is not there',
    change: (p: Payload) => withField(p, 'kid', 'k9'),
    code: 'payload.unknownKey',
  },
  {
    rule: 'names another workflow',
    change: (p: Payload) => withField(p, 'wid', 'account/acme/B-2'),
    code: 'payload.otherWorkflow',
  },
])('decode() refuses a payload that $rule', async ({ change, code }) => {
  await expect(decrypted(change(await encrypted({ amount: 100 })), HERE)).rejects.toMatchObject({ code });
});

test.each([
  {
    rule: 'to another workflow',
    code: 'payload.otherWorkflow',
    relabel: false,
    to: context('account/acme/B-2'),
  },
  {
    rule: 'to another workflow, relabelled',
    code: 'payload.notAuthentic',
    relabel: true,
    to: context('account/acme/B-2'),
  },
  {
    rule: 'to another namespace',
    code: 'payload.notAuthentic',
    relabel: false,
    to: context('account/acme/A-1', 'other'),
  },
])('decode() refuses a ciphertext moved $rule', async ({ relabel, to, code }) => {
  const payload = await encrypted({ amount: 100 });
  const moved = relabel ? withField(payload, 'wid', to.workflowId) : payload;
  await expect(decrypted(moved, to)).rejects.toMatchObject({ code });
});

test('decode() without a context, as the Temporal UI asks, relies on the id inside and still authenticates it', async () => {
  const payload = await encrypted('hola');
  expect(await decrypted(payload)).toBe('hola');
  await expect(decrypted(withField(payload, 'wid', 'account/acme/B-2'))).rejects.toMatchObject({
    code: 'payload.notAuthentic',
  });
});

test('encode() without a context still encrypts, and decode() refuses the result where a workflow is known', async () => {
  const [payload] = await codec.encode([payloadOf('replay failed')]);
  expect(payload && isEncrypted(payload)).toBe(true);
  expect(payload && (await decrypted(payload))).toBe('replay failed');
  await expect(decrypted(payload ?? {}, HERE)).rejects.toMatchObject({ code: 'payload.otherWorkflow' });
});

test('decode() passes a payload that is not encrypted', async () => {
  expect(await decrypted(payloadOf('plain'), HERE)).toBe('plain');
});

test('a rotated ring encrypts with the new key and still reads the old one', async () => {
  const old = await encrypted('before');
  const rotated = createPayloadCodec(
    keyRing(
      new Map([
        ['k2', key(2)],
        ['k1', key(1)],
      ]),
    ),
    'default',
  );
  const [fresh] = await rotated.encode([payloadOf('after')], HERE);
  expect(await decrypted(old, HERE, rotated)).toBe('before');
  expect(await decrypted(fresh ?? {}, HERE, rotated)).toBe('after');
  await expect(decrypted(fresh ?? {}, HERE)).rejects.toMatchObject({ code: 'payload.unknownKey' });
});

test('decode() with another key under the same id fails', async () => {
  const other = createPayloadCodec(keyRing(new Map([['k1', key(9)]])), 'default');
  await expect(decrypted(await encrypted('x'), HERE, other)).rejects.toMatchObject({
    code: 'payload.notAuthentic',
  });
});
