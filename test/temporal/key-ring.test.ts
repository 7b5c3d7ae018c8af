import { keyRingFromEnv } from '../../temporal/key-ring';

const base64 = (fill: number, bytes = 32): string => Buffer.alloc(bytes, fill).toString('base64');
const ringOf = (keys: string | undefined) => keyRingFromEnv({ RECOBRO_PAYLOAD_KEYS: keys });

test('keyRingFromEnv() takes the first key as current and keeps the others', () => {
  const ring = ringOf(`k2:${base64(2)}, k1:${base64(1)}`);
  expect(ring.current).toBe('k2');
  expect(ring.key('k1')).toEqual(Buffer.alloc(32, 1));
});

test.each([
  { rule: 'an absent variable', keys: undefined, code: 'payload.noKeys', says: 'openssl rand -base64 32' },
  { rule: 'an empty variable', keys: '  ', code: 'payload.noKeys', says: 'RECOBRO_PAYLOAD_KEYS' },
  { rule: 'an entry without an id', keys: base64(1), code: 'payload.badKey', says: 'entry 1' },
  {
    rule: 'a short key',
    keys: `a:${base64(1)},b:${base64(1, 16)}`,
    code: 'payload.badKey',
    says: 'entry 2 has a key of 16',
  },
  {
    rule: 'an empty entry',
    keys: `a:${base64(1)},`,
    code: 'payload.badKey',
    says: 'entry 2 is not id:base64',
  },
  {
    rule: 'an id used twice',
    keys: `a:${base64(1)},a:${base64(2)}`,
    code: 'payload.badKey',
    says: 'repeats',
  },
])('keyRingFromEnv() refuses $rule', ({ keys, code, says }) => {
  expect(() => ringOf(keys)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(says) }),
  );
});

test('keyRingFromEnv() never shows a key in its message', () => {
  const secret = base64(7, 31);
  expect(() => ringOf(`k:${secret}`)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(secret) }),
  );
});

test('key() names the missing key and the ones there are', () => {
  expect(() => ringOf(`k1:${base64(1)}`).key('k0')).toThrow(
    expect.objectContaining({ code: 'payload.unknownKey', details: { keyId: 'k0', known: ['k1'] } }),
  );
});
