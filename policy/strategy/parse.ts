import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RecobroError } from '../../domain/errors';
import type { Strategy } from '../../domain/strategy';
import { checkSchema } from '../check-schema';
import type { Problem, YamlSource } from '../yaml';
import { formatProblem, inFileOrder, problemAt, readYaml, sourceFromData } from '../yaml';
import type { KnownNames } from './checks';
import { faultsOf } from './checks';
import type { Draft } from './draft';
import { draftOf } from './draft';
import { strategyFileSchema } from './schema';
import { parseSegments } from './segments';
import { toStrategy } from './to-domain';

export type ParseResult =
  | { readonly ok: true; readonly strategy: Strategy }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a strategy file and answers with the strategy or with all its problems, in file order. Never throws.
 *
 * @param fileName Only named in problems; nothing is read from it.
 * @param known Names that exist around the file; absent sets are not checked.
 */
export function parseStrategy(text: string, fileName: string, known: KnownNames = {}): ParseResult {
  const source = readYaml(text, fileName);
  return source.problems.length > 0
    ? { ok: false, problems: inFileOrder(source.problems) }
    : parse(source, known);
}

/** The same for data that is already parsed, such as a scenario's strategy with its overrides; lines are then 0. */
export function strategyFromData(data: unknown, fileName = '(data)', known: KnownNames = {}): ParseResult {
  return parse(sourceFromData(data, fileName), known);
}

/**
 * Reads a strategy from a file.
 *
 * @throws {RecobroError} `strategy.invalid` with every problem, or `strategy.unreadable` when there is no such file.
 */
export function loadStrategy(path: string, known: KnownNames = {}): Strategy {
  const result = parseStrategy(readStrategyText(path), path, known);
  if (result.ok) return result.strategy;
  const problems = result.problems.map(formatProblem);
  throw new RecobroError('strategy.invalid', `Cannot use the strategy ${path}:\n${problems.join('\n')}`, {
    file: path,
    problems,
  });
}

/** Every strategy (`.yaml`) of a folder, by file name. @throws {RecobroError} As `loadStrategy`. */
export function loadStrategyFolder(folder: string): readonly Strategy[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().map((name) => loadStrategy(join(folder, name)));
}

/**
 * The text of a strategy file.
 *
 * @throws {RecobroError} `strategy.unreadable`
 */
export function readStrategyText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecobroError(
      'strategy.unreadable',
      `Cannot read the strategy ${path}: name an existing YAML file (${reason})`,
      { file: path },
    );
  }
}

function parse(source: YamlSource, known: KnownNames): ParseResult {
  const base = parseWhole(source, known);
  const { segments, problems } = parseSegments(source, base, (laid) => parseWhole(laid, known));
  if (base.ok && problems.length === 0)
    return segments.length === 0 ? base : { ok: true, strategy: { ...base.strategy, segments } };
  return { ok: false, problems: inFileOrder([...(base.ok ? [] : base.problems), ...problems]) };
}

/** The file as a strategy, whatever its segments say. */
function parseWhole(source: YamlSource, known: KnownNames): ParseResult {
  const draft = draftOf(source.data);
  const faults = draft ? faultsOf(draft, known) : [];
  const checked = checkSchema(source, strategyFileSchema);
  if (checked.ok && faults.length === 0) return { ok: true, strategy: toStrategy(checked.value) };
  const shape = checked.ok ? [] : checked.problems.filter((problem) => !isSaidBetter(problem, draft));
  const meaning = faults.map(({ path, ...fault }) => problemAt(source, path, fault));
  return { ok: false, problems: [...shape, ...meaning] };
}

/** Problems of shape that a fault of meaning at the same place explains in better words. */
function isSaidBetter({ path }: Problem, draft: Draft | undefined): boolean {
  if (!draft) return false;
  const unclear = draft.steps.find(
    ({ index }) => path === `steps[${index}]` || path.startsWith(`steps[${index}].`),
  );
  if (!unclear) return false;
  return unclear.kinds.length !== 1 || (path.endsWith('].id') && (unclear.id?.includes(':') ?? false));
}
