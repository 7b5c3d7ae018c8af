import { createSecrets } from '../../functions/secrets';

test('a changed secret is known after five minutes, and not asked for before', async () => {
  let now = 0;
  let text = '{"signing":["first-secret"]}';
  const asked: string[] = [];
  const secretsOf = createSecrets({ read: async (name) => (asked.push(name), text), now: () => now });
  expect((await secretsOf('acme', 'stripe'))?.signing).toEqual(['first-secret']);
  text = '{"signing":["second-secret","first-secret"]}';
  expect((await secretsOf('acme', 'stripe'))?.signing).toEqual(['first-secret']);
  now = 300_001;
  expect((await secretsOf('acme', 'stripe'))?.signing).toEqual(['second-secret', 'first-secret']);
  expect(asked).toEqual(['recobro/acme/stripe', 'recobro/acme/stripe']);
});

test('a secret that cannot be read is an error that does not quote it', async () => {
  const secretsOf = createSecrets({ read: async () => '{"signing":"oops-my-secret"}', now: () => 0 });
  await expect(secretsOf('acme', 'stripe')).rejects.toThrow(/^(?!.*oops).*write/s);
});
