import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import { checkSchema } from '../check-schema';
import type { Problem, YamlSource } from '../yaml';
import { problemAt, readYaml } from '../yaml';
import type { CompiledText } from './compile';
import { compileText } from './compile';

/** Name of the file, beside the templates of a language, with the sentences that some places require. */
export const ELEMENTS_FILE = '_elements.yaml';

const text = (about: string) => z.string().trim().min(1).optional().describe(about);

const elementSchema = z
  .strictObject({
    at: z
      .enum(['start', 'end'])
      .default('end')
      .describe('where it goes: at the start or at the end of the message'),
    text: text('the sentence for every channel that has none of its own'),
    sms: text('the sentence for SMS, without letters outside GSM-7'),
    whatsapp: text('the sentence for WhatsApp'),
    voice: text('the sentence for calls'),
    email: text('the sentence for mail'),
    letter: text('the sentence for letters'),
  })
  .describe('a sentence, by channel');

/** Sentences by the content tag that they give a message. */
export const elementsFileSchema = z
  .strictObject({
    language: z.enum(languages).describe('language of the sentences; the same as the folder’s'),
    elements: z
      .record(z.string().regex(/^[a-z0-9_]+$/), elementSchema)
      .describe(
        'sentences by the content tag that they give: added where the law asks for a tag that a message lacks',
      ),
  })
  .describe(
    'Sentences that Recobro adds to messages where the law of a place requires them. See docs/messages.md.',
  );

export interface Element {
  readonly at: 'start' | 'end';
  readonly texts: Readonly<Partial<Record<SendChannel, CompiledText>>>;
}

/** By content tag. */
export type Elements = ReadonlyMap<string, Element>;

export interface ReadElements {
  readonly elements: Elements;
  /** What the version of the library is made from. */
  readonly file: unknown;
  readonly problems: readonly Problem[];
}

/** Reads the sentences of a language; a language without the file has none. */
export function readElements(dir: string, language: Language): ReadElements {
  const path = join(dir, language, ELEMENTS_FILE);
  const content = textOf(path);
  if (content === undefined) return { elements: new Map(), file: null, problems: [] };
  const source = readYaml(content, path);
  const checked = source.problems.length > 0 ? undefined : checkSchema(source, elementsFileSchema);
  if (!checked?.ok)
    return { elements: new Map(), file: null, problems: checked?.problems ?? source.problems };
  const problems: Problem[] = checked.value.language === language ? [] : [misplaced(source, language)];
  const elements = new Map<string, Element>();
  for (const [tag, { at, ...written }] of Object.entries(checked.value.elements)) {
    elements.set(tag, { at, texts: compileAll(source, tag, written, problems) });
  }
  return { elements, file: checked.value, problems };
}

type Written = Omit<z.output<typeof elementSchema>, 'at'>;

function compileAll(
  source: YamlSource,
  tag: string,
  written: Written,
  problems: Problem[],
): Element['texts'] {
  const texts: Partial<Record<SendChannel, CompiledText>> = {};
  for (const channel of sendChannels) {
    const field = written[channel] === undefined ? 'text' : channel;
    const sentence = written[field];
    if (sentence === undefined) continue;
    const compiled = compileText(sentence);
    if ('run' in compiled) texts[channel] = compiled;
    else
      problems.push(
        ...compiled.map((fault) =>
          problemAt(source, ['elements', tag, field], { code: 'template.text', ...fault }),
        ),
      );
  }
  return texts;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // A library need not have sentences; the lint says what a place would need.
  }
}

const misplaced = (source: YamlSource, language: Language): Problem =>
  problemAt(source, ['language'], {
    code: 'template.misplaced',
    message: `the language is another than that of the folder of ${basename(source.file)}`,
    remedy: `write language: ${language}, or move the file`,
  });
