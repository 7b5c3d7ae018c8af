import { join } from 'node:path';
import { sendChannels } from '../../../domain/channel';
import type { languages } from '../../../domain/person';
import { stageNames } from '../../../domain/strategy';
import { test as property, fc } from '@fast-check/jest';
import { lintTemplates } from '../../../policy/templates/lint';
import { loadTemplates } from '../../../policy/templates/load';
import { renderMessage } from '../../../policy/templates/render';
import { sampleVariables } from '../../../policy/templates/variables';

const library = loadTemplates(join(__dirname, '..', '..', '..', 'messages'));
const texts = [...library.templates.values()]
  .flatMap((byLanguage) => [...byLanguage.values()])
  .flatMap((template) =>
    sendChannels
      .filter((channel) => template.texts[channel])
      .map((channel) => ({
        template: template.name,
        purpose: template.purpose,
        language: template.language,
        channel,
      })),
  );

test.each([...library.templates.keys()])('%s is written in every language, by the same channels', (name) => {
  const channelsOf = (language: (typeof languages)[number]) =>
    Object.keys(library.templates.get(name)?.get(language)?.texts ?? {});
  expect(channelsOf('es').length).toBeGreaterThanOrEqual(3);
  expect(channelsOf('pt')).toEqual(channelsOf('es'));
  expect(channelsOf('en')).toEqual(channelsOf('es'));
});

test.each(stageNames.flatMap((stage) => sendChannels.map((channel) => ({ stage, channel }))))(
  'the $stage stage has a message by $channel',
  ({ stage, channel }) => {
    expect(texts).toContainEqual(expect.objectContaining({ purpose: stage, channel, language: 'es' }));
  },
);

test.each(texts)(
  '$template by $channel in $language says who writes, how much, and leaves nothing open',
  ({ template, channel, language, purpose }) => {
    const {
      text,
      subject = '',
      html = '',
    } = renderMessage(library, { template, channel, language, variables: sampleVariables });
    const amount =
      purpose === 'preventive'
        ? /1[.,]250[.,]000/
        : purpose === 'promise'
          ? /800[.,]000/
          : purpose === 'notice'
            ? /(1[.,]250|2[.,]500|800|600)[.,]000/
            : template === 'oferta-pronto-pago'
              ? /2[.,]250[.,]000/
              : /2[.,]500[.,]000/;
    expect(text).toContain(sampleVariables.creditorName);
    expect(text).toContain(sampleVariables.contactPhone);
    expect(text).toMatch(amount);
    if (channel !== 'voice') expect(text).toContain(sampleVariables.payUrl);
    expect(`${subject}${text}${html}`).not.toContain('{{');
  },
);

test('the lint finds nothing in the messages of the product', () => {
  expect(lintTemplates(library).findings).toEqual([]);
});

test.each(lintTemplates(library).sms)(
  'the SMS $template in $language fits in two segments of GSM-7',
  ({ encoding, segments }) => {
    expect(encoding).toBe('GSM-7');
    expect(segments).toBeLessThanOrEqual(2);
  },
);

const variables = fc.record({
  debtorName: fc
    .string({ minLength: 1, unit: fc.constantFrom(...Array.from('aÑí <>&"{}')) })
    .filter((name) => name.trim() !== '' && !name.includes('{{')),
  amountMinor: fc.nat(),
  overdueMinor: fc.nat(),
  promiseAmountMinor: fc.nat(),
  currency: fc.constantFrom('COP', 'CLP', 'USD', 'BRL'),
  dueDate: fc.constantFrom('2024-02-29', '2026-12-31'),
  daysPastDue: fc.integer({ min: -30, max: 5_000 }),
});

property.prop([fc.constantFrom(...texts), variables])(
  'rendering never leaves a brace of a template',
  ({ template, channel, language }, values) => {
    const {
      text,
      subject = '',
      html = '',
    } = renderMessage(library, { template, channel, language, variables: { ...sampleVariables, ...values } });
    expect(`${subject}\n${text}\n${html}`).not.toContain('{{');
  },
);
