import { RecobroError } from './errors';
import type { Refusal } from './law/types';

/** Rules of the engine itself about sending: they stand beside the law's and the house's, and are policy. */
const ours = { basis: 'policy', cite: 'Recobro' } as const;

export const NO_PACK: Refusal = {
  rule: 'NO-PACK',
  kind: 'pack',
  ...ours,
  source: 'DESIGN section 3',
  es: 'No hay reglas cargadas para el lugar del deudor: no se envía nada.',
};

export const NO_COMMON_HOURS: Refusal = {
  rule: 'DEBTOR-HOURS',
  kind: 'window',
  ...ours,
  source: 'horario pedido por el deudor',
  es: 'El deudor pidió un horario que no coincide con el de la estrategia: no se envía nada, decide una persona.',
};

export const GUARD: Refusal = {
  rule: 'SEND-GUARD',
  kind: 'window',
  ...ours,
  source: 'margen de envío',
  es: 'El horario permitido termina antes de que el mensaje salga con seguridad: se espera al siguiente.',
};

export const HALTED: Refusal = {
  rule: 'STOP-SWITCH',
  kind: 'stop',
  ...ours,
  source: 'interruptor de envíos',
  es: 'Los envíos están detenidos por orden de una persona o de una alarma: se vuelve a preguntar cada quince minutos.',
};

export const YIELDS: Refusal = {
  rule: 'ACCOUNT-PRIORITY',
  kind: 'cap',
  ...ours,
  source: 'prioridad de la estrategia',
  es: 'Otra cuenta de la misma persona, con más prioridad, habla hoy, y el tope no deja hablar a las dos: se espera su turno.',
};

const CALENDAR_ENDS: Refusal = {
  rule: 'CALENDAR-ENDS',
  kind: 'pack',
  ...ours,
  source: 'law SPEC, section 2',
  es: 'El calendario de feriados del lugar no llega a esa fecha: no se envía nada hasta que se lo extienda.',
};

const ZONE_UNKNOWN: Refusal = {
  rule: 'ZONE-UNKNOWN',
  kind: 'pack',
  ...ours,
  source: 'zonas horarias fijadas',
  es: 'No se conoce la zona horaria del deudor: no se envía nada hasta que alguien la corrija.',
};

const ownRules = [NO_PACK, NO_COMMON_HOURS, GUARD, HALTED, YIELDS, CALENDAR_ENDS, ZONE_UNKNOWN];

/** A rule of the engine by its name; undefined when there is none. */
export const ownRule = (rule: string): Refusal | undefined => ownRules.find((known) => known.rule === rule);

/** Why nothing can be decided about a contact, so that none is made; undefined when the error is of another kind. */
export function undecidable(error: unknown): Refusal | undefined {
  if (!(error instanceof RecobroError)) return undefined;
  if (error.code === 'law.outsideCalendar') return CALENDAR_ENDS;
  return error.code === 'calendar.unknownZone' ? ZONE_UNKNOWN : undefined;
}
