import { loadTemplates, templateNames } from '../../../policy/templates/load';
import { head, libraryOf, withFolder } from './helpers';

const sms = 'sms: "{{creditorName}}"\n';

test('loadTemplates() reads every language of every template', () => {
  const library = libraryOf({
    'es/a.yaml': head('a') + sms,
    'en/a.yaml': head('a', 'en') + sms,
    'es/b.yaml': head('b') + sms,
  });
  expect([...templateNames(library)].sort()).toEqual(['a', 'b']);
  expect([...(library.templates.get('a')?.keys() ?? [])].sort()).toEqual(['en', 'es']);
});

test('the version follows the words, not the layout or the place', () => {
  const first = libraryOf({ 'es/a.yaml': head('a') + sms });
  expect(libraryOf({ 'es/a.yaml': `# a comment\n${sms}${head('a')}` }).version).toBe(first.version);
  expect(libraryOf({ 'es/a.yaml': `${head('a')}sms: "{{creditorName}}."\n` }).version).not.toBe(
    first.version,
  );
});

test.each([
  {
    rule: 'an unknown field',
    file: 'es/a.yaml',
    text: `${head('a')}smss: hola\n`,
    says: /a\.yaml:4:1: unknown field "smss" – did you mean "sms"/,
  },
  {
    rule: 'a purpose that no stage has',
    file: 'es/a.yaml',
    text: head('a', 'es', 'judicia') + sms,
    says: /a\.yaml:3:10: purpose must be one of .* – did you mean "judicial"/,
  },
  {
    rule: 'a mail without a subject',
    file: 'es/a.yaml',
    text: `${head('a')}email: {body: hola}\n`,
    says: /a\.yaml:4:8: email\.subject is missing/,
  },
  {
    rule: 'a file in the folder of another language',
    file: 'pt/a.yaml',
    text: head('a') + sms,
    says: /a\.yaml:2:11: language is "es".* – write language: pt/,
  },
  {
    rule: 'a file with the name of another template',
    file: 'es/a.yaml',
    text: head('b') + sms,
    says: /a\.yaml:1:11: template is "b".* – write template: a/,
  },
  {
    rule: 'a template without a text',
    file: 'es/a.yaml',
    text: head('a'),
    says: /the template has no text – add one of email, sms/,
  },
  {
    rule: 'an unknown variable',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{debtorname}}"\n`,
    says: /a\.yaml:4:6: unknown variable "debtorname" – did you mean "debtorName"/,
  },
  {
    rule: 'an unknown variable of a helper',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{money total currency}}"\n`,
    says: /unknown variable "total"/,
  },
  {
    rule: 'an unknown helper',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{upper debtorName}}"\n`,
    says: /unknown helper "upper" – use \{\{variable/,
  },
  {
    rule: 'money without a currency',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{money amountMinor}}"\n`,
    says: /wrong arguments of \{\{money/,
  },
  {
    rule: 'a date in an unknown form',
    file: 'es/a.yaml',
    text: `${head('a')}sms: '{{date dueDate "iso"}}'\n`,
    says: /wrong arguments of \{\{date/,
  },
  {
    rule: 'a loop',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{#each debtorName}}{{/each}}"\n`,
    says: /unknown block "each"/,
  },
  {
    rule: 'a partial',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{> otra}}"\n`,
    says: /PartialStatement is not allowed/,
  },
  {
    rule: 'a way to a prototype',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{debtorName.constructor}}"\n`,
    says: /unknown variable "debtorName\.constructor"/,
  },
  {
    rule: 'braces that do not close',
    file: 'es/a.yaml',
    text: `${head('a')}sms: "{{debtorName"\n`,
    says: /a\.yaml:4:6: the text is not a template/,
  },
])('loadTemplates() refuses $rule, at its line and with a remedy', ({ file, text, says }) => {
  withFolder({ [file]: text }, (folder) => {
    expect(() => loadTemplates(folder)).toThrow(
      expect.objectContaining({ code: 'template.invalid', message: expect.stringMatching(says) }),
    );
  });
});

test('loadTemplates() names the faults of all files at once', () => {
  withFolder({ 'es/a.yaml': 'x: 1\n', 'en/b.yaml': 'y: [\n' }, (folder) => {
    expect(() => loadTemplates(folder)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/es.a\.yaml[\s\S]*en.b\.yaml/) }),
    );
  });
});

test('loadTemplates() refuses a folder without messages', () => {
  expect(() => withFolder({ 'README.md': '' }, loadTemplates)).toThrow(
    expect.objectContaining({ code: 'template.invalid' }),
  );
});

test.each([
  { rule: 'shown outside any {{#if}}', text: '{{promiseDue}}', required: ['promiseDue'], optional: [] },
  {
    rule: 'shown only inside its own {{#if}}',
    text: '{{#if promiseDue}}{{promiseDue}}{{/if}}',
    required: [],
    optional: ['promiseDue'],
  },
  {
    rule: 'shown where its {{#if}} has failed',
    text: '{{#if promiseDue}}x{{else}}{{promiseDue}}{{/if}}',
    required: ['promiseDue'],
    optional: [],
  },
  {
    rule: 'shown in the else of its {{#unless}}',
    text: '{{#unless promiseDue}}x{{else}}{{promiseDue}}{{/unless}}',
    required: [],
    optional: ['promiseDue'],
  },
  {
    rule: 'shown inside the {{#if}} of another',
    text: '{{#if dueDate}}{{promiseDue}}{{/if}}',
    required: ['promiseDue'],
    optional: ['dueDate'],
  },
])('a variable $rule', ({ text, required, optional }) => {
  const { templates } = libraryOf({ 'es/a.yaml': `${head('a')}sms: "${text}"\n` });
  expect(templates.get('a')?.get('es')?.texts.sms?.body).toMatchObject({ required, optional });
});
