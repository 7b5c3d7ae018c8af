import type { ToldContact } from '../../../domain/case/told';
import { explainWhy } from '../../../policy/explain/why';
import { rulesOf } from '../../../policy/explain/words';
import { loadLaw } from '../../../policy/law/library';
import { aHandoff, aPayment, aPerson, aStrategy, at, aTouch, day } from '../../builders';
import type { Asking } from '../../domain/case/asking';
import { ask, hold, noLawOn } from '../../domain/case/asking';

const co = loadLaw().lawbook('CO');
const explain = (asking: Asking): string => explainWhy(ask(asking), rulesOf(co));
const promise = {
  kind: 'promise',
  at: at('2026-03-09 09:00'),
  id: 'pr-1',
  amount: 100_000,
  due: day('2026-03-14'),
} as const;
const stop = { kind: 'stop', at: at('2026-03-10 10:00'), fact: 'represented_by_attorney' } as const;
const tried: ToldContact = {
  at: at('2026-03-11 09:00'),
  channel: 'sms',
  outcome: 'unanswered',
  account: 'B-2',
};

const lenientRules = [
  { rule: 'CO-HOUSE-DAY', reason: 'Dos créditos', signedBy: 'Ana Pérez', signedOn: '2026-03-01' },
  { rule: 'CL-37-SPACING-CLEAR', reason: 'De otro lugar', signedBy: 'Ana Pérez', signedOn: '2026-03-01' },
];
const colombian = aPerson({ jurisdiction: 'CO' });

const handoff = aHandoff('juicio', 5, { approval: 'person', requires: ['intima', 'dossier'] });
const waits = {
  lawbook: noLawOn('2026-04-30'),
  strategy: aStrategy({
    steps: [aTouch('intima', 1, { required: true }), aTouch('recordatorio', 8), handoff],
  }),
};

test.each<Asking & { rule: string; lines: readonly string[]; omits?: string }>([
  {
    rule: 'a message that was sent',
    on: '2026-03-11',
    life: {},
    lines: [
      'Cuenta A1, miércoles 11 de marzo de 2026 (America/Bogota)',
      'SÍ SE CONTACTÓ a la persona por esta cuenta.',
      '  10:00  correo electrónico, paso «vencido», plantilla «vencido», por esta cuenta',
      '  Cuenta abierta; etapa administrativa.',
      '  Días de mora: 1 (cuentan para etapa y cadencia); días corridos desde el vencimiento: 1.',
      '  vencido (día 1): enviado por correo electrónico el miércoles 11 de marzo de 2026 a las 10:00.',
      '  recordatorio (día 8): todavía no toca; si nada cambia, el miércoles 18 de marzo de 2026.',
    ],
  },
  {
    rule: 'a wait for the law: every rule, what it rests on, which reading holds and how the other differs',
    on: '2026-03-11',
    life: {
      lawbook: co,
      person: { ...aPerson({ jurisdiction: 'CO', optedOut: ['email'] }), contacts: [tried] },
    },
    elsewhere: [tried],
    lines: [
      'SÍ SE CONTACTÓ a la persona, pero no por esta cuenta.',
      '  09:00  SMS, hecho fuera de Recobro, por la cuenta B-2',
      '  vencido (día 1): pendiente; próximo intento el jueves 12 de marzo de 2026 a las 10:00.',
      '      correo electrónico: no se puede usar, la persona pidió la baja.',
      '        Lectura estricta (la que rige): no se permite, 1 regla lo impide (próximo momento permitido, jueves 12 de marzo de 2026 a las 07:00).',
      '            Base: política interna; no viene de ninguna norma.',
      '        Lectura permisiva: se permite.',
    ],
  },
  {
    rule: 'a message that only a rule set aside let go out, with reason and signature',
    on: '2026-03-11',
    life: { lawbook: co, strategy: aStrategy({ lenientRules }), person: { ...colombian, contacts: [tried] } },
    elsewhere: [tried],
    setAside: ['CO-HOUSE-DAY'],
    lines: [
      'SÍ SE CONTACTÓ a la persona por esta cuenta.',
      '  10:00  correo electrónico, paso «vencido», plantilla «vencido», por esta cuenta; la lectura estricta lo impedía por CO-HOUSE-DAY, que su estrategia deja de lado',
      'Reglas de la lectura estricta que la estrategia deja de lado',
      '  CO-HOUSE-DAY: Política interna: como máximo un intento de contacto por día, aunque no haya respuesta.',
      '    Base: política interna; no viene de ninguna norma.',
      '    Motivo: «Dos créditos». Firmó Ana Pérez el domingo 1 de marzo de 2026.',
    ],
    omits: 'CL-37-SPACING-CLEAR',
  },
  {
    rule: 'a wait for the law in all three readings where the strategy has one of its own',
    on: '2026-03-11',
    life: {
      lawbook: co,
      strategy: aStrategy({ lenientRules: lenientRules.slice(0, 1) }),
      person: { ...colombian, contacts: [{ ...tried, outcome: 'direct' }] },
    },
    elsewhere: [{ ...tried, outcome: 'direct' }],
    lines: [
      '        Lectura estricta: no se permite, 4 reglas lo impiden (próximo momento permitido, miércoles 18 de marzo de 2026 a las 07:00).',
      '        Lectura estricta sin CO-HOUSE-DAY (la que rige): tampoco se permite, por CO-2300-3-DAY, CO-2300-3-CHANNEL-WEEK, CO-STRICT-WEEK (próximo momento permitido, miércoles 18 de marzo de 2026 a las 07:00).',
    ],
  },
  {
    rule: 'everything that blocks',
    on: '2026-03-11',
    life: { facts: [promise, hold, stop] },
    lines: [
      'NO SE CONTACTÓ: la cuenta estaba bloqueada.',
      '  Hecho que detiene la gestión: represented_by_attorney. Vale para todas las cuentas de la persona hasta que se levante.',
      '  Suspensión «h-1» desde el martes 10 de marzo de 2026 a las 09:00, libre desde el viernes 20 de marzo de 2026.',
      '  Promesa «pr-1» de pagar COP 1.000,00 el sábado 14 de marzo de 2026; se juzga el martes 17 de marzo de 2026. Mientras está abierta solo sale su recordatorio.',
      '  vencido (día 1): pendiente; lo detiene el bloqueo de la cuenta.',
    ],
  },
  {
    rule: 'what goes first and what a handoff lacks',
    on: '2026-03-19',
    life: waits,
    lines: [
      '  recordatorio (día 8): pendiente; antes va el paso «intima», o ese día fue solo para él.',
      '  juicio (día 5): pendiente; falta la aprobación de una persona, «intima», «dossier».',
    ],
  },
  {
    rule: 'a case that was paid',
    on: '2026-03-11',
    life: { facts: [aPayment('2026-03-10 09:00', 100_000)] },
    lines: [
      'NO SE CONTACTÓ: la cuenta estaba cerrada.',
      '  Cuenta pagada; etapa preventiva.',
      '  Sin deuda principal.',
    ],
  },
  {
    rule: 'a person without a channel',
    on: '2026-03-11',
    life: { person: aPerson({ consent: [] }) },
    lines: [
      'NO SE CONTACTÓ: el paso de ese día se pasó por alto.',
      '  vencido (día 1): omitido el miércoles 11 de marzo de 2026: no había ningún canal utilizable (dirección, consentimiento o baja); queda una tarea para una persona.',
    ],
  },
])('explainWhy() tells $rule', ({ rule: _rule, lines, omits, ...asking }) => {
  const told = explain(asking).split('\n');
  for (const line of lines) expect(told).toContain(line);
  if (omits !== undefined) expect(told.join('\n')).not.toContain(omits);
});

describe('rulesOf()', () => {
  test.each([
    { rule: 'CO-2300-3-HOURS', basis: 'law' },
    { rule: 'CONTENT-OPTOUT', basis: 'policy' },
  ])('knows $rule', ({ rule, basis }) => {
    expect(rulesOf(co)(rule)).toMatchObject({ rule, basis, es: expect.stringMatching(/\S/) });
  });

  test('knows no rule of another place', () => {
    expect(rulesOf(co)('CL-37-HOURS')).toBeUndefined();
  });
});
