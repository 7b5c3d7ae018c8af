import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { RecobroError } from '../../domain/errors';
import type { ColumnName } from './columns';
import { columnNames } from './columns';

/** How amounts are written in a file: which mark separates the decimals. */
export type DecimalMark = 'comma' | 'point';

/** How one creditor names its columns, and what holds for all its rows. */
export interface ColumnMap {
  /** Our name → the header in the file. */
  readonly columns: Readonly<Partial<Record<ColumnName, string>>>;
  /** Our name → the value of every row; a cell of the row wins unless it is empty. */
  readonly constants: Readonly<Partial<Record<ColumnName, string>>>;
  /** Settles amounts such as `1.234`, whatever the rest of the file looks like. */
  readonly decimal?: DecimalMark;
}

const text = z.union([z.string().min(1), z.number().transform(String)]);
const perColumn = z.partialRecord(z.enum(columnNames), text).default({});
const mapSchema = z.strictObject({
  columns: perColumn,
  constants: perColumn,
  decimal: z.enum(['comma', 'point']).optional(),
});

/**
 * Reads a column map file (YAML).
 *
 * @throws {RecobroError} `book.badMap` with the place in the file and the remedy.
 */
export function readColumnMap(yaml: string): ColumnMap {
  const parsed = mapSchema.safeParse(yamlValue(yaml));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badMap(issue?.path.join('.') ?? '', issue?.message ?? 'not a map');
  }
  const { columns, constants, decimal } = parsed.data;
  return { columns, constants, ...(decimal && { decimal }) };
}

function yamlValue(yaml: string): unknown {
  try {
    return parseYaml(yaml, { logLevel: 'error' }) ?? {};
  } catch (error) {
    throw badMap('', error instanceof Error ? error.message : String(error));
  }
}

function badMap(path: string, problem: string): RecobroError<'book.badMap'> {
  const place = path === '' ? 'the column map' : `"${path}" of the column map`;
  const remedy = `write "columns:" and "constants:" with our names (${columnNames.join(', ')}) and "decimal: comma" or "decimal: point"`;
  return new RecobroError('book.badMap', `Cannot read ${place}: ${problem}; ${remedy}`, { path });
}
