import type { Segment, Strategy } from '../../../domain/strategy';
import { diffStrategies } from '../../../policy/strategy/diff';
import { diffWords } from '../../../policy/strategy/diff-words';
import { calendarsOf, explainStrategy } from '../../../policy/strategy/explain';
import { aHandoff, aStrategy, aTask, aTouch, terms } from '../../builders';
import { loadStrategy } from '../../../policy/strategy/parse';

const base = aStrategy();
const signed = {
  ...{ rule: 'CO-HOUSE-DAY', reason: 'Dos créditos', signedBy: 'Ana Pérez', signedOn: '2026-11-01' },
};
const small: Segment = {
  id: 'chico',
  when: { field: 'balance', lt: 100 },
  overrides: { steps: [aTouch('solo', 3)] },
};

test.each<{ what: string; from?: Strategy; to: Strategy; says: string[] }>([
  { what: 'nothing', to: base, says: ['Nada cambia.'] },
  {
    what: 'a rule set aside, where none was',
    to: aStrategy({ lenientRules: [signed] }),
    says: [
      'Se agregan las reglas que se dejan de lado (Regla que se deja de lado CO-HOUSE-DAY: «Dos créditos», firma Ana Pérez, 2026-11-01).',
    ],
  },
  {
    what: 'rules set aside: another signature, and one more',
    from: aStrategy({ lenientRules: [{ ...signed, signedOn: '2026-10-01' }] }),
    to: aStrategy({ lenientRules: [signed, { ...signed, rule: 'CO-STRICT-WEEK' }] }),
    says: [
      'La regla que se deja de lado «CO-HOUSE-DAY», la fecha de la firma: de 2026-10-01 a 2026-11-01.',
      'Se agrega la regla que se deja de lado «CO-STRICT-WEEK»: «Dos créditos», firma Ana Pérez, 2026-11-01.',
    ],
  },
  {
    what: 'a step moved and with other channels',
    to: aStrategy({ steps: [aTouch('aviso', -3, { via: ['sms'] }), ...base.steps.slice(1)] }),
    says: ['El paso «aviso», el día: de -5 a -3.', 'El paso «aviso», los canales: de correo, sms a sms.'],
  },
  {
    what: 'a step more and one less',
    to: aStrategy({ steps: [...base.steps.slice(0, 3), aTouch('ultimo', 27, { required: true })] }),
    says: [
      'Se quita el paso «llamada», día 20: tarea: llamar, cola «temprana».',
      'Se agrega el paso «ultimo», día 27: mensaje por correo o sms, «ultimo» (obligatorio).',
    ],
  },
  {
    what: 'window, tolerance, promise and stage',
    to: aStrategy({
      sendWindow: { from: 9 * 3600, to: 12 * 3600 },
      tolerance: { COP: 2000 },
      promise: { ...terms, maxOpen: 2 },
      stages: base.stages.map((stage) => (stage.name === 'judicial' ? { ...stage, from: 120 } : stage)),
    }),
    says: [
      'El horario de envío: de 10:00–18:00 a 09:00–12:00.',
      'La tolerancia (COP): de 1000 a 2000.',
      'La etapa «judicial», el primer día: de 91 a 120.',
      'Las promesas de pago, cuántas pueden estar abiertas: de 1 a 2.',
    ],
  },
  { what: 'a segment more', to: aStrategy({ segments: [small] }), says: ['Se agrega el segmento «chico».'] },
])('diff says what changes: $what', ({ from = base, to, says }) => {
  expect(diffWords(diffStrategies(from, to), 'es')).toEqual(says);
});

test('what a segment changes is told of the segment, and what everybody gets is told once', () => {
  const from = aStrategy({ segments: [small] });
  const to = aStrategy({
    sendWindow: { from: 9 * 3600, to: 12 * 3600 },
    segments: [{ ...small, when: { field: 'balance', lt: 200 }, overrides: { steps: [aTouch('solo', 4)] } }],
  });
  expect(diffWords(diffStrategies(from, to), 'en')).toEqual([
    'The send window: from 10:00–18:00 to 09:00–12:00.',
    'In segment «chico»: The condition: from overdue balance < 100 to overdue balance < 200.',
    'In segment «chico»: Step «solo», the day: from 3 to 4.',
  ]);
});

test('the order of the segments is a change', () => {
  const other = { ...small, id: 'otro' };
  const changes = diffStrategies(
    aStrategy({ segments: [small, other] }),
    aStrategy({ segments: [other, small] }),
  );
  expect(changes).toMatchObject([{ field: 'segmentOrder', from: ['chico', 'otro'], to: ['otro', 'chico'] }]);
});

test('the order of steps of one day is a change', () => {
  const [a, b] = [aTouch('a', 3), aTouch('b', 3)];
  const changes = diffStrategies(aStrategy({ steps: [a, b] }), aStrategy({ steps: [b, a] }));
  expect(changes).toMatchObject([{ field: 'stepOrder', from: ['a', 'b'], to: ['b', 'a'] }]);
});

test('explain draws weeks from the due date and lists every step under its stage', () => {
  const steps = [
    aTouch('aviso', -5),
    aTouch('vencido', 1),
    aTask('llamada', 8),
    aTouch('intima', 8, { required: true }),
    aHandoff('juicio', 91),
  ];
  const text = explainStrategy(aStrategy({ steps, segments: [small] }), 'es');
  expect(text).toContain('   -7 · · M · · · ·\n    0 | M · · · · ·\n    7 · + · · · · ·');
  expect(text).toContain('   91 D · · · · · ·');
  expect(text).toContain('  ── administrativa\n  día    1  vencido: mensaje por correo o sms, «vencido»');
  expect(text).toContain('Segmento «chico»: saldo vencido < 100\n    0 | · · M · · ·');
});

test('the calendar as data has every step of every variant', () => {
  const [all, chico] = calendarsOf(aStrategy({ segments: [small] }));
  expect(all?.days.map(({ day, stage }) => [day, stage])).toEqual([
    [-5, 'preventive'],
    [1, 'administrative'],
    [8, 'administrative'],
    [20, 'administrative'],
  ]);
  expect(chico).toMatchObject({ segment: 'chico', days: [{ day: 3, steps: [{ id: 'solo' }] }] });
});

const incentive = {
  ...{ id: 'pronto', share: 0.1, of: 'balance' as const, withinDays: 10, fromDay: 15, once: true },
  when: { field: 'stage' as const, eq: 'administrative' },
};
const negotiation = {
  ...{ maxDiscount: 0.4, maxDaysAhead: 15, approvalAbove: 0.2, maxInstalments: 1, graceDays: 0 },
};
const notice = {
  ...{ on: 'payment_received' as const, via: ['sms' as const], template: 'pago-recibido' },
  ...{ freshDays: 2, daysBefore: 3 },
};

test('diff says in words what changes about notices, discounts and settlements', () => {
  const from = aStrategy({ notices: [notice], incentives: [incentive], negotiation });
  const to = aStrategy({
    notices: [{ ...notice, freshDays: 0 }],
    incentives: [
      { ...incentive, share: 0.2 },
      { ...incentive, id: 'otro', of: 'interest', once: false },
    ],
    negotiation: { ...negotiation, maxDiscount: 0.3 },
  });
  expect(diffWords(diffStrategies(from, to), 'es')).toEqual([
    'El aviso «pago recibido», hasta cuándo es novedad: de 2 a 0.',
    'El descuento «pronto», la parte que se descuenta: de 0.1 a 0.2.',
    'Se agrega el descuento «otro»: 10 % de los intereses vencidos pagando dentro de 10 días, desde el día 15, una vez por deuda; si etapa = administrativa.',
    'Los acuerdos con quita, la quita máxima: de 0.4 a 0.3.',
  ]);
  expect(diffWords(diffStrategies(aStrategy(), from), 'en')).toEqual([
    'Adds the notices (Notice: payment received: sms, «pago-recibido», up to 2 days later).',
    'Adds the discounts (Discount «pronto»: 10 % of what is overdue when paid within 10 days, from day 15, once a case; if stage = administrative).',
    'Adds settlements: up to 40 % off, with approval above 20 %, at most 15 days ahead, in 1 payment(s), 0 day(s) of grace.',
  ]);
});

test('explain says rules set aside, notices, discounts and settlements, and what a segment offers otherwise', () => {
  const overrides = { ...small.overrides, incentives: [{ ...incentive, share: 0.25 }] };
  const segments = [{ ...small, overrides }];
  const text = explainStrategy(
    aStrategy({ lenientRules: [signed], notices: [notice], incentives: [incentive], negotiation, segments }),
    'es',
  );
  expect(text).toContain(
    'Regla que se deja de lado CO-HOUSE-DAY: «Dos créditos», firma Ana Pérez, 2026-11-01',
  );
  expect(text).toContain('Aviso: pago recibido: sms, «pago-recibido», hasta 2 días después');
  expect(text).toContain('Descuento «pronto»: 10 % de lo vencido pagando dentro de 10 días, desde el día 15');
  expect(text).toContain('Acuerdos: quita de hasta 40 %, con aprobación por encima de 20 %');
  expect(text).toContain('Segmento «chico»: Descuento «pronto»: 25 %');
});

test('explain and diff hold no word of the file where Spanish has one: channels, stages, the arm without messages', () => {
  const segmented = loadStrategy('strategies/consumo-segmentado.yaml');
  const explained = explainStrategy(segmented, 'es');
  expect(explained).toContain('recordatorio el día anterior: sms, correo,');
  expect(explained).toMatch(/Experimento «descuento-2026»: .*, sin mensajes 2\.0 %/);
  const added = diffWords(diffStrategies(loadStrategy('strategies/consumo.yaml'), segmented), 'es').join(
    '\n',
  );
  expect(added).toMatch(/Se agrega el experimento «descuento-2026»: .*, sin mensajes 2\.0 %\./);
  expect(`${explained}\n${added}`).not.toMatch(/\bemail\b|etapa = administrative|holdout/);
});
