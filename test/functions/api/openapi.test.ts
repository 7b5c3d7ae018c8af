import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from '../../../functions/api/openapi';
import { operations } from '../../../functions/api/operations';
import { samples } from './requests';

test('schemas/openapi.json is what scripts/generate-schemas.ts writes', () => {
  expect(readFileSync(join(__dirname, '../../../schemas/openapi.json'), 'utf8')).toBe(openApiText());
});

test('every operation has an id of its own and names the members of its path', () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  const document = openApiText();
  for (const { path } of operations)
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) expect(document).toContain(`"name": "${name}"`);
});

test('every operation is asked as another tenant: it has a request in requests.ts', () => {
  const asked = Object.keys(samples({ account: 'A', person: 'P', task: 'T' }));
  expect([...asked, 'openAccount'].sort()).toEqual(operations.map(({ id }) => id).sort());
});
