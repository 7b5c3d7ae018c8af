import { test as property, fc } from '@fast-check/jest';
import type { WrittenMessage } from '../../domain/content';
import { contentOf } from '../../domain/content';
import { houseRefusals } from '../../domain/house-content';

const message = (text: string, more: Partial<WrittenMessage> = {}): WrittenMessage => ({
  text,
  creditorName: 'Crédito Sur',
  debtorName: 'Ana Núñez',
  contactPhone: '+57 601 555 0100',
  payUrl: 'https://pagos.example/p/1',
  unsubscribeUrl: 'https://pagos.example/u/1',
  ...more,
});
const tagsOf = (text: string, more: Partial<WrittenMessage> = {}): string[] => [
  ...contentOf(message(text, more)).keys(),
];

describe('contentOf() finds', () => {
  test.each([
    { tag: 'creditor_named', text: 'Le escribe CREDITO  sur.' },
    { tag: 'contact_given', text: 'Dudas: +57 601 555 0100' },
    { tag: 'amount_stated', text: 'Debe COP 1.250.000,00' },
    { tag: 'amount_stated', text: 'You owe $1,250' },
    { tag: 'payment_means', text: 'Pague en https://pagos.example/p/1' },
    { tag: 'payment_means', text: 'Pida los medios de pago.' },
    { tag: 'optout_statement', text: 'Sin SMS: BAJA' },
    { tag: 'optout_statement', text: 'Parar SMS: SAIR' },
    { tag: 'optout_statement', text: 'No más correos: https://pagos.example/u/1' },
    { tag: 'optout_statement', text: 'Si no desea recibir cartas, llame al +57 601 555 0100' },
    { tag: 'amount_breakdown', text: 'Detalle: cuota PYG 1.000 + otros PYG 2.000 = total PYG 3.000' },
    { tag: 'itemised_amounts', text: 'Detalhamento: vencimento, BRL 1,00; total, BRL 1,00' },
    { tag: 'debt_collector_disclosure', text: 'This message is from a debt collector.' },
    { tag: 'debt_collector_disclosure', text: 'Somos una empresa de cobranza.' },
    { tag: 'recording_notice', text: 'Esta llamada se graba.' },
    { tag: 'recording_notice', text: 'Esta ligação é gravada.' },
    { tag: 'judicial_appearance', text: 'NOTIFICACIÓN DEL JUZGADO SEGUNDO' },
    { tag: 'judicial_appearance', text: 'Oficial de Justiça' },
    { tag: 'mentions_court_act', text: 'Iniciaremos una demanda' },
    { tag: 'mentions_court_act', text: 'We will sue you' },
    { tag: 'judicial_appearance', text: 'Proceso ejecutivo iniciado' },
    { tag: 'judicial_appearance', text: 'Orden de allanamiento' },
    { tag: 'coercion', text: 'Vamos a llamar a sus vecinos' },
    { tag: 'coercion', text: 'Sabemos dónde vive' },
    { tag: 'coercion', text: 'Bloquearemos su teléfono' },
    { tag: 'asks_reason_for_default', text: '¿Por qué no pagaste?' },
    { tag: 'asks_reason_for_default', text: 'Por que você não pagou?' },
    { tag: 'pay_to_collector_account', text: 'Pague a la cuenta del cobrador' },
    { tag: 'public_body_name', text: 'Notice of the IRS' },
    { tag: 'judicial_appearance', text: 'Habrá embargo de bienes' },
    { tag: 'legal_counsel', text: 'Pasa a nuestros abogados' },
    { tag: 'threat', text: 'Aténgase a las consecuencias' },
    { tag: 'threat', text: 'Si no paga, habrá demanda' },
    { tag: 'coercion', text: 'Avisaremos mañana mismo a su jefe' },
    { tag: 'constraint', text: 'Iremos a sua casa' },
    { tag: 'shaming', text: 'Saldrá en la lista de morosos' },
    { tag: 'insult', text: 'Eres un sinvergüenza' },
    { tag: 'ridicule', text: 'Caloteiro!' },
    { tag: 'public_body_name', text: 'Reportado a la Fiscalía' },
    { tag: 'pay_to_collector_account', text: 'Deposite hoy en nuestra cuenta' },
    { tag: 'asks_reason_for_default', text: '¿Por qué no ha pagado?' },
    { tag: 'asks_reason_for_default', text: 'Cuéntenos cuál es el motivo de su atraso' },
    { tag: 'asks_reason_for_default', text: 'Why have you not paid?' },
  ])('$tag in "$text"', ({ tag, text }) => {
    expect(tagsOf(text)).toContain(tag);
  });
});

describe('contentOf() does not take', () => {
  test.each([
    { rule: 'an extrajudicial claim for a court', text: 'Gestión extrajudicial', tag: 'judicial_appearance' },
    { rule: 'somebody in arrears for an insult', text: 'Su cuenta está en mora', tag: 'shaming' },
    {
      rule: 'the word stop inside a sentence for a keyword',
      text: 'Please stop by',
      tag: 'optout_statement',
    },
    {
      rule: 'a wish without a way for an opt-out',
      text: 'Si no desea recibir cartas',
      tag: 'optout_statement',
    },
    { rule: 'one amount for a breakdown', text: 'Detalle: COP 100', tag: 'amount_breakdown' },
    {
      rule: 'an offer of more detail for a breakdown',
      text: 'Pida el detalle de COP 1, total COP 1',
      tag: 'amount_breakdown',
    },
    { rule: 'a number for an amount', text: 'Cuenta 4821', tag: 'amount_stated' },
    {
      rule: 'a difficulty for a question',
      text: 'Si algo le impide pagar, llámenos',
      tag: 'asks_reason_for_default',
    },
    { rule: 'an address for prose', text: 'https://pagos.example/demanda', tag: 'mentions_court_act' },
  ])('$rule', ({ text, tag }) => {
    expect(tagsOf(text)).not.toContain(tag);
  });

  test('a creditor or a debtor for what they are called after', () => {
    const names = { creditorName: 'Tribunal Café', debtorName: 'Luis Embargo' };
    expect(tagsOf('Tribunal Café: Luis Embargo, su pago', names)).toEqual(['creditor_named']);
    expect(tagsOf('Tribunal Café: embargo', names)).toContain('mentions_court_act');
  });

  test('a value that is missing for one that is there', () => {
    expect(tagsOf('Hola', { creditorName: '', contactPhone: undefined })).toEqual([]);
  });
});

test('contentOf() keeps what its author vouches for, and says which words gave a tag', () => {
  const content = contentOf(message('Habrá Embargo'), ['recording_notice']);
  expect(Object.fromEntries(content)).toMatchObject({
    recording_notice: 'recording_notice',
    mentions_court_act: 'embargo',
  });
});

property.prop([fc.string(), fc.string({ unit: 'binary' })])(
  'contentOf() reads any text and any name',
  (text, name) => {
    expect(() => contentOf(message(text, { debtorName: name, creditorName: name }))).not.toThrow();
  },
);

const complete = ['creditor_named', 'amount_stated', 'contact_given', 'optout_statement'];

describe('houseRefusals()', () => {
  test.each([
    { rule: 'a complete message', tags: complete, channel: 'sms', stage: 'administrative', rules: [] },
    {
      rule: 'a call without a way to opt out',
      tags: complete.slice(0, 3),
      channel: 'voice',
      stage: 'administrative',
      rules: [],
    },
    {
      rule: 'an SMS without a way to opt out',
      tags: complete.slice(0, 3),
      channel: 'sms',
      stage: 'administrative',
      rules: ['CONTENT-OPTOUT'],
    },
    {
      rule: 'a message without an amount',
      tags: ['creditor_named', 'contact_given'],
      channel: 'voice',
      stage: 'judicial',
      rules: ['CONTENT-AMOUNT'],
    },
    {
      rule: 'a judicial look too early',
      tags: [...complete, 'judicial_appearance'],
      channel: 'email',
      stage: 'extrajudicial',
      rules: ['CONTENT-COURT'],
    },
    {
      rule: 'a court act in its stage',
      tags: [...complete, 'mentions_court_act'],
      channel: 'email',
      stage: 'judicial',
      rules: [],
    },
    {
      rule: 'a threat in any stage',
      tags: [...complete, 'threat'],
      channel: 'email',
      stage: 'judicial',
      rules: ['CONTENT-RESPECT'],
    },
    {
      rule: 'a public body',
      tags: [...complete, 'public_body_name'],
      channel: 'letter',
      stage: 'judicial',
      rules: ['CONTENT-PUBLIC-BODY'],
    },
  ] as const)('on $rule', ({ tags, channel, stage, rules }) => {
    const refusals = houseRefusals(tags, { channel, stage });
    expect(refusals.map(({ rule }) => rule)).toEqual(rules);
    expect(refusals.every(({ basis }) => basis === 'policy')).toBe(true);
  });

  test('names a message that cannot be written before what it lacks', () => {
    expect(houseRefusals(['not_written'], { channel: 'sms', stage: 'judicial' })[0]?.rule).toBe(
      'CONTENT-NOT-WRITTEN',
    );
  });
});
