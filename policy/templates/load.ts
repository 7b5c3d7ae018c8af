import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import { checkSchema } from '../check-schema';
import { contentHash } from '../content-hash';
import type { DataPath, Problem, YamlSource } from '../yaml';
import { formatProblem, problemAt, readYaml } from '../yaml';
import type { CompiledText } from './compile';
import { compileText } from './compile';
import type { Elements } from './elements';
import { ELEMENTS_FILE, readElements } from './elements';
import type { MessageFile } from './schema';
import { messageFileSchema } from './schema';

export interface ChannelText {
  readonly subject?: CompiledText;
  readonly body: CompiledText;
}

/** A message in one language. */
export interface Template {
  readonly name: string;
  readonly language: Language;
  readonly purpose: MessageFile['purpose'];
  readonly content?: readonly string[];
  readonly texts: Readonly<Partial<Record<SendChannel, ChannelText>>>;
}

export interface TemplateLibrary {
  /** SHA-256 (lower-case hex) of everything in it: the version that the ledger names. */
  readonly version: string;
  /** By name, then by language. */
  readonly templates: ReadonlyMap<string, ReadonlyMap<Language, Template>>;
  /** Sentences that are added where the law of a place requires them, by language. */
  readonly elements: ReadonlyMap<Language, Elements>;
}

/**
 * Loads `<dir>/<language>/<template>.yaml`, whole or not at all.
 *
 * @throws {RecobroError} `template.invalid` with every problem of every file.
 */
export function loadTemplates(dir: string): TemplateLibrary {
  const read = languages.flatMap((language) =>
    filesOf(dir, language).map((file) => readTemplate(file, language)),
  );
  const sentences = languages.map((language) => ({ language, ...readElements(dir, language) }));
  const problems = [...read, ...sentences].flatMap((result) => result.problems).map(formatProblem);
  if (read.length === 0)
    problems.push(`${dir}: no message templates – write them as <language>/<template>.yaml`);
  if (problems.length > 0) {
    throw new RecobroError('template.invalid', `Cannot use the messages of ${dir}:\n${problems.join('\n')}`, {
      directory: dir,
      problems,
    });
  }
  const templates = new Map<string, Map<Language, Template>>();
  for (const { template } of read) {
    if (!template) continue;
    const byLanguage = templates.get(template.name) ?? new Map<Language, Template>();
    templates.set(template.name, byLanguage.set(template.language, template));
  }
  const files = [...read.map(({ file }) => file ?? null), ...sentences.map(({ file }) => file)];
  const elements = new Map(sentences.map((of) => [of.language, of.elements]));
  return { version: contentHash(files), templates, elements };
}

/** Names of the templates that exist in at least one language. */
export function templateNames({ templates }: TemplateLibrary): ReadonlySet<string> {
  return new Set(templates.keys());
}

/** Sorted, so that the version does not depend on the file system. */
function filesOf(dir: string, language: Language): readonly string[] {
  const folder = join(dir, language);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && name !== ELEMENTS_FILE)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return []; // A library need not have every language; one that has none at all is refused by the caller.
  }
}

interface ReadTemplate {
  readonly template?: Template;
  readonly file?: MessageFile;
  readonly problems: readonly Problem[];
}

function readTemplate(path: string, language: Language): ReadTemplate {
  const source = readYaml(readFileSync(path, 'utf8'), path);
  if (source.problems.length > 0) return { problems: source.problems };
  const checked = checkSchema(source, messageFileSchema);
  if (!checked.ok) return { problems: checked.problems };
  const problems: Problem[] = [...misplaced(source, checked.value, language)];
  const texts = textsOf(source, checked.value, problems);
  return problems.length > 0
    ? { problems }
    : { file: checked.value, template: templateOf(checked.value, texts), problems };
}

function templateOf(
  { template: name, language, purpose, content }: MessageFile,
  texts: Template['texts'],
): Template {
  return { name, language, purpose, ...(content && { content }), texts };
}

function misplaced(source: YamlSource, file: MessageFile, language: Language): readonly Problem[] {
  const expected = { template: basename(source.file, '.yaml'), language };
  return (['template', 'language'] as const)
    .filter((field) => file[field] !== expected[field])
    .map((field) =>
      problemAt(source, [field], {
        code: 'template.misplaced',
        message: `${field} is "${file[field]}", but the file lies at ${source.file}`,
        remedy: `write ${field}: ${expected[field]}, or move the file`,
      }),
    );
}

/** Compiles every text of a file; faults are added to `problems`. */
function textsOf(source: YamlSource, file: MessageFile, problems: Problem[]): Template['texts'] {
  const texts: Partial<Record<SendChannel, ChannelText>> = {};
  for (const channel of sendChannels) {
    const written = file[channel];
    if (written === undefined) continue;
    if (typeof written === 'string') {
      const body = compileAt(source, [channel], written, problems);
      if (body) texts[channel] = { body };
      continue;
    }
    const subject = compileAt(source, [channel, 'subject'], written.subject, problems);
    const body = compileAt(source, [channel, 'body'], written.body, problems);
    if (subject && body) texts[channel] = { subject, body };
  }
  if (sendChannels.every((channel) => file[channel] === undefined)) problems.push(noChannel(source));
  return texts;
}

function compileAt(
  source: YamlSource,
  path: DataPath,
  text: string,
  problems: Problem[],
): CompiledText | undefined {
  const compiled = compileText(text);
  if ('run' in compiled) return compiled;
  problems.push(...compiled.map((fault) => problemAt(source, path, { code: 'template.text', ...fault })));
  return undefined;
}

const noChannel = (source: YamlSource): Problem =>
  problemAt(source, [], {
    code: 'template.noChannel',
    message: 'the template has no text',
    remedy: `add one of ${sendChannels.join(', ')}`,
  });
