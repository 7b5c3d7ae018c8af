import type { Content, ContentTag } from '../../domain/content';
import { contentOf } from '../../domain/content';
import type { Fault, Place } from './lint';
import type { TemplateLibrary } from './load';
import type { RenderedMessage } from './render';
import { renderMessage } from './render';
import type { Variables } from './variables';

/** What a message of the product says with sample values, with the words that say it. */
export const contentIn = (rendered: RenderedMessage, place: Place, variables: Variables): Content =>
  contentOf({ ...variables, ...rendered }, place.template.content);

interface ToneRule {
  readonly code: string;
  readonly tags: readonly ContentTag[];
  readonly what: string;
  readonly remedy: string;
  /** Such words are good in the judicial stage. */
  readonly untilJudicial?: true;
}

const toneRules: readonly ToneRule[] = [
  {
    code: 'tone.court',
    tags: ['judicial_appearance', 'mentions_court_act', 'legal_counsel'],
    what: 'before the judicial stage',
    remedy: 'say it without words of courts: several laws forbid to look like one',
    untilJudicial: true,
  },
  {
    code: 'tone.harsh',
    tags: ['threat', 'coercion', 'constraint', 'shaming', 'insult', 'ridicule'],
    what: 'which threatens, presses, shames or insults',
    remedy: 'say what is owed, how to pay and whom to call, and nothing else',
  },
  {
    code: 'tone.asksReason',
    tags: ['asks_reason_for_default'],
    what: 'which asks why the debt was not paid',
    remedy: 'offer options instead: some laws forbid to ask',
  },
  {
    code: 'tone.publicBody',
    tags: ['public_body_name'],
    what: 'the name of a public body',
    remedy: 'leave the name out: the message must not seem to come from an authority',
  },
];

/** What the house asks of every text: an amount, and a tone that suits its stage. */
export function contentFaults(place: Place, library: TemplateLibrary): readonly Fault[] {
  const { template, channel, variables } = place;
  const request = { template: template.name, channel, language: template.language, variables };
  const content = contentIn(renderMessage(library, request), place, variables);
  return [...amountFaults(content), ...toneFaults(place, content)];
}

function amountFaults(content: Content): readonly Fault[] {
  if (content.has('amount_stated')) return [];
  const remedy = 'add {{money overdueMinor currency}}, or amountMinor before the due date';
  return [{ code: 'amount.missing', severity: 'error', message: 'does not say how much is owed', remedy }];
}

function toneFaults({ template }: Place, content: Content): readonly Fault[] {
  return toneRules
    .filter(({ untilJudicial }) => !(untilJudicial && template.purpose === 'judicial'))
    .flatMap(({ code, tags, what, remedy }) => {
      const found = tags.map((tag) => content.get(tag)).find((words) => words !== undefined);
      return found === undefined
        ? []
        : [{ code, severity: 'error', message: `says "${found}" ${what}`, remedy }];
    });
}
