import type { TimelineEntry } from '../../../policy/explain/timeline';
import { timelineLines } from '../../../policy/explain/timeline';

const ZONE = 'America/Bogota';
const entry = (
  type: string,
  facts: TimelineEntry['facts'],
  more: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  at: '2026-03-11T15:00:00Z',
  type,
  actor: 'recobro',
  facts,
  seq: 7,
  ...more,
});
const sentence = (type: string, facts: TimelineEntry['facts']): string | undefined =>
  timelineLines([entry(type, facts)], ZONE)[1];

test('timelineLines() writes a heading a day, the time of the debtor, the number and who acted', () => {
  const entries = [
    entry('stage_changed', { stage: 'administrative' }),
    entry(
      'fact_received',
      { kind: 'hold', id: 'h-1' },
      { at: '2026-03-12T03:30:00Z', actor: 'agente-7', seq: 8 },
    ),
    entry(
      'task_opened',
      { kind: 'call', step: 'llamada', queue: 'temprana' },
      { at: '2026-03-12T15:00:00Z' },
    ),
  ];
  expect(timelineLines(entries, ZONE)).toEqual([
    'miércoles 11 de marzo de 2026',
    '  10:00     7  Entró en la etapa administrativa.',
    '  22:30     8  Se recibió: suspensión «h-1». (por agente-7)',
    'jueves 12 de marzo de 2026',
    '  10:00     7  Tarea para una persona: llamar (paso «llamada», cola «temprana»).',
  ]);
});

test('timelineLines() marks what is not in the ledger yet', () => {
  const { seq: _seq, ...pending } = entry('outcome_changed', { outcome: 'paid' });
  expect(timelineLines([pending], ZONE)[1]).toBe('  10:00     ·  La cuenta quedó pagada.');
});

const step = { step: 'vencido', channel: 'sms' };
test.each([
  { type: 'account_opened', facts: { debts: 2 }, says: 'Se abrió la cuenta con 2 deuda(s).' },
  {
    type: 'touch_claimed',
    facts: { ...step, template: 'vencido' },
    says: 'Se preparó el paso «vencido» por SMS',
  },
  {
    type: 'touch_claimed',
    facts: { ...step, template: 'vencido', setAside: ['CO-HOUSE-DAY'] },
    says: '(plantilla «vencido»). Se dejó de lado CO-HOUSE-DAY de la lectura estricta.',
  },
  {
    type: 'touch_sent',
    facts: { ...step, days: 1 },
    says: 'Se envió el paso «vencido» por SMS a los 1 días de mora.',
  },
  { type: 'touch_unknown', facts: step, says: 'no se reenvía' },
  {
    type: 'touch_failed',
    facts: { ...step, reason: 'final: no such number' },
    says: 'No salió el paso «vencido» por SMS: final: no such number.',
  },
  {
    type: 'touch_refused',
    facts: { step: 'vencido', rule: 'CO-2300-3-HOURS', next: '2026-03-12T15:00:00Z' },
    says: 'lo impide CO-2300-3-HOURS; próximo intento el jueves 12 de marzo de 2026 a las 10:00.',
  },
  {
    type: 'step_skipped',
    facts: { step: 'hoy', reason: 'unlawful', rule: 'CONTENT-OPTOUT' },
    says: '(regla CONTENT-OPTOUT).',
  },
  {
    type: 'handed_off',
    facts: { step: 'juicio', to: 'estudio' },
    says: 'Se derivó a estudio (paso «juicio»).',
  },
  { type: 'promise_broken', facts: { promise: 'pr-1' }, says: 'Se incumplió la promesa «pr-1».' },
  { type: 'plan_broken', facts: { plan: 'pl-1' }, says: 'vuelven las deudas originales' },
  {
    type: 'bounce_received',
    facts: { ...step, hard: true },
    says: 'Rebote definitivo del paso «vencido» por SMS.',
  },
  {
    type: 'request_refused',
    facts: { event: 'pr-2', reason: 'too_small' },
    says: 'Se rechazó la solicitud «pr-2»: el monto es demasiado bajo.',
  },
  {
    type: 'person_changed',
    facts: { change: 'opt_out', channel: 'all' },
    says: 'pidió la baja (todos los canales).',
  },
  {
    type: 'person_changed',
    facts: { change: 'stop', fact: 'hardship' },
    says: 'hecho que detiene la gestión: hardship.',
  },
  { type: 'brand_new', facts: {}, says: 'brand_new.' },
])('timelineLines() tells $type in words: $says', ({ type, facts, says }) => {
  expect(sentence(type, facts)).toContain(says);
});
