import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedEventSchemas } from '../../../functions/events/published';

const directory = join(__dirname, '../../../schemas/events');
const schemas = publishedEventSchemas();

test.each(Object.entries(schemas))(
  'schemas/events/%s is what scripts/generate-schemas.ts writes',
  (file, text) => {
    expect(readFileSync(join(directory, file), 'utf8')).toBe(text);
  },
);

test('no schema is left of an event that is gone', () => {
  expect(readdirSync(directory).sort()).toEqual(Object.keys(schemas).sort());
});
