import * as z from 'zod';
import { incomingData, incomingNames, incomingType } from './incoming';
import { outgoingData, outgoingNames, outgoingType } from './outgoing';

/** Files of `schemas/events/`: the data of each event type, as JSON Schema 2020-12. */
export function publishedEventSchemas(): Readonly<Record<string, string>> {
  const incoming = incomingNames.map(
    (name) => [`loan.${name}.v1.json`, schemaText(incomingType(name), incomingData[name])] as const,
  );
  const outgoing = outgoingNames.map(
    (name) => [`account.${name}.v1.json`, schemaText(outgoingType(name), outgoingData[name])] as const,
  );
  return Object.fromEntries([...incoming, ...outgoing]);
}

function schemaText(title: string, data: z.ZodType): string {
  const schema = z.toJSONSchema(data, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}
