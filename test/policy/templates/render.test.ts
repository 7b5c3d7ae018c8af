import { test as property, fc } from '@fast-check/jest';
import { renderMessage } from '../../../policy/templates/render';
import { sampleVariables } from '../../../policy/templates/variables';
import { head, libraryOf } from './helpers';

const library = libraryOf({
  'es/saldo.yaml': `${head('saldo')}content: [payment_means]
sms: "{{creditorName}}, {{debtorName}}: {{money overdueMinor currency}} {{payUrl}}"
email:
  subject: "Saldo de {{debtorName}}"
  body: |
    Hola, {{debtorName}}:

    Saldo: {{money overdueMinor currency}}
    Pague en {{payUrl}}{{#if promiseDue}}

    Acordado: {{date promiseDue}}{{/if}}
letter: {subject: "Saldo", body: "{{debtorName}}"}
voice: "{{creditorName}}"
`,
  'pt/saldo.yaml': `${head('saldo', 'pt')}sms: "{{creditorName}} pt"\nwhatsapp: "{{creditorName}} pt"\n`,
  'en/saldo.yaml': `${head('saldo', 'en')}whatsapp: "{{creditorName}} en"\n`,
  'en/solo.yaml': `${head('solo', 'en')}sms: "{{date dueDate \\"long\\"}} {{daysPastDue}}"\n`,
});

const { promiseAmountMinor: _amount, promiseDue: _due, ...plain } = sampleVariables;
const variables = {
  ...plain,
  debtorName: 'Ana Gil',
  creditorName: 'Crédito Sur',
  payUrl: 'https://pagos.ejemplo.co/p/1',
};
const request = { template: 'saldo', channel: 'email', language: 'es', variables } as const;

test('renderMessage() writes a mail as plain text and as HTML with the same words', () => {
  const mail = renderMessage(library, request);
  expect(mail).toMatchObject({
    template: 'saldo',
    channel: 'email',
    language: 'es',
    subject: 'Saldo de Ana Gil',
    text: 'Hola, Ana Gil:\n\nSaldo: COP 2.500.000,00\nPague en https://pagos.ejemplo.co/p/1',
    content: expect.arrayContaining(['payment_means', 'amount_stated']),
    libraryVersion: library.version,
  });
  expect(mail.note).toBeUndefined();
  expect(mail.html).toContain('<html lang="es">');
  expect(mail.html).toContain('<p style="margin:0 0 16px">Hola, Ana Gil:</p>');
  expect(mail.html).toContain('Saldo: COP 2.500.000,00<br>\nPague en <a href="https://pagos.ejemplo.co/p/1"');
});

test.each(['sms', 'voice', 'letter'] as const)('renderMessage() gives a %s no HTML', (channel) => {
  expect(renderMessage(library, { ...request, channel }).html).toBeUndefined();
});

test('renderMessage() shows what stands in {{#if}} only where it is given', () => {
  expect(
    renderMessage(library, { ...request, variables: { ...variables, promiseDue: '2026-04-20' } }).text,
  ).toContain('Acordado: 20/04/2026');
  expect(renderMessage(library, request).text).not.toContain('Acordado');
});

test.each([
  {
    rule: 'the language asked for',
    template: 'saldo',
    channel: 'sms',
    language: 'pt',
    written: 'pt',
    note: undefined,
  },
  {
    rule: 'Spanish before any other',
    template: 'saldo',
    channel: 'sms',
    language: 'en',
    written: 'es',
    note: 'saldo has no sms in en: written in es',
  },
  {
    rule: 'the first language that has the channel',
    template: 'saldo',
    channel: 'whatsapp',
    language: 'es',
    written: 'pt',
    note: 'saldo has no whatsapp in es: written in pt',
  },
  {
    rule: 'the only language there is',
    template: 'solo',
    channel: 'sms',
    language: 'pt',
    written: 'en',
    note: 'solo has no sms in pt: written in en',
  },
] as const)('renderMessage() writes in $rule', ({ template, channel, language, written, note }) => {
  const message = renderMessage(library, { template, channel, language, variables });
  expect([message.language, message.note]).toEqual([written, note]);
});

test.each([
  {
    rule: 'an unknown template',
    change: { template: 'nada' },
    code: 'template.unknown',
    says: 'add messages/es/nada.yaml',
  },
  {
    rule: 'a channel that no language has',
    change: { template: 'solo', channel: 'voice' },
    code: 'template.unknown',
    says: 'add voice',
  },
] as const)('renderMessage() refuses $rule', ({ change, code, says }) => {
  expect(() => renderMessage(library, { ...request, ...change })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(says) }),
  );
});

test.each([
  {
    rule: 'a missing variable',
    wrong: { debtorName: undefined },
    code: 'template.missingVariable',
    variable: 'debtorName',
  },
  {
    rule: 'an empty variable',
    wrong: { debtorName: '' },
    code: 'template.missingVariable',
    variable: 'debtorName',
  },
  {
    rule: 'a blank variable',
    wrong: { debtorName: '  ' },
    code: 'template.badVariable',
    variable: 'debtorName',
  },
  {
    rule: 'a missing argument of a helper',
    wrong: { overdueMinor: undefined },
    code: 'template.missingVariable',
    variable: 'overdueMinor',
  },
  {
    rule: 'an amount that is not whole',
    wrong: { overdueMinor: 1.5 },
    code: 'template.badVariable',
    variable: 'overdueMinor',
  },
  {
    rule: 'a negative amount',
    wrong: { overdueMinor: -1 },
    code: 'template.badVariable',
    variable: 'overdueMinor',
  },
  {
    rule: 'an unknown currency',
    wrong: { currency: 'XXX' },
    code: 'template.badVariable',
    variable: 'currency',
  },
  {
    rule: 'an address that runs a script',
    wrong: { payUrl: 'javascript:alert(1)' },
    code: 'template.badVariable',
    variable: 'payUrl',
  },
  {
    rule: 'an address that leaves its attribute',
    wrong: { payUrl: 'https://a.co/"onclick="x' },
    code: 'template.badVariable',
    variable: 'payUrl',
  },
  {
    rule: 'a date that does not exist',
    wrong: { promiseDue: '2026-02-30' },
    code: 'template.badVariable',
    variable: 'promiseDue',
  },
])(
  'renderMessage() refuses $rule, naming template, channel, language and variable',
  ({ wrong, code, variable }) => {
    // The types forbid some of these values; data from outside does not know the types.
    const bad = { ...request, variables: { ...variables, ...wrong } as typeof variables };
    expect(() => renderMessage(library, bad)).toThrow(
      expect.objectContaining({
        code,
        details: { template: 'saldo', channel: 'email', language: 'es', variable },
      }),
    );
  },
);

test('renderMessage() lets a text be that does not show the missing variable', () => {
  const { debtorName: _name, ...rest } = variables;
  const bad = { ...request, channel: 'voice', variables: rest as typeof variables } as const; // see above
  expect(renderMessage(library, bad).text).toBe('Crédito Sur');
});

test('renderMessage() escapes a hostile name in HTML and leaves it as it is in plain text', () => {
  const debtorName = `<img src=x onerror="alert('1')"> & http://malo.example/{{payUrl}}`;
  const mail = renderMessage(library, { ...request, variables: { ...variables, debtorName } });
  expect(mail.text).toContain(debtorName);
  expect(mail.html).not.toContain('<img');
  expect(mail.html).toContain(
    '&lt;img src&#x3D;x onerror&#x3D;&quot;alert(&#x27;1&#x27;)&quot;&gt; &amp; http://malo.example/{{payUrl}}',
  );
  expect(mail.html?.match(/<a /g)).toHaveLength(1); // the payment link, not the name's
});

test('renderMessage() keeps a name on one line, so that it cannot add a mail header or turn the text around', () => {
  const { subject, text } = renderMessage(library, {
    ...request,
    variables: { ...variables, debtorName: 'Ana\r\nBcc: x@y.z\u202e\u2028Gil' },
  });
  expect(subject).toBe('Saldo de Ana Bcc: x@y.z Gil');
  expect(text).toContain('Hola, Ana Bcc: x@y.z Gil:');
});

test('renderMessage() takes the accents that GSM-7 lacks off the values of an SMS only', () => {
  const accented = { ...variables, creditorName: 'Crédito Común', debtorName: 'Íñigo' };
  expect(renderMessage(library, { ...request, channel: 'sms', variables: accented }).text).toMatch(
    /^Crédito Comun, Iñigo:/,
  );
  expect(renderMessage(library, { ...request, variables: accented }).text).toContain('Íñigo');
});

test('renderMessage() links an address whole when the other address is its beginning', () => {
  const withLinks = libraryOf({
    'es/a.yaml': `${head('a')}email: {subject: s, body: "{{payUrl}} {{unsubscribeUrl}}"}\n`,
  });
  const long = { ...variables, payUrl: 'https://a.co/1', unsubscribeUrl: 'https://a.co/12' };
  const { html } = renderMessage(withLinks, { ...request, template: 'a', variables: long });
  expect(html?.match(/href="[^"]*"/g)).toEqual(['href="https://a.co/1"', 'href="https://a.co/12"']);
});

test('the content hash follows the words', () => {
  const hash = (name: string) =>
    renderMessage(library, { ...request, variables: { ...variables, debtorName: name } }).contentHash;
  expect(hash('Ana')).toBe(hash('Ana'));
  expect(hash('Ana')).not.toBe(hash('Eva'));
});

property.prop([fc.string({ unit: 'grapheme' }).filter((name) => name.trim() !== '')])(
  'any name renders to one line of text and to HTML without new tags',
  (debtorName) => {
    fc.pre(!/^[\p{Cc}\p{Cf}\p{Z}]*$/u.test(debtorName));
    const tags = (html = '') => html.match(/<[^>]*>/g);
    const mail = renderMessage(library, { ...request, variables: { ...variables, debtorName } });
    expect(mail.subject).not.toMatch(/[\r\n\u2028]/);
    expect(tags(mail.html)).toEqual(tags(renderMessage(library, request).html));
  },
);
