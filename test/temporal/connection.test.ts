import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionSettings, namespaceOf } from '../../temporal/connection';

test.each([
  { rule: 'defaults to the local server', env: {}, expected: { address: 'localhost:7233' } },
  { rule: 'takes the address', env: { TEMPORAL_ADDRESS: 'a.b:443' }, expected: { address: 'a.b:443' } },
  {
    rule: 'turns TLS on for an API key',
    env: { TEMPORAL_API_KEY: 'secret' },
    expected: { address: 'localhost:7233', apiKey: 'secret', tls: true },
  },
  {
    rule: 'keeps TLS off when told so, also with an API key',
    env: { TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: 'false' },
    expected: { address: 'localhost:7233', apiKey: 'secret', tls: false },
  },
  { rule: 'turns TLS on', env: { TEMPORAL_TLS: '1' }, expected: { address: 'localhost:7233', tls: true } },
  {
    rule: 'takes certificates as text',
    env: {
      TEMPORAL_TLS_CLIENT_CERT_DATA: 'c',
      TEMPORAL_TLS_CLIENT_KEY_DATA: 'k',
      TEMPORAL_TLS_SERVER_NAME: 'n',
    },
    expected: {
      address: 'localhost:7233',
      tls: { serverNameOverride: 'n', clientCertPair: { crt: Buffer.from('c'), key: Buffer.from('k') } },
    },
  },
])('connectionSettings() $rule', ({ env, expected }) => {
  expect(connectionSettings(env)).toEqual(expected);
});

test('connectionSettings() reads certificates from files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'recobro-test-'));
  writeFileSync(join(directory, 'ca.pem'), 'ca');
  const env = { TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(directory, 'ca.pem') };
  expect(connectionSettings(env).tls).toEqual({ serverRootCACertificate: Buffer.from('ca') });
  rmSync(directory, { recursive: true });
});

test.each([
  { rule: 'an address without a port', env: { TEMPORAL_ADDRESS: 'localhost' }, variable: 'TEMPORAL_ADDRESS' },
  { rule: 'an address with a scheme', env: { TEMPORAL_ADDRESS: 'http://a:1' }, variable: 'TEMPORAL_ADDRESS' },
  { rule: 'a TLS switch that is no boolean', env: { TEMPORAL_TLS: 'perhaps' }, variable: 'TEMPORAL_TLS' },
  {
    rule: 'a certificate without its key',
    env: { TEMPORAL_TLS_CLIENT_CERT_DATA: 'c' },
    variable: 'TEMPORAL_TLS_CLIENT_KEY_PATH',
  },
  {
    rule: 'a key without its certificate',
    env: { TEMPORAL_TLS_CLIENT_KEY_DATA: 'k' },
    variable: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
  },
  {
    rule: 'a file that is not there',
    env: { TEMPORAL_TLS_CLIENT_CERT_PATH: '/none' },
    variable: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
  },
])('connectionSettings() refuses $rule and names the variable', ({ env, variable }) => {
  expect(() => connectionSettings(env)).toThrow(
    expect.objectContaining({
      code: 'temporal.badSetting',
      details: { variable },
      message: expect.stringContaining(variable),
    }),
  );
});

test('namespaceOf() is default unless named', () => {
  expect(namespaceOf({})).toBe('default');
  expect(namespaceOf({ TEMPORAL_NAMESPACE: 'cobros.a1b2c' })).toBe('cobros.a1b2c');
});
