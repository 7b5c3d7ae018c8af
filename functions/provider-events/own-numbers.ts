import * as z from 'zod';

const numbersSchema = z.record(z.string(), z.string());

/**
 * Whose numbers receive replies: `RECOBRO_NUMBERS` is JSON from number to tenant, such as `{"+5215512345678": "acme"}`.
 *
 * @throws {ZodError | SyntaxError} When the variable holds something else.
 */
export function ownNumbersFrom(
  env: Readonly<Record<string, string | undefined>>,
): (ownNumber: string) => string | undefined {
  const numbers = new Map(Object.entries(numbersSchema.parse(JSON.parse(env['RECOBRO_NUMBERS'] || '{}'))));
  return (ownNumber) => numbers.get(ownNumber);
}
