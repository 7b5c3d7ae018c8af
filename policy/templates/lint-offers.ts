import type { Strategy } from '../../domain/strategy';
import type { TemplateFinding, Use } from './lint';
import type { ChannelText, Template, TemplateLibrary } from './load';
import type { VariableName, Variables } from './variables';
import { offerVariables, sampleVariables } from './variables';

const without = Object.fromEntries(
  Object.entries(sampleVariables).filter(([name]) => !offerVariables.some((known) => known === name)),
);
// What is left of the samples has all that is not optional.
const sampleWithoutOffer = without as unknown as Variables;

/** The values that a text is looked over with: with an offer, and without where it may do without. */
export function samplesOf(text: ChannelText): readonly Variables[] {
  const { required, optional } = variablesIn(text);
  const mayLack = optional.some(isOfOffer) && !required.some(isOfOffer);
  return mayLack ? [sampleVariables, sampleWithoutOffer] : [sampleVariables];
}

/** Messages about offers that the strategy never makes, and offers of which no message tells. */
export function offerFindings(
  library: TemplateLibrary,
  strategy: Strategy,
  uses: readonly Use[],
): readonly TemplateFinding[] {
  const { incentives = [], negotiation } = strategy;
  if (incentives.length === 0 && !negotiation)
    return uses.flatMap((use) => emptyOffers(library, strategy, use));
  const isTold = uses.some((use) => textsOf(library, use).some(({ text }) => showsOffer(text)));
  const [use] = uses;
  if (isTold || incentives.length === 0 || !use) return [];
  const { template, via } = use;
  return [
    {
      ...{ code: 'offer.untold', severity: 'warning', template, channel: via[0] ?? 'email', language: 'es' },
      message: `${strategy.id} offers ${incentives.map(({ id }) => id).join(', ')}, but no message tells of it`,
      remedy: 'use a template that shows offerAmountMinor and offerUntil, such as oferta-pronto-pago',
    },
  ];
}

function emptyOffers(library: TemplateLibrary, strategy: Strategy, use: Use): readonly TemplateFinding[] {
  return textsOf(library, use).flatMap(({ template, channel, text }): TemplateFinding[] => {
    const name = variablesIn(text).required.find(isOfOffer);
    if (name === undefined) return [];
    const message = `the step ${use.id} of ${strategy.id} sends "${template.name}", which always shows ${name}, but the strategy offers nothing`;
    return [
      {
        ...{
          code: 'offer.none',
          severity: 'error',
          template: template.name,
          channel,
          language: template.language,
        },
        message,
        remedy: `add incentives to the strategy, or put it between {{#if ${name}}} and {{/if}} with an {{else}}`,
      },
    ];
  });
}

function textsOf({ templates }: TemplateLibrary, { template: name, via }: Use) {
  const written: readonly Template[] = [...(templates.get(name)?.values() ?? [])];
  return written.flatMap((template) =>
    via.flatMap((channel) => {
      const text = template.texts[channel];
      return text ? [{ template, channel, text }] : [];
    }),
  );
}

function showsOffer(text: ChannelText): boolean {
  const { required, optional } = variablesIn(text);
  return [...required, ...optional].some(isOfOffer);
}

const isOfOffer = (name: VariableName): boolean => offerVariables.includes(name);

const variablesIn = ({ subject, body }: ChannelText) => ({
  required: [...(subject?.required ?? []), ...body.required],
  optional: [...(subject?.optional ?? []), ...body.optional],
});
