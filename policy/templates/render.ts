import type { SendChannel } from '../../domain/channel';
import { contentOf } from '../../domain/content';
import { RecobroError } from '../../domain/errors';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import { contentHash } from '../content-hash';
import type { CompiledText } from './compile';
import type { Element } from './elements';
import { htmlOf } from './html';
import type { ChannelText, Template, TemplateLibrary } from './load';
import { withoutForeignAccents } from './sms';
import type { VariableName, Variables } from './variables';
import { variableRules, withTotals } from './variables';

export interface MessageRequest {
  readonly template: string;
  readonly channel: SendChannel;
  readonly language: Language;
  readonly variables: Variables;
  /** Content tags that the law asks for: the library's sentence is added for each that the message lacks. */
  readonly require?: readonly string[];
}

export interface RenderedMessage {
  readonly template: string;
  readonly channel: SendChannel;
  /** The language it is written in: the one asked for, or the one that `note` explains. */
  readonly language: Language;
  /** Mail and letters. */
  readonly subject?: string;
  readonly text: string;
  /** Mail. */
  readonly html?: string;
  /** What the message says, as content tags for the rules of law; those that the template declares among them. */
  readonly content: readonly string[];
  /** SHA-256 (lower-case hex) of subject, text and html: what the ledger keeps of the message. */
  readonly contentHash: string;
  /** Version of the library it came from. */
  readonly libraryVersion: string;
  readonly note?: string;
}

interface Found {
  readonly template: Template;
  readonly text: ChannelText;
}

/**
 * Writes one message. Without the language asked for it takes Spanish, else the first language that has the
 * channel, and says so in `note`.
 *
 * @throws {RecobroError} `template.unknown` (no such template, or none of its languages has the channel),
 *   `template.missingVariable`, `template.badVariable`
 */
export function renderMessage(library: TemplateLibrary, request: MessageRequest): RenderedMessage {
  const { template, text } = find(library, request);
  const { language } = template;
  const full = { ...request, language, variables: withTotals(request.variables) };
  const { body, content } = withElements(library, template, text, full);
  const note = `${template.name} has no ${request.channel} in ${request.language}: written in ${language}`;
  return {
    template: template.name,
    channel: request.channel,
    language,
    ...body,
    content,
    contentHash: contentHash(body),
    libraryVersion: library.version,
    ...(language !== request.language && { note }),
  };
}

interface Written {
  readonly body: Body;
  readonly content: readonly string[];
}

type Body = Pick<RenderedMessage, 'subject' | 'text' | 'html'>;

/** The message, with a sentence for each required tag that it lacks and the library has words for. */
function withElements(
  library: TemplateLibrary,
  template: Template,
  parts: ChannelText,
  request: MessageRequest,
): Written {
  const plain = writtenWith([], template, parts, request);
  const lacking = (request.require ?? []).filter((tag) => !plain.content.includes(tag));
  const sentences = lacking.flatMap((tag) => library.elements.get(request.language)?.get(tag) ?? []);
  return sentences.length === 0 ? plain : writtenWith(sentences, template, parts, request);
}

function writtenWith(
  elements: readonly Element[],
  template: Template,
  parts: ChannelText,
  request: MessageRequest,
): Written {
  const body = bodyOf(parts, elements, request);
  return { body, content: [...contentOf({ ...request.variables, ...body }, template.content).keys()] };
}

function bodyOf(parts: ChannelText, elements: readonly Element[], request: MessageRequest): Body {
  const { channel, language } = request;
  const write = (part: CompiledText): string => part.run(checkedValues(part, request), language).trim();
  const sentences = (at: Element['at']): string[] =>
    elements.flatMap((element) => (element.at === at ? (element.texts[channel] ?? []) : [])).map(write);
  const gap = channel === 'sms' || channel === 'voice' ? ' ' : '\n\n';
  const text = [...sentences('start'), write(parts.body), ...sentences('end')].join(gap);
  if (!parts.subject) return { text };
  const subject = write(parts.subject);
  if (channel !== 'email') return { subject, text };
  const { payUrl, unsubscribeUrl } = request.variables;
  return { subject, text, html: htmlOf({ language, subject, text, links: [payUrl, unsubscribeUrl] }) };
}

function find(library: TemplateLibrary, { template: name, channel, language }: MessageRequest): Found {
  const byLanguage = library.templates.get(name);
  for (const candidate of [language, 'es', ...languages] as const) {
    const template = byLanguage?.get(candidate);
    const text = template?.texts[channel];
    if (template && text) return { template, text };
  }
  const remedy = byLanguage
    ? `add ${channel} to messages/${language}/${name}.yaml`
    : `add messages/${language}/${name}.yaml`;
  throw new RecobroError(
    'template.unknown',
    `Cannot write "${name}" as ${channel} in ${language}: ${remedy}`,
    { template: name, channel, language },
  );
}

/** The variables that the text shows, each checked and made safe for the channel. */
function checkedValues(
  { required, optional }: CompiledText,
  request: MessageRequest,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of [...required, ...optional]) {
    const value = request.variables[name];
    if (isAbsent(value)) {
      if (required.includes(name)) throw missing(name, request);
      continue;
    }
    if (!variableRules[name].accepts(value)) throw bad(name, request);
    values[name] = typeof value === 'string' ? safeText(value, request.channel) : value;
  }
  return values;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** One line without control or direction characters: a name can forge neither a mail header nor a paragraph. */
function safeText(value: string, channel: SendChannel): string {
  const line = value.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim();
  return channel === 'sms' ? withoutForeignAccents(line) : line;
}

function missing(variable: VariableName, { template, channel, language }: MessageRequest): RecobroError {
  const message = `Cannot write "${template}" as ${channel} in ${language}: ${variable} is missing; give it a value, or ask with {{#if ${variable}}}`;
  return new RecobroError('template.missingVariable', message, { template, channel, language, variable });
}

/** The value is not repeated: it may be personal data. */
function bad(variable: VariableName, { template, channel, language }: MessageRequest): RecobroError {
  const message = `Cannot write "${template}" as ${channel} in ${language}: ${variable} must be ${variableRules[variable].form}`;
  return new RecobroError('template.badVariable', message, { template, channel, language, variable });
}
