import type { LedgerEntry, LedgerValue } from '../../domain/ledger';
import type { Day } from '../../domain/time/calendar';
import { instantFromIso } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { localDay } from '../../domain/time/zones';
import { channelNames } from '../law/explain';
import {
  dayWords,
  dropWords,
  inWords,
  momentWords,
  outcomeWords,
  rejectionWords,
  skipWords,
  stageWords,
  timeWords,
} from './words';

/** An entry of a ledger, or an event that waits for it. */
export interface TimelineEntry extends Pick<LedgerEntry, 'at' | 'type' | 'actor' | 'facts'> {
  /** Absent = not in the ledger yet. */
  readonly seq?: number;
}

type Facts = Readonly<Record<string, LedgerValue>>;

const text = (value: LedgerValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const channelOf = (facts: Facts): string => inWords(channelNames, text(facts['channel']));
const stepOf = (facts: Facts): string => `paso «${text(facts['step'])}»`;

/** What people call the facts that a case takes in. */
const factWords: Readonly<Record<string, string>> = {
  payment: 'pago',
  reversal: 'reverso de un pago',
  debt: 'deuda nueva',
  adjust: 'ajuste de una deuda',
  dispute: 'disputa',
  resolve: 'resolución de una disputa',
  plan: 'plan de pagos',
  promise: 'promesa de pago',
  settlement: 'acuerdo con quita',
  hold: 'suspensión',
  release: 'levantamiento de una suspensión',
  stop: 'hecho que detiene la gestión',
  clear: 'fin de un hecho que detenía la gestión',
  approve: 'aprobación de la derivación',
  dossier: 'lista de la derivación',
  downtime: 'parada del sistema',
  traits: 'datos nuevos de la cuenta',
  write_off: 'castigo de la cuenta',
  reinstate: 'reverso dejado sin efecto',
  end_plan: 'fin de un plan de pagos por decisión',
  write_off_debt: 'castigo de una deuda',
  undo_write_off: 'castigo dejado sin efecto',
  withdraw: 'retiro de la cuenta',
  person_changed: 'novedad de la persona',
};

const changeWords: Readonly<Record<string, string>> = {
  opt_out: 'pidió la baja',
  consent: 'dio su consentimiento',
  stop: 'hecho que detiene la gestión',
  clear: 'terminó el hecho que detenía la gestión',
  address: 'cambió de dirección',
  bounce: 'dirección muerta',
  contact: 'contacto hecho fuera de Recobro',
  verify: 'se comprobó un dato de contacto',
  work: 'dato de contacto del trabajo',
  law_fact: 'hecho que mira la ley',
  language: 'cambió de idioma',
  hours: 'pidió otro horario',
};

const taskWords: Readonly<Record<string, string>> = {
  call: 'llamar',
  visit: 'visitar',
  no_channel: 'sin canal utilizable',
  unlawful: 'ningún canal lícito',
  promise_broken: 'promesa incumplida',
  settlement_broken: 'acuerdo con quita incumplido',
  unknown_send: 'no se sabe si el mensaje salió',
};

const accessWords: Readonly<Record<string, string>> = {
  evidence_pack: 'expediente de evidencia',
  payloads: 'historia del flujo',
  messages: 'mensajes enviados',
  subject_access: 'copia para la persona',
  person_record: 'ficha de la persona',
  reply: 'respuesta que escribió',
};

/** What the strategy's own reading of the law set aside for a contact; nothing for nearly all. */
const setAsideWords = ({ setAside }: Facts): string =>
  Array.isArray(setAside) ? ` Se dejó de lado ${setAside.map(text).join(', ')} de la lectura estricta.` : '';

/** One sentence for each type of entry. */
const sentences: Readonly<Record<string, (facts: Facts, zone: ZoneId) => string>> = {
  account_opened: (facts) => `Se abrió la cuenta con ${text(facts['debts'])} deuda(s).`,
  stage_changed: (facts) => `Entró en la etapa ${inWords(stageWords, text(facts['stage']))}.`,
  segment_changed: (facts) =>
    facts['segment'] === null
      ? `Salió del segmento «${text(facts['from'])}».`
      : `Pasó al segmento «${text(facts['segment'])}».`,
  strategy_moved: (facts) => `Pasó de la estrategia ${text(facts['from'])} a ${text(facts['to'])}.`,
  experiment_assigned: (facts) =>
    `Experimento «${text(facts['experiment'])}»: le tocó «${text(facts['arm'])}».`,
  outcome_changed: (facts) => `La cuenta quedó ${inWords(outcomeWords, text(facts['outcome']))}.`,
  touch_claimed: (facts) =>
    `Se preparó el ${stepOf(facts)} por ${channelOf(facts)} (plantilla «${text(facts['template'])}»).${setAsideWords(facts)}`,
  touch_sent: (facts) =>
    `Se envió el ${stepOf(facts)} por ${channelOf(facts)} a los ${text(facts['days'])} días de mora.`,
  touch_unknown: (facts) =>
    `No se sabe si salió el ${stepOf(facts)} por ${channelOf(facts)}; no se reenvía, lo mira una persona.`,
  touch_failed: (facts) => `No salió el ${stepOf(facts)} por ${channelOf(facts)}: ${text(facts['reason'])}.`,
  touch_refused: refused,
  step_skipped: (facts) =>
    `Se omitió el ${stepOf(facts)}: ${inWords(skipWords, text(facts['reason']))}${facts['rule'] ? ` (regla ${text(facts['rule'])})` : ''}.`,
  task_opened: (facts) =>
    `Tarea para una persona: ${inWords(taskWords, text(facts['kind']))} (${stepOf(facts)}, cola «${text(facts['queue'])}»).`,
  handed_off: (facts) => `Se derivó a ${text(facts['to'])} (${stepOf(facts)}).`,
  promise_kept: (facts) => `Se cumplió la promesa «${text(facts['promise'])}».`,
  promise_broken: (facts) => `Se incumplió la promesa «${text(facts['promise'])}».`,
  offer_made: (facts) =>
    `${offerWords(facts)}: pagar ${text(facts['amount'])} en vez de ${text(facts['owed'])} (unidades menores) hasta el ${text(facts['until'])}.`,
  offer_kept: (facts) =>
    `${offerWords(facts)}: se cumplió; se descontaron ${text(facts['saving'])} (unidades menores).`,
  offer_lapsed: (facts) =>
    `${offerWords(facts)}: quedó sin efecto, ${inWords(lapseWords, text(facts['reason']))}; rige la deuda completa.`,
  offer_taken_back: (facts) =>
    `${offerWords(facts)}: se revirtió el pago y con él el descuento${facts['stands'] === true ? '; todavía hay plazo' : ''}.`,
  plan_broken: (facts) => `Se incumplió el plan «${text(facts['plan'])}»; vuelven las deudas originales.`,
  notice_dropped: (facts) =>
    `No se envió el ${stepOf(facts)}: ${inWords(dropWords, text(facts['reason']))}${facts['rule'] ? ` (regla ${text(facts['rule'])})` : ''}.`,
  notice_served: (facts) =>
    `Se notificó a mano el ${stepOf(facts)} el ${text(facts['served'])}; prueba: ${text(facts['proof'])}.`,
  bounce_received: (facts) =>
    `Rebote ${facts['hard'] === true ? 'definitivo' : 'pasajero'} del ${stepOf(facts)} por ${channelOf(facts)}.`,
  fact_received: (facts) =>
    `Se recibió: ${inWords(factWords, text(facts['kind']))}${facts['id'] ? ` «${text(facts['id'])}»` : ''}.`,
  request_refused: (facts) =>
    `Se rechazó la solicitud «${text(facts['event'])}»: ${inWords(rejectionWords, text(facts['reason']))}.`,
  person_changed: changed,
  settlement_approved: (facts) =>
    `Se aprobó el acuerdo con quita «${text(facts['settlement'])}»: lo pidió ${text(facts['askedBy'])}, lo aprobó ${text(facts['approvedBy'])}.`,
  legal_hold_set: (facts) => `Orden de conservación «${text(facts['hold'])}»: ${text(facts['reason'])}.`,
  legal_hold_lifted: (facts) =>
    `Se levantó la orden de conservación «${text(facts['hold'])}»: ${text(facts['reason'])}.`,
  erasure_requested: (facts) => `Se pidió borrar los datos de la persona: ${text(facts['reason'])}.`,
  erasure_approved: (facts) =>
    `Se aprobó borrar los datos de la persona: ${text(facts['reason'])} (aprobó ${text(facts['approvedBy'])}).`,
  person_erased: () => 'Se borraron los datos de la persona; esta cadena sigue en pie.',
  data_accessed: (facts) => `Se leyeron datos personales: ${inWords(accessWords, text(facts['what']))}.`,
};

const lapseWords: Readonly<Record<string, string>> = {
  expired: 'venció el plazo',
  changed: 'cambió una de sus deudas',
  replaced: 'la reemplazó un acuerdo',
};

const offerWords = (facts: Facts): string =>
  `${facts['by'] === 'settlement' ? 'Acuerdo con quita' : 'Oferta de descuento'} «${text(facts['offer'])}»`;

function refused(facts: Facts, zone: ZoneId): string {
  const next = text(facts['next']);
  const until = next === '' ? '' : `; próximo intento el ${momentWords(instantFromIso(next), zone)}`;
  return `El ${stepOf(facts)} espera: lo impide ${text(facts['rule'])}${until}.`;
}

function changed(facts: Facts): string {
  const channel =
    facts['channel'] === 'all' ? ' (todos los canales)' : facts['channel'] ? ` (${channelOf(facts)})` : '';
  const fact = facts['fact'] ? `: ${text(facts['fact'])}` : '';
  return `Novedad de la persona: ${inWords(changeWords, text(facts['change']))}${channel}${fact}.`;
}

/** An entry as a sentence in Spanish, with who did it when it was a person or another system. */
export function entryWords(
  { type, actor, facts }: Pick<TimelineEntry, 'type' | 'actor' | 'facts'>,
  zone: ZoneId,
) {
  const sentence = sentences[type]?.(facts, zone) ?? `${type}.`;
  return actor === 'recobro' || actor === 'intake' ? sentence : `${sentence} (por ${actor})`;
}

/** The timeline of a case, day by day, on the debtor's clock. */
export function timelineLines(entries: readonly TimelineEntry[], zone: ZoneId): string[] {
  const lines: string[] = [];
  let day: Day | null = null;
  for (const { seq, at: iso, type, actor, facts } of entries) {
    const at = instantFromIso(iso);
    const today = localDay(at, zone);
    if (today !== day) lines.push(dayWords(today));
    day = today;
    const sentence = entryWords({ type, actor, facts }, zone);
    lines.push(
      `  ${timeWords(at, zone)}  ${seq === undefined ? '   ·' : String(seq).padStart(4)}  ${sentence}`,
    );
  }
  return lines;
}
