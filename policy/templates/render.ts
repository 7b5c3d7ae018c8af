import type { SendChannel } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import { contentHash } from '../strategy/hash';
import { htmlOf } from './html';
import type { ChannelText, Template, TemplateLibrary } from './load';
import { withoutForeignAccents } from './sms';
import type { VariableName, Variables } from './variables';
import { variableRules } from './variables';

export interface MessageRequest {
  readonly template: string;
  readonly channel: SendChannel;
  readonly language: Language;
  readonly variables: Variables;
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
  /** Content tags for the rules of law; absent when the template does not declare them. */
  readonly content?: readonly string[];
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
  const body = bodyOf(text, request, language);
  const note = `${template.name} has no ${request.channel} in ${request.language}: written in ${language}`;
  return {
    template: template.name,
    channel: request.channel,
    language,
    ...body,
    ...(template.content && { content: template.content }),
    contentHash: contentHash(body),
    libraryVersion: library.version,
    ...(language !== request.language && { note }),
  };
}

type Body = Pick<RenderedMessage, 'subject' | 'text' | 'html'>;

function bodyOf(parts: ChannelText, request: MessageRequest, language: Language): Body {
  const values = checkedValues(parts, request);
  const text = parts.body.run(values, language).trim();
  if (!parts.subject) return { text };
  const subject = parts.subject.run(values, language).trim();
  if (request.channel !== 'email') return { subject, text };
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
function checkedValues({ subject, body }: ChannelText, request: MessageRequest): Record<string, unknown> {
  const parts = subject ? [subject, body] : [body];
  const required = new Set(parts.flatMap((part) => part.required));
  const names = new Set([...required, ...parts.flatMap((part) => part.optional)]);
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const value = request.variables[name];
    if (isAbsent(value)) {
      if (required.has(name)) throw missing(name, request);
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
