import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { RecobroError } from '../domain/errors';
import { checkSchema } from '../policy/check-schema';
import { formatProblem, readYaml } from '../policy/yaml';

/**
 * Reads a YAML file of figures against its schema.
 *
 * @throws {RecobroError} `simulation.badFile` with every fault: file, line, what is wrong and how to mend it.
 */
export function readDataFile<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const source = readYaml(textOf(file), file);
  const checked =
    source.problems.length > 0 ? { ok: false as const, ...source } : checkSchema(source, schema);
  if (checked.ok) return checked.value;
  const problems = checked.problems.map(formatProblem);
  throw new RecobroError('simulation.badFile', `Cannot use ${file}:\n${problems.join('\n')}`, {
    file,
    problems,
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const problem = `name an existing file (${error instanceof Error ? error.message : String(error)})`;
    throw new RecobroError('simulation.badFile', `Cannot read ${file}: ${problem}`, {
      file,
      problems: [problem],
    });
  }
}
