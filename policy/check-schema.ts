import * as z from 'zod';
import { nearestName } from './nearest';
import type { DataPath, Problem, YamlSource } from './yaml';
import { pathText, problemAt } from './yaml';

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

type Issue = z.core.$ZodIssue;

/** The parts of JSON Schema that the hints read. */
interface Hints {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Hints>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: Hints | boolean;
  readonly items?: Hints | readonly Hints[];
  readonly anyOf?: readonly Hints[];
  readonly enum?: readonly unknown[];
}

interface Context {
  readonly source: YamlSource;
  readonly hints: Hints;
}

/**
 * Checks data against a schema and answers with every fault at its place, each with a remedy: known names for an
 * unknown one, the field's description for a missing or malformed one. Describe every field of the schema.
 */
export function checkSchema<S extends z.ZodType>(source: YamlSource, schema: S): Checked<z.output<S>> {
  const result = schema.safeParse(source.data);
  if (result.success) return { ok: true, value: result.data };
  // The published form of the schema carries names and descriptions in a documented shape; zod's own internals do not.
  const hints = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Hints;
  return {
    ok: false,
    problems: result.error.issues.flatMap((issue) => problemsOf({ source, hints }, issue, [])),
  };
}

function problemsOf(context: Context, issue: Issue, base: DataPath): Problem[] {
  // zod names places by property key; YAML has no symbols as keys.
  const path = [...base, ...(issue.path as DataPath)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField(context, [...path, key]));
  if (issue.code !== 'invalid_union') return [valueProblem(context, issue, path)];
  if (issue.errors.every((branch) => branch.some((inner) => isAboutWhole(inner))))
    return [valueProblem(context, issue, path)];
  return nearestBranch(issue.errors).flatMap((inner) => problemsOf(context, inner, path));
}

/** Of the shapes that a value may have, the one it fits best: the one with the fewest faults. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const faults = (branch: readonly Issue[]) =>
    branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return [...branches].sort((a, b) => faults(a) - faults(b))[0] ?? [];
}

const isAboutWhole = (issue: Issue): boolean => issue.path.length === 0 && issue.code !== 'unrecognized_keys';

function unknownField({ source, hints }: Context, path: DataPath): Problem {
  const name = String(path.at(-1));
  const places = hintsAt(hints, path.slice(0, -1));
  const known = fieldNames(places);
  const near = nearestName(name, known);
  const remedy = near ? `did you mean "${near}"?` : `remove it, or use one of ${known.join(', ')}`;
  // The keys of a record, such as currencies, are values of a list rather than fields.
  const isRecord = places.some(({ propertyNames }) => propertyNames !== undefined);
  const fault = isRecord
    ? { code: 'value.unknown', message: `unknown key "${name}"` }
    : { code: 'field.unknown', message: `unknown field "${name}"` };
  return problemAt(source, path, { ...fault, remedy, part: 'key' });
}

function valueProblem({ source, hints }: Context, issue: Issue, path: DataPath): Problem {
  const value = valueAt(source.data, path);
  const about = hintsAt(hints, path)
    .map(({ description }) => description)
    .find((text) => text !== undefined);
  const name = pathText(path) || 'the document';
  if (value === undefined) {
    const remedy = about ? `add ${String(path.at(-1))}: ${about}` : `add ${String(path.at(-1))}`;
    return problemAt(source, path, { code: 'field.missing', message: `${name} is missing`, remedy });
  }
  return problemAt(source, path, {
    code: codeOf(issue, value),
    message: `${name} ${expectation(issue)}, not ${show(value)}`,
    remedy: remedyFor(issue, value, about),
  });
}

function codeOf(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_value') return 'value.unknown';
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'value.range';
  return issue.code === 'invalid_type' && typeof value !== 'number' ? 'value.type' : 'value.format';
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kindNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'too_small':
      return `must ${sizeOf(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `must ${sizeOf(issue.origin)} at most ${issue.maximum}`;
    case 'custom':
      return issue.message;
    default:
      return 'must be written in the form that this field needs';
  }
}

const kindNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of fields',
  tuple: 'a list',
};

const sizeOf = (origin: string): string =>
  origin === 'array' || origin === 'string' ? 'have a length of' : 'be';

function remedyFor(issue: Issue, value: unknown, about: string | undefined): string {
  const near =
    issue.code === 'invalid_value' ? nearestName(String(value), issue.values.map(String)) : undefined;
  if (near) return `did you mean "${near}"?`;
  return about ?? 'write it as docs/ and the published schema show';
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

/** What the schema says about a place; several answers where the place may have several shapes. */
function hintsAt(root: Hints, path: DataPath): readonly Hints[] {
  return path.reduce<readonly Hints[]>(
    (places, key) => places.flatMap((place) => inside(place, key)),
    alternatives(root),
  );
}

function inside({ properties, items, additionalProperties }: Hints, key: string | number): readonly Hints[] {
  const field = properties?.[key];
  if (field) return alternatives(field);
  if (typeof key === 'number' && items) return itemHints(items, key).flatMap(alternatives);
  return typeof additionalProperties === 'object' ? alternatives(additionalProperties) : [];
}

const itemHints = (items: Hints | readonly Hints[], index: number): readonly Hints[] =>
  'length' in items ? items.slice(index, index + 1) : [items];

const alternatives = (hints: Hints): readonly Hints[] => [
  hints,
  ...(hints.anyOf ?? []).flatMap(alternatives),
];

function fieldNames(places: readonly Hints[]): readonly string[] {
  const names = places.flatMap(({ properties, propertyNames }) => [
    ...Object.keys(properties ?? {}),
    ...(propertyNames?.enum ?? []),
  ]);
  return [...new Set(names)];
}
