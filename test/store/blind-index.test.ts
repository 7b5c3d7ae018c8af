import { randomBytes } from 'node:crypto';
import { blindIndexFromEnv, createBlindIndex } from '../../store/blind-index';

const key = randomBytes(32);
const index = createBlindIndex(key);
const phone = { kind: 'phone', value: '+573001234567' } as const;

test('the same identity has the same hash, and nothing of it shows', () => {
  expect(index('acme', phone)).toBe(createBlindIndex(key)('acme', { ...phone }));
  expect(index('acme', phone)).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  { rule: 'tenant', other: index('other', phone) },
  { rule: 'kind', other: index('acme', { ...phone, kind: 'tax_id' }) },
  { rule: 'value', other: index('acme', { ...phone, value: '+573001234568' }) },
  { rule: 'key', other: createBlindIndex(randomBytes(32))('acme', phone) },
  { rule: 'border between its parts', other: index('acme|phone', { ...phone, value: '' }) },
])('another $rule has another hash', ({ other }) => {
  expect(other).not.toBe(index('acme', phone));
});

test.each([{}, { RECOBRO_INDEX_KEY: '' }, { RECOBRO_INDEX_KEY: randomBytes(16).toString('base64') }])(
  'without a good key it does not start, and does not show it',
  (env) => {
    const text = env.RECOBRO_INDEX_KEY ?? 'no key';
    const refused = expect.objectContaining({ code: 'store.badIndexKey' });
    expect(() => blindIndexFromEnv(env)).toThrow(refused);
    if (text !== '') expect(() => blindIndexFromEnv(env)).not.toThrow(text);
  },
);

test('the key of the environment is used', () => {
  const env = { RECOBRO_INDEX_KEY: key.toString('base64') };
  expect(blindIndexFromEnv(env)('acme', phone)).toBe(index('acme', phone));
});
