import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import type { StageName, Strategy } from '../../domain/strategy';
import { stageNames } from '../../domain/strategy';
import { canonicalJson } from '../../domain/ledger';
import { contentFaults } from './lint-content';
import type { ChannelText, Template, TemplateLibrary } from './load';
import { renderMessage } from './render';
import type { SmsSize } from './sms';
import { smsSegments } from './sms';
import { offerFindings, samplesOf } from './lint-offers';
import type { VariableName, Variables } from './variables';
import { optionalVariables, sampleVariables } from './variables';

/** `error` = mend it before use; `warning` = costs money or tone, and somebody should have meant it. */
export type Severity = 'error' | 'warning';

export interface TemplateFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly template: string;
  readonly channel: SendChannel;
  readonly language: Language;
  readonly message: string;
  readonly remedy: string;
}

/** How one SMS template travels with the sample variables. */
export interface SmsReport extends SmsSize {
  readonly template: string;
  readonly language: Language;
}

export interface TemplateReport {
  readonly findings: readonly TemplateFinding[];
  readonly sms: readonly SmsReport[];
}

/** One text of the library with what identifies it. */
export interface Place {
  readonly template: Template;
  readonly channel: SendChannel;
  readonly text: ChannelText;
  /** What it is looked over with: a text that may do without an offer is looked over with one and without. */
  readonly variables: Variables;
}

/** What is wrong with a text, without saying which text. */
export type Fault = Pick<TemplateFinding, 'code' | 'severity' | 'message' | 'remedy'>;

/** More segments than this and the mobile network may split, reorder or drop the message. */
const MAX_SEGMENTS = 2;

/**
 * Looks over a library: length and encoding of SMS with realistic variables, variables that may be absent, missing
 * ways to stop a channel, words of courts before the judicial stage, and what `strategies` use but nobody wrote.
 */
export function lintTemplates(
  library: TemplateLibrary,
  strategies: readonly Strategy[] = [],
): TemplateReport {
  const places = placesOf(library);
  const found = places.flatMap((place) => faultsOf(place, library).map((fault) => findingAt(place, fault)));
  const findings = [...new Map(found.map((finding) => [canonicalJson({ ...finding }), finding])).values()];
  const sms = places
    .filter(({ channel, variables }) => channel === 'sms' && variables === sampleVariables)
    .map((place) => smsReport(place, library));
  return { findings: [...findings, ...strategies.flatMap((strategy) => lintUse(library, strategy))], sms };
}

/** What a strategy asks of a library and does not find there, or finds in the tone of a later stage. */
export function lintUse(library: TemplateLibrary, strategy: Strategy): readonly TemplateFinding[] {
  const { reminder } = strategy.promise ?? {};
  const { reminder: settlement } = strategy.negotiation ?? {};
  const steps = strategy.steps.flatMap((step) =>
    step.kind === 'touch' ? [{ ...step, stage: stageAt(strategy, step.day) }] : [],
  );
  const uses: readonly Use[] = [
    ...steps,
    ...(reminder ? [{ id: 'promise.reminder', ...reminder }] : []),
    ...(settlement ? [{ id: 'negotiation.reminder', ...settlement }] : []),
    ...(strategy.notices ?? []).map((notice) => ({ id: `notices.${notice.on}`, ...notice })),
  ];
  return [
    ...uses.flatMap((use) => [...missingChannels(library, strategy, use), ...toneOf(library, strategy, use)]),
    ...offerFindings(library, strategy, uses),
  ];
}

export interface Use {
  readonly id: string;
  readonly template: string;
  readonly via: readonly SendChannel[];
  readonly stage?: StageName | undefined;
}

function missingChannels(
  { templates }: TemplateLibrary,
  strategy: Strategy,
  { id, template, via }: Use,
): readonly TemplateFinding[] {
  const written = [...(templates.get(template)?.values() ?? [])];
  return via.flatMap((channel) =>
    languages
      .filter(
        (language) =>
          !written.some((candidate) => candidate.language === language && candidate.texts[channel]),
      )
      .map((language) => {
        const severity = written.some(({ texts }) => texts[channel]) ? 'warning' : 'error';
        const message = `the step ${id} of ${strategy.id} sends "${template}" by ${channel}, which is not written in ${language}`;
        return {
          code: 'channel.missing',
          severity,
          template,
          channel,
          language,
          message,
          remedy: `add ${channel} to messages/${language}/${template}.yaml`,
        };
      }),
  );
}

function toneOf(
  { templates }: TemplateLibrary,
  strategy: Strategy,
  { id, template, via, stage }: Use,
): readonly TemplateFinding[] {
  const [channel = 'email'] = via;
  return [...(templates.get(template)?.values() ?? [])].flatMap(({ purpose, language }) => {
    if (
      stage === undefined ||
      purpose === 'promise' ||
      purpose === 'notice' ||
      stageNames.indexOf(purpose) <= stageNames.indexOf(stage)
    )
      return [];
    const message = `the step ${id} of ${strategy.id} is in the ${stage} stage, but "${template}" is written for the ${purpose} stage`;
    return [
      {
        code: 'tone.tooEarly',
        severity: 'error',
        template,
        channel,
        language,
        message,
        remedy: 'use a template of that stage, or move the step',
      },
    ];
  });
}

function stageAt({ stages }: Strategy, day: number): StageName | undefined {
  return (stages.findLast(({ from }) => from <= day) ?? stages[0])?.name;
}

/** Every text of a library. */
export function placesOf({ templates }: TemplateLibrary): readonly Place[] {
  return [...templates.values()].flatMap((byLanguage) =>
    [...byLanguage.values()].flatMap((template) =>
      sendChannels.flatMap((channel) => {
        const text = template.texts[channel];
        return text ? samplesOf(text).map((variables) => ({ template, channel, text, variables })) : [];
      }),
    ),
  );
}

function faultsOf(place: Place, library: TemplateLibrary): readonly Fault[] {
  return [
    ...smsFaults(place, library),
    ...emptyFaults(place),
    ...stopFaults(place),
    ...contentFaults(place, library),
    ...shownFaults(place),
  ];
}

export const findingAt = ({ template, channel }: Place, fault: Fault): TemplateFinding => ({
  ...fault,
  template: template.name,
  channel,
  language: template.language,
});

function smsReport({ template: { name, language }, variables }: Place, library: TemplateLibrary): SmsReport {
  const { text } = renderMessage(library, { template: name, channel: 'sms', language, variables });
  return { template: name, language, ...smsSegments(text) };
}

function smsFaults(
  { template: { name, language }, channel, variables }: Place,
  library: TemplateLibrary,
): readonly Fault[] {
  if (channel !== 'sms') return [];
  return sizeFaults(renderMessage(library, { template: name, channel, language, variables }).text);
}

/** Whether a text as SMS is too long or needs the costly alphabet. */
export function sizeFaults(text: string): readonly Fault[] {
  const { segments, encoding, characters } = smsSegments(text);
  const faults: Fault[] = [];
  if (segments > MAX_SEGMENTS) {
    const message = `takes ${segments} segments (${characters} characters of ${encoding})`;
    const remedy = `shorten it to ${MAX_SEGMENTS} segments`;
    faults.push({ code: 'sms.tooLong', severity: 'error', message, remedy });
  }
  if (encoding === 'UCS-2') {
    const remedy =
      'avoid letters outside GSM-7 (á í ó ú ã õ ç ê; é ñ ü à are in it), or accept 70 characters a segment';
    const message = `travels as UCS-2 (${segments} segments)`;
    faults.push({ code: 'sms.unicode', severity: 'warning', message, remedy });
  }
  return faults;
}

function emptyFaults({ template, text }: Place): readonly Fault[] {
  if (template.purpose === 'promise' || template.purpose === 'notice') return [];
  const always = variablesOf(text).required.filter((name) => optionalVariables.includes(name));
  return always.map((name) => ({
    code: 'variable.mayBeEmpty',
    severity: 'error',
    message: `always shows ${name}, which most messages do not have`,
    remedy: `put it between {{#if ${name}}} and {{/if}}, or give the template purpose: promise`,
  }));
}

/** A keyword for SMS and WhatsApp, by language: what the inbound parser understands. */
const stopWords: Readonly<Record<Language, RegExp>> = { es: /\bBAJA\b/, pt: /\bSAIR\b/, en: /\bSTOP\b/ };

function stopFaults({ template, channel, text }: Place): readonly Fault[] {
  const byKeyword = channel === 'sms' || channel === 'whatsapp';
  if (!byKeyword && channel !== 'email') return [];
  const word = stopWords[template.language];
  const isThere = byKeyword ? word.test(text.body.source) : text.body.source.includes('{{unsubscribeUrl}}');
  if (isThere) return [];
  const remedy = byKeyword
    ? `add how to stop with the word ${word.source.replaceAll('\\b', '')}`
    : 'add a line with {{unsubscribeUrl}}';
  return [
    { code: 'stop.missing', severity: 'error', message: 'does not say how to stop the channel', remedy },
  ];
}

/** What every message must tell, whatever its channel. */
const mustShow: readonly VariableName[] = ['creditorName', 'contactPhone'];

function shownFaults({ text }: Place): readonly Fault[] {
  const shown = variablesOf(text).required;
  return mustShow
    .filter((name) => !shown.includes(name))
    .map((name) => ({
      code: 'identity.missing',
      severity: 'error',
      message: `does not show ${name}`,
      remedy: `add {{${name}}}: people must know who writes and how to answer`,
    }));
}

function variablesOf({ subject, body }: ChannelText): { readonly required: readonly VariableName[] } {
  return { required: [...(subject?.required ?? []), ...body.required] };
}
