import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from '../../policy/json-schema';

const schemas = Object.entries(publishedSchemas());

test.each(schemas)('schemas/%s is what scripts/generate-schemas.ts writes', (file, text) => {
  expect(readFileSync(join(__dirname, '..', '..', 'schemas', file), 'utf8')).toBe(text);
});

test.each(schemas)('%s describes every field, so that editors can', (_file, text) => {
  expect(undescribed(JSON.parse(text), '')).toEqual([]);
});

/** Paths of the properties without a description. */
function undescribed(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const fields: Record<string, unknown> = Reflect.get(node, 'properties') ?? {};
  const missing = Object.entries(fields).flatMap(([name, field]) =>
    Reflect.has(Object(field), 'description') ? [] : [`${path}.${name}`],
  );
  return [
    ...missing,
    ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}.${key}`)),
  ];
}
