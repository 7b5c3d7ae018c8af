import { isMap, isNode, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, YAMLError } from 'yaml';

/** What is wrong at one place of a file, and how to mend it. Lines and columns count from 1; 0 = no file at hand. */
export interface Problem {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Place inside the data, such as `steps[2].via[0]`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Keys and list indexes from the root of a document. */
export type DataPath = readonly (string | number)[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Position of the value at a path, or of its key. A path that does not exist gives the nearest thing around it. */
export type Locator = (path: DataPath, part?: 'value' | 'key') => Position;

/** One YAML document as plain data that still knows where everything was written. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** Faults of the YAML itself. With any of them `data` is not to be trusted. */
  readonly problems: readonly Problem[];
  readonly locate: Locator;
}

/** Reads a file that holds one YAML 1.2 document. Never throws: faults are in `problems`. */
export function readYaml(text: string, file: string): YamlSource {
  const [first, second] = readYamlDocuments(text, file);
  if (!first) return emptySource(file);
  if (!second) return first;
  const problem = problemAt(second, [], {
    code: 'yaml.severalDocuments',
    message: 'the file holds more than one document',
    remedy: 'remove everything from the second `---` on, or move it to a file of its own',
  });
  return { ...first, problems: [...first.problems, problem] };
}

/** Reads every document of a YAML 1.2 file (separated by `---`); an empty file has none. Never throws. */
export function readYamlDocuments(text: string, file: string): readonly YamlSource[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: '1.2',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  // An empty stream is a list too, with an `empty` flag instead of documents.
  return 'empty' in parsed ? [] : parsed.map((document) => sourceOf(document, lines, file));
}

/** Wraps data that did not come from a file, so that the same checks serve it; its problems have line 0. */
export function sourceFromData(data: unknown, file = '(data)'): YamlSource {
  return { file, data, problems: [], locate: () => ({ line: 0, column: 0 }) };
}

/** A problem at a place of a source. */
export function problemAt(
  { file, locate }: YamlSource,
  path: DataPath,
  { part, ...fault }: { code: string; message: string; remedy: string; part?: 'value' | 'key' },
): Problem {
  return { ...fault, file, ...locate(path, part), path: pathText(path) };
}

/** Writes a path as `steps[2].via[0]`. */
export function pathText(path: DataPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}

/** Writes a problem as `file:line:column: fault – remedy`, the form that editors and CI turn into links. */
export function formatProblem({ file, line, column, message, remedy }: Problem): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return `${place}: ${message} – ${remedy}`;
}

/** Problems in the order in which they stand in the file. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function sourceOf(document: Document.Parsed, lines: LineCounter, file: string): YamlSource {
  const locate: Locator = (path, part = 'value') => positionAt(lines, offsetOf(document, path, part));
  const faults = [...document.errors, ...document.warnings].map((fault) => syntaxProblem(fault, lines, file));
  try {
    return { file, data: document.toJS(), problems: faults, locate };
  } catch (error) {
    // Aliases that multiply beyond the library's limit, or that name no anchor.
    const message = error instanceof Error ? error.message : String(error);
    const problem = {
      code: 'yaml.alias',
      file,
      ...locate([]),
      path: '',
      message,
      remedy: 'write the value out instead of using an alias',
    };
    return { file, data: undefined, problems: [...faults, problem], locate };
  }
}

function syntaxProblem(fault: YAMLError, lines: LineCounter, file: string): Problem {
  const remedy =
    fault.code === 'DUPLICATE_KEY'
      ? 'keep one of the two keys'
      : 'mend the YAML here: look at indentation, quotes and brackets';
  return {
    code: 'yaml.syntax',
    file,
    ...positionAt(lines, fault.pos[0]),
    path: '',
    message: fault.message,
    remedy,
  };
}

function emptySource(file: string): YamlSource {
  const source = { file, data: undefined, problems: [], locate: () => ({ line: 1, column: 1 }) };
  const fault = { code: 'yaml.empty', message: 'the file is empty', remedy: 'write one YAML document' };
  return { ...source, problems: [problemAt(source, [], fault)] };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function offsetOf(document: Document.Parsed, path: DataPath, part: 'value' | 'key'): number {
  const key = part === 'key' ? keyOffset(document, path) : undefined;
  return key ?? valueOffset(document, path);
}

function keyOffset(document: Document.Parsed, path: DataPath): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const name = path.at(-1);
  const pair = parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === name);
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}

function valueOffset(document: Document.Parsed, path: DataPath): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? document.range[0] : valueOffset(document, path.slice(0, -1));
}
