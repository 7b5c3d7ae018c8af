/**
 * Writes the JSON Schemas that editors use from the schemas that check the files.
 * Run `npx tsx scripts/generate-schemas.ts` after changing one; a test compares the two.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from '../functions/api/openapi';
import { publishedEventSchemas } from '../functions/events/published';
import { publishedSchemas } from '../policy/json-schema';

const directory = join(__dirname, '..', 'schemas');
const events = join(directory, 'events');
mkdirSync(events, { recursive: true });
for (const [file, text] of Object.entries(publishedSchemas())) writeFileSync(join(directory, file), text);
for (const [file, text] of Object.entries(publishedEventSchemas())) writeFileSync(join(events, file), text);
writeFileSync(join(directory, 'openapi.json'), openApiText());
