import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenants } from '../../policy/tenants';

const folder = mkdtempSync(join(tmpdir(), 'recobro-tenants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const acme = {
  creditorName: 'Acme',
  contactPhone: '+57 601 555 0100',
  portalUrl: 'https://pay.acme.example',
};

function fileWith(content: unknown): string {
  const file = join(folder, 'tenants.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('a tenant is found by its id, and nothing is sent for another', () => {
  const tenantOf = loadTenants(fileWith({ acme }));
  expect(tenantOf('acme')).toEqual(acme);
  expect(() => tenantOf('other')).toThrow(/tenant other: add it to/);
});

test.each([
  { rule: 'a portal without TLS', change: { portalUrl: 'http://pay.acme.example' } },
  { rule: 'a portal that ends with a slash', change: { portalUrl: 'https://pay.acme.example/' } },
  { rule: 'no name', change: { creditorName: '' } },
  { rule: 'an unknown member', change: { colour: 'red' } },
])('$rule is refused, and the message names the tenant', ({ change }) => {
  expect(() => loadTenants(fileWith({ acme: { ...acme, ...change } }))).toThrow(/acme/);
});

test.each(['dev', 'staging', 'prod'])('the tenants of %s can be read', (name) => {
  expect(() => loadTenants(join(__dirname, '..', '..', 'tenants', `${name}.json`))).not.toThrow();
});
