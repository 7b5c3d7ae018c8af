import type { NoticeDropped, Rejection, SkipReason } from '../../domain/case/events';
import type { Outcome } from '../../domain/case/state';
import { houseSentence } from '../../domain/house-content';
import { ownRule } from '../../domain/own-rules';
import type { RuleBook } from '../../domain/law/lawbook';
import type { Basis } from '../../domain/law/pack';
import type { Refusal } from '../../domain/law/types';
import type { StageName } from '../../domain/strategy';
import type { Day, Instant } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { localDay } from '../../domain/time/zones';
import { basisNames, dateInWords } from '../law/explain';
import { isoInZone } from '../law/text';

export const stageWords: Readonly<Record<StageName, string>> = {
  preventive: 'preventiva',
  administrative: 'administrativa',
  extrajudicial: 'extrajudicial',
  judicial: 'judicial',
};

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  open: 'abierta',
  paid: 'pagada',
  handed_off: 'derivada a la etapa judicial',
  written_off: 'castigada',
  withdrawn: 'retirada',
};

export const skipWords: Readonly<Record<SkipReason, string>> = {
  stage_passed: 'su etapa ya había pasado',
  superseded: 'un paso posterior ocupó su lugar',
  missed: 'pasó su día y la estrategia no recupera pasos atrasados',
  anchor_moved: 'era de días anteriores a que esta deuda pasara a ser la principal',
  segment_changed: 'era de días anteriores a que la cuenta pasara a este segmento',
  strategy_moved: 'era de días anteriores al cambio de estrategia',
  over_budget: 'ya no cabía en el presupuesto de la cuenta',
  no_channel:
    'no había ningún canal utilizable (dirección, consentimiento o baja); queda una tarea para una persona',
  unlawful: 'ningún canal podía usarse lícitamente; queda una tarea para una persona',
};

export const dropWords: Readonly<Record<NoticeDropped, string>> = {
  stale: 'ya no era novedad',
  undone: 'dejó de ser cierto',
  closed: 'la cuenta se cerró',
  no_channel: 'no había ningún canal utilizable (dirección, consentimiento o baja)',
  unlawful: 'ningún canal podía usarse lícitamente',
};

export const rejectionWords: Readonly<Record<Rejection, string>> = {
  closed: 'la cuenta está cerrada',
  nothing_due: 'no hay nada que pagar',
  past_date: 'la fecha ya pasó',
  too_far_ahead: 'la fecha es demasiado lejana',
  too_small: 'el monto es demasiado bajo',
  too_many_open: 'ya hay una promesa abierta',
  too_many_broken: 'ya se incumplieron demasiadas promesas',
  plan_open: 'ya hay un plan de pagos en curso',
  unknown_debt: 'esa deuda no existe',
  already_disputed: 'esa deuda ya está en disputa',
  unknown_step: 'ese paso no existe o no es de los que lo admiten',
  other_strategy: 'la cuenta sigue otra estrategia que la del informe aprobado',
  unknown_plan: 'ese plan no está en curso',
  unknown_write_off: 'ese castigo no existe o ya se deshizo',
  future_date: 'la fecha todavía no llegó',
  already_done: 'ese aviso ya se hizo para esta deuda',
  not_allowed: 'la estrategia no admite acuerdos con quita',
  settlement_open: 'ya hay un acuerdo con quita en curso',
  too_many_instalments: 'son demasiadas cuotas',
  no_discount: 'el monto no es menor que lo vencido: no hay nada que rebajar',
  discount_too_high: 'la rebaja supera el límite de la estrategia',
  needs_approval: 'esa rebaja necesita que alguien autorizado la apruebe',
  no_days: 'la suspensión terminaría antes de empezar',
};

/** Words of a map for a value that a ledger tells; the value itself where there are none. */
export const inWords = (words: Readonly<Record<string, string>>, value: string): string =>
  words[value] ?? value;

/** `martes 10 de marzo de 2026 a las 10:00` */
export const momentWords = (at: Instant, zone: ZoneId): string =>
  `${dateInWords(localDay(at, zone))} a las ${timeWords(at, zone)}`;

/** `10:00` */
export const timeWords = (at: Instant, zone: ZoneId): string => isoInZone(at, zone).slice(11, 16);

export const dayWords = (day: Day): string => dateInWords(day);

/** `1 día`, `3 días` */
export const countWords = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 || count === -1 ? one : many}`;

/** The words of a rule by its id, from the rules of the place or of the house; undefined when nobody knows it. */
export type FindRule = (rule: string) => Refusal | undefined;

export const rulesOf =
  (book: RuleBook | null): FindRule =>
  (rule) => {
    const bound = book?.rules.find((known) => known.rule.id === rule)?.rule;
    if (bound) return { ...bound, rule: bound.id };
    const own = ownRule(rule);
    if (own) return own;
    const es = houseSentence(rule);
    if (es === undefined) return undefined;
    return {
      rule,
      kind: 'content',
      basis: 'policy',
      cite: 'House policy (no legal source)',
      source: 'house policy',
      es,
    };
  };

/** A denying rule in full: sentence, basis, article and source. A house policy is never called law. */
export function refusalLines({ rule, basis, cite, source, es }: Refusal, isFirst: boolean): string[] {
  const isHouse = basis === 'policy' && source === 'house policy';
  return [
    `${rule}${isFirst ? ' (decide)' : ''}: ${es}`,
    isHouse
      ? '  Base: política interna; no viene de ninguna norma.'
      : `  Base: ${inWords(basisNames satisfies Record<Basis, string>, basis)}. Artículo: ${cite}. Fuente: ${source}`,
  ];
}
