import { join } from 'node:path';
import type { CaseFact } from '../domain/case/facts';
import type { Person } from '../domain/person';
import type { Step, Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../domain/time/calendar';
import type { NewCase } from '../functions/intake';
import { loadStrategy } from '../policy/strategy/parse';

const ZONE = 'America/Bogota';
const OPENED = instantFromIso('2026-01-05T09:00:00-05:00');
const INSTALMENT = 72_400_000;

/** The account of the benchmark: 12 touches and one task in 97 days, three stage moves, five facts, paid at the end. */
export function sampleCase(tenant: string, account: string, strategy: Strategy): NewCase {
  const debts = ['2026-01-20', '2026-02-20', '2026-03-20'].map((due, index) => ({
    id: `D${index + 1}`,
    due: dayFromIso(due),
    amount: INSTALMENT,
  }));
  const opening = { account, zone: ZONE, currency: 'COP', opened: OPENED, debts } as const;
  return { tenant, person: personOf(account), strategy, opening, startAt: OPENED };
}

const personOf = (account: string): Person => ({
  id: `P-${account}`,
  name: 'Ana Ejemplo',
  jurisdiction: 'TEST',
  zones: [ZONE],
  language: 'es',
  kind: 'consumer',
  addresses: { email: `${account}@example.test`, sms: '+573001112233' },
  dead: [],
  consent: ['email', 'sms'],
  optedOut: [],
  facts: [],
  contacts: [],
});

/** strategies/consumo.yaml without its handoff, and with the first of its two calls as a twelfth touch. */
export function sampleStrategy(): Strategy {
  const strategy = loadStrategy(join(__dirname, '..', 'strategies', 'consumo.yaml'));
  const steps = strategy.steps.filter(({ kind }) => kind !== 'handoff').map(asTouch);
  return { ...strategy, jurisdiction: 'TEST', steps };
}

const asTouch = (step: Step): Step =>
  step.kind === 'task' && step.id === 'llamada'
    ? {
        kind: 'touch',
        id: step.id,
        day: step.day,
        via: ['email', 'sms'],
        template: 'recordatorio',
        required: false,
      }
    : step;

type FactMaker = (at: Instant) => CaseFact;

/** Which fact comes in while which touch is on its way. */
const facts: Readonly<Record<string, FactMaker>> = {
  vencido: (at) => ({ kind: 'payment', id: 'F1', at, amount: 1_000_000 }),
  opciones: (at) => ({ kind: 'debt', id: 'D4', at, due: dayFromIso('2026-04-20'), amount: INSTALMENT }),
  mora: (at) => ({ kind: 'payment', id: 'F2', at, amount: 1_000_000 }),
  intimacion: (at) => ({ kind: 'adjust', at, debt: 'D2', amount: INSTALMENT - 2_000_000 }),
  traslado: (at) => ({ kind: 'payment', id: 'F3', at, amount: 4 * INSTALMENT - 4_000_000 }),
};

export const FACTS = Object.keys(facts).length;

/** The fact that comes in during a step's touch; undefined for most. */
export const factDuring = (step: string, at: Instant): CaseFact | undefined => facts[step]?.(at);

export const hasFact = (step: string): boolean => step in facts;
