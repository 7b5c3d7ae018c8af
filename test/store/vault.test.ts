import { randomBytes } from 'node:crypto';
import { fc, test as prop } from '@fast-check/jest';
import { createCache } from '../../store/cache';
import { ringWrapper } from '../../store/key-wrapper';
import { keyWrapperFrom, kmsWrapper } from '../../store/kms-wrapper';
import type { VaultKeys } from '../../store/vault';
import { createVault, derivedKey } from '../../store/vault';
import { keyRing } from '../../temporal/key-ring';

const key = Buffer.alloc(32, 5);
const ANA = { tenant: 'acme', personId: 'P#1:ñ' };
const keys: VaultKeys = { toSeal: async () => key, toOpen: async () => key };
const vault = createVault(keys);

describe('a vault', () => {
  prop.prop([fc.string({ unit: 'binary' }), fc.string({ maxLength: 1_000 })])(
    'opens what it sealed, whoever it is about and however long it is',
    async (personId, text) => {
      const long = text.repeat(3);
      const sealed = await vault.seal({ tenant: 'acme', personId }, 'person', long);
      expect(await vault.open('acme', 'person', sealed)).toBe(long);
    },
  );

  test('leaves nothing to be read, and never writes the same twice', async () => {
    const text = 'Ana Núñez, +573001234567. '.repeat(20);
    const [one, two] = [await vault.seal(ANA, 'person', text), await vault.seal(ANA, 'person', text)];
    expect(one).not.toBe(two);
    expect(one).not.toContain('573001234567');
    expect(one.length).toBeLessThan(300); // deflated before it was encrypted
  });

  test.each([
    { rule: 'moved to another item', tenant: 'acme', place: 'fact/a/1', of: (text: string) => text },
    { rule: 'moved to another tenant', tenant: 'other', place: 'person', of: (text: string) => text },
    {
      rule: 'relabelled as another person',
      tenant: 'acme',
      place: 'person',
      of: (text: string) => text.replace('P%231', 'P%232'),
    },
    {
      rule: 'changed',
      tenant: 'acme',
      place: 'person',
      of: (text: string) => text.replace(/.{4}$/, (end) => (end === 'AAA=' ? 'BBB=' : 'AAA=')),
    },
    { rule: 'cut off', tenant: 'acme', place: 'person', of: (text: string) => text.slice(0, 30) },
  ])('refuses what was $rule', async ({ tenant, place, of }) => {
    const sealed = of(await vault.seal(ANA, 'person', 'Ana'));
    await expect(vault.open(tenant, place, sealed)).rejects.toMatchObject({ code: 'person.notAuthentic' });
  });

  test('has nothing to say of a person whose key was destroyed', async () => {
    const sealed = await vault.seal(ANA, 'person', 'Ana');
    const later = createVault({ ...keys, toOpen: async () => undefined });
    expect(await later.open('acme', 'person', sealed)).toBeUndefined();
  });

  test('reads what was written before there were keys', async () => {
    expect(await vault.open('acme', 'person', '{"name":"Ana"}')).toBe('{"name":"Ana"}');
  });

  test('the keys of two purposes have nothing in common', () => {
    expect(derivedKey(key, 'field')).not.toEqual(derivedKey(key, 'payload'));
    expect(derivedKey(key, 'field')).toEqual(derivedKey(key, 'field'));
  });
});

describe('a wrapped key', () => {
  const wrapper = ringWrapper(keyRing(new Map([['k1', randomBytes(32)]])));

  test('is opened for the person it was made for', async () => {
    const { key: made, wrapped } = await wrapper.generate(ANA);
    expect(wrapped).not.toContain(made.toString('base64'));
    expect(await wrapper.unwrap(ANA, wrapped)).toEqual(made);
  });

  test.each([
    { rule: 'another person', owner: { tenant: 'acme', personId: 'P2' }, of: (text: string) => text },
    { rule: 'another tenant', owner: { ...ANA, tenant: 'other' }, of: (text: string) => text },
    { rule: 'a key that was cut off', owner: ANA, of: (text: string) => text.slice(0, -8) },
    { rule: 'a key of KMS', owner: ANA, of: (text: string) => text.replace('ring:k1', 'kms') },
  ])('is not opened for $rule', async ({ owner, of }) => {
    const { wrapped } = await wrapper.generate(ANA);
    await expect(wrapper.unwrap(owner, of(wrapped))).rejects.toMatchObject({ code: 'person.badKey' });
  });

  test('of KMS is asked for under the key of its tenant, for this person only', async () => {
    const asked: object[] = [];
    const send = async ({ input }: { input: object }) => {
      asked.push(input);
      return { Plaintext: key, CiphertextBlob: Buffer.from('wrapped') };
    };
    const kms = kmsWrapper({ send } as never, (tenant) => `alias/${tenant}`); // the one method that it calls
    const { wrapped } = await kms.generate(ANA);
    expect(await kms.unwrap(ANA, wrapped)).toEqual(key);
    const EncryptionContext = { product: 'recobro', tenant: 'acme', person: ANA.personId };
    expect(asked).toEqual([
      { KeyId: 'alias/acme', KeySpec: 'AES_256', EncryptionContext },
      { KeyId: 'alias/acme', CiphertextBlob: Buffer.from('wrapped'), EncryptionContext },
    ]);
  });
});

test.each([
  { tenant: 'acme', keyId: 'alias/recobro-prod/tenant/acme' },
  { tenant: '(operator)', keyId: 'alias/recobro-prod/tenant/operator' },
])('the key of $tenant is asked for by the name that the environment gives', async ({ tenant, keyId }) => {
  const asked: unknown[] = [];
  const send = async ({ input }: { input: { KeyId: string } }) => {
    asked.push(input.KeyId);
    return { Plaintext: key, CiphertextBlob: Buffer.from('wrapped') };
  };
  const env = { RECOBRO_TENANT_KEY: 'alias/recobro-prod/tenant/{tenant}' };
  const ring = keyRing(new Map([['k1', key]]));
  const wrapper = keyWrapperFrom({ env, ring, kms: () => ({ send }) as never }); // the one method that it calls
  await wrapper.generate({ tenant, personId: 'P' });
  expect(asked).toEqual([keyId]);
  const { wrapped } = await keyWrapperFrom({ env: {}, ring, kms: () => fail() }).generate(ANA);
  expect(wrapped).toMatch(/^ring:k1:/);
});

const fail = (): never => {
  throw new Error('there is no KMS here');
};

describe('a cache', () => {
  function aCache(most = 2, keptMs = 100) {
    let now = 0;
    const loads: string[] = [];
    const cache = createCache<string>({ most, keptMs, now: () => now });
    const ask = (name: string) =>
      cache.get(name, async () => {
        loads.push(name);
        return name.toUpperCase();
      });
    return { cache, ask, loads, pass: (ms: number) => (now += ms) };
  }

  test('asks once for many who ask at the same time', async () => {
    const { ask, loads } = aCache();
    expect(await Promise.all([ask('a'), ask('a'), ask('a')])).toEqual(['A', 'A', 'A']);
    expect(loads).toEqual(['a']);
  });

  test('forgets by time, by number and when told to', async () => {
    const { cache, ask, loads, pass } = aCache();
    await ask('a');
    pass(99);
    await ask('a');
    pass(1);
    await ask('a'); // time
    await ask('b');
    await ask('a');
    await ask('c'); // `b` was asked for longest ago
    await ask('a');
    await ask('b');
    cache.forget('b');
    await ask('b');
    expect(loads).toEqual(['a', 'a', 'b', 'c', 'b', 'b']);
  });

  test('does not keep a failure', async () => {
    const { cache, ask } = aCache();
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await ask('a')).toBe('A');
  });
});
