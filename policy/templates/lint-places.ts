import type { Actor, Profile } from '../../domain/channel';
import type { Content } from '../../domain/content';
import { lineTags } from '../../domain/content';
import { requiredContent, tagsOf } from '../../domain/law/content';
import type { RuleBook } from '../../domain/law/lawbook';
import type { ContactRequest, Refusal } from '../../domain/law/types';
import type { Currency } from '../../domain/money';
import { currencyDecimals } from '../../domain/money';
import type { Day } from '../../domain/time/calendar';
import { HOUR_MS } from '../../domain/time/calendar';
import { startOfDay } from '../../domain/time/zones';
import type { LawLibrary } from '../law/library';
import { mainZone } from '../law/wire';
import type { Fault, Place, TemplateFinding } from './lint';
import { findingAt, placesOf, sizeFaults } from './lint';
import { contentIn } from './lint-content';
import type { TemplateLibrary } from './load';
import { renderMessage } from './render';
import type { Variables } from './variables';
import { sampleVariables } from './variables';

/** What the law of some places says against a text of a template. */
export interface PlaceFinding extends TemplateFinding {
  /** Rule packs, ascending. */
  readonly places: readonly string[];
  /** Absent for what is no rule, such as the length of an SMS with the sentences that the place requires. */
  readonly rule?: string;
  /** Article that the rule comes from. */
  readonly cite?: string;
}

export interface PlaceLint {
  readonly actor: Actor;
  readonly profile: Profile;
  /** The rules in force on this date are asked. */
  readonly on: Day;
}

/** Asks the content rules of every place about every text, written for that place with the sentences it requires. */
export function lintForPlaces(
  library: TemplateLibrary,
  law: LawLibrary,
  lint: PlaceLint,
): readonly PlaceFinding[] {
  const found = new Map<string, PlaceFinding>();
  const write = writer(library);
  const books = law.packs.filter(({ id }) => law.has(id)).map(({ id }) => law.lawbook(id));
  for (const place of placesOf(library)) {
    for (const book of books) {
      for (const fault of faultsIn(place, book, write, lint)) {
        const finding = { ...findingAt(place, fault), ...fault, places: [book.pack.id] };
        const key = [finding.template, finding.language, finding.channel, finding.rule, finding.code].join(
          '|',
        );
        const known = found.get(key);
        found.set(key, known ? { ...known, places: [...known.places, book.pack.id] } : finding);
      }
    }
  }
  return [...found.values()];
}

type PlaceFault = Fault & Pick<PlaceFinding, 'rule' | 'cite'>;

function faultsIn(place: Place, book: RuleBook, write: Write, lint: PlaceLint): readonly PlaceFault[] {
  const request = requestFor(place, book, lint);
  const require = requiredContent(book, request, lint.profile);
  const { text, content } = write(place, book.pack.id, require);
  const { refusals } = book.judge({ ...request, content: [...content.keys()] }, lint.profile);
  const lengthened = require.length > 0 && place.channel === 'sms' ? sizeFaults(text) : [];
  return [...refusals.flatMap((refusal) => lawFault(refusal, book, content)), ...lengthened];
}

interface Sample {
  readonly text: string;
  readonly content: Content;
}

type Write = (place: Place, pack: string, require: readonly string[]) => Sample;

/** Writes each text once for all places that ask for nothing, and once for each place that does. */
function writer(library: TemplateLibrary): Write {
  const known = new Map<Place, Map<string, Sample>>();
  return (place, pack, require) => {
    const ofPlace = known.get(place) ?? new Map<string, Sample>();
    known.set(place, ofPlace);
    const key = require.length === 0 ? '' : [pack, ...require].join(' ');
    const sample =
      ofPlace.get(key) ??
      writeSample(library, place, require.length === 0 ? place.variables : sampleFor(pack, place), require);
    ofPlace.set(key, sample);
    return sample;
  };
}

function writeSample(
  library: TemplateLibrary,
  place: Place,
  variables: Variables,
  require: readonly string[],
): Sample {
  const { template, channel } = place;
  const { name, language } = template;
  const rendered = renderMessage(library, { template: name, channel, language, variables, require });
  return { text: rendered.text, content: contentIn(rendered, place, variables) };
}

function requestFor({ channel }: Place, { pack }: RuleBook, { actor, on }: PlaceLint): ContactRequest {
  const zone = mainZone(pack);
  const base = {
    actor,
    debtor: 'consumer',
    creditorType: 'financial',
    recipient: 'debtor',
    dpd: 30,
  } as const;
  return { ...base, at: startOfDay(on, zone) + 12 * HOUR_MS, channel, zones: [zone], facts: [], prior: [] };
}

function lawFault(refusal: Refusal, book: RuleBook, content: Content): readonly PlaceFault[] {
  const { rule, cite } = refusal;
  const tags = tagsOf(book, rule);
  if (refusal.kind === 'content_forbid') {
    const words = tags.map((tag) => content.get(tag)).find((found) => found !== undefined) ?? '';
    const message = `says "${words}" (${tags.join(', ')})`;
    return [
      {
        code: 'content.forbidden',
        severity: 'error',
        message,
        remedy: 'say it without those words',
        rule,
        cite,
      },
    ];
  }
  if (refusal.kind !== 'content_require') return [];
  const lacking = tags.filter((tag) => !content.has(tag));
  const isOfTheLine = lacking.every((tag) => lineTags.includes(tag));
  const message = `lacks ${lacking.join(', ')}`;
  return isOfTheLine
    ? [
        {
          code: 'content.line',
          severity: 'warning',
          message,
          remedy: 'the line of the calls must give it: see lineTags of the tenant',
          rule,
          cite,
        },
      ]
    : [
        {
          code: 'content.missing',
          severity: 'error',
          message,
          remedy: 'write it, or add a sentence to _elements.yaml',
          rule,
          cite,
        },
      ];
}

const currencies: Readonly<Record<string, Currency>> = {
  ...{ AR: 'ARS', BO: 'BOB', BR: 'BRL', CL: 'CLP', CO: 'COP', EC: 'USD', ES: 'EUR', MX: 'MXN' },
  ...{ PA: 'PAB', PE: 'PEN', PY: 'PYG', US: 'USD', UY: 'UYU' },
};

/** Sample values in the money of the place; an overlay has its country's. */
function sampleFor(pack: string, { variables }: Place): Variables {
  const currency = currencies[pack.slice(0, 2)] ?? 'USD';
  const { amountMinor, overdueMinor, promiseAmountMinor, offerAmountMinor, offerSavingMinor } =
    sampleVariables;
  const scale = 10 ** (currencyDecimals[currency] - 2);
  return {
    ...variables,
    currency,
    amountMinor: amountMinor * scale,
    overdueMinor: overdueMinor * scale,
    promiseAmountMinor: promiseAmountMinor * scale,
    ...(variables.offerAmountMinor !== undefined && {
      offerAmountMinor: offerAmountMinor * scale,
      offerSavingMinor: offerSavingMinor * scale,
    }),
  };
}
