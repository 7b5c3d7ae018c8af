import { z } from 'zod';
import { publishedStrategySchema } from './strategy/published';
import { elementsFileSchema } from './templates/elements';
import { messageFileSchema } from './templates/schema';

/** Files of `schemas/`, each from the schema that checks such files (draft 7, which editors know best). */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return {
    'strategy.schema.json': schemaText('Recobro strategy', publishedStrategySchema),
    'message.schema.json': schemaText('Recobro message', messageFileSchema),
    'elements.schema.json': schemaText('Recobro required sentences', elementsFileSchema),
  };
}

function schemaText(title: string, fileSchema: z.ZodType): string {
  const schema = z.toJSONSchema(fileSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // zod writes out the bounds of safe integers, which say nothing to an author.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}
