import { keyRingFromEnv } from '../../temporal/key-ring';
import { createSecretEnvironment } from '../../temporal/secret-environment';

const KEY_A = Buffer.alloc(32, 'a').toString('base64');
const KEY_B = Buffer.alloc(32, 'b').toString('base64');

function lab(secrets: Record<string, string>, env: Record<string, string | undefined>) {
  let now = 0;
  const asked: string[] = [];
  const read = async (name: string) => (asked.push(name), secrets[name]);
  const load = createSecretEnvironment({ env, read, now: () => now });
  return { env, asked, load, pass: (ms: number) => (now += ms) };
}

test('secrets become the variables that the product reads', async () => {
  const secrets = {
    t: '{"TEMPORAL_API_KEY":"key"}',
    p: JSON.stringify({ new: KEY_A, old: KEY_B }),
    i: `${KEY_B}\n`,
  };
  const named = { TEMPORAL_SECRET: 't', RECOBRO_PAYLOAD_KEYS_SECRET: 'p', RECOBRO_INDEX_KEY_SECRET: 'i' };
  const { load, env } = lab(secrets, { ...named });
  expect(await load()).toBe(true);
  expect(env).toMatchObject({ TEMPORAL_API_KEY: 'key', RECOBRO_INDEX_KEY: KEY_B });
  expect(keyRingFromEnv(env).current).toBe('new');
  expect(keyRingFromEnv(env).key('old')).toEqual(Buffer.alloc(32, 'b'));
});

test('a key that Secrets Manager generates, 43 letters and digits, is one of 32 bytes', async () => {
  const { load, env } = lab(
    { p: JSON.stringify({ k1: 'aB3'.repeat(15).slice(0, 43) }) },
    { RECOBRO_PAYLOAD_KEYS_SECRET: 'p' },
  );
  await load();
  expect(keyRingFromEnv(env).key('k1')).toHaveLength(32);
});

test('a changed secret is known after five minutes, and not asked for before', async () => {
  const secrets = { t: '{"TEMPORAL_API_KEY":"first"}' };
  const { load, env, asked, pass } = lab(secrets, { TEMPORAL_SECRET: 't' });
  await load();
  secrets.t = '{"TEMPORAL_API_KEY":"second"}';
  expect(await load()).toBe(false);
  pass(300_000);
  expect(await load()).toBe(true);
  expect(env['TEMPORAL_API_KEY']).toBe('second');
  pass(300_000);
  expect(await load()).toBe(false);
  expect(asked).toHaveLength(3);
});

test('without names nothing is read and nothing changes', async () => {
  const { load, env, asked } = lab({}, { TEMPORAL_ADDRESS: 'localhost:7233' });
  expect(await load()).toBe(false);
  expect({ env, asked }).toEqual({ env: { TEMPORAL_ADDRESS: 'localhost:7233' }, asked: [] });
});

test.each([
  { rule: 'does not exist', secrets: {}, message: /secret t: it does not exist/ },
  { rule: 'is no JSON', secrets: { t: 'my-secret' }, message: /^(?!.*my-secret).*no JSON object/s },
  {
    rule: 'holds a number',
    secrets: { t: '{"TEMPORAL_API_KEY":1}' },
    message: /TEMPORAL_API_KEY, which is no text/,
  },
  {
    rule: 'sets what is not its business',
    secrets: { t: '{"PATH":"/"}' },
    message: /PATH, which is no TEMPORAL_/,
  },
])('a secret that $rule is an error that does not quote it', async ({ secrets, message }) => {
  await expect(lab(secrets, { TEMPORAL_SECRET: 't' }).load()).rejects.toThrow(message);
});
