import type { ToldContact } from '../../domain/case/told';
import type { Block, Standing, Verdict, Why } from '../../domain/case/why';
import type { ChannelStanding } from '../../domain/case/why-law';
import type { StepStanding } from '../../domain/case/why-steps';
import type { LenientRule } from '../../domain/strategy';
import type { Decision } from '../../domain/law/types';
import type { ZoneId } from '../../domain/time/zones';
import { channelNames, signatureWords } from '../law/explain';
import { formatMoney } from '../templates/format';
import type { FindRule } from './words';
import {
  countWords,
  dayWords,
  momentWords,
  outcomeWords,
  refusalLines,
  skipWords,
  stageWords,
  timeWords,
} from './words';

const verdictWords: Readonly<Record<Verdict, string>> = {
  not_opened: 'NO SE CONTACTÓ: la cuenta todavía no estaba en gestión.',
  contacted: 'SÍ SE CONTACTÓ a la persona por esta cuenta.',
  contacted_elsewhere: 'SÍ SE CONTACTÓ a la persona, pero no por esta cuenta.',
  future: 'TODAVÍA NO LLEGA esa fecha; así está la cuenta ahora.',
  closed: 'NO SE CONTACTÓ: la cuenta estaba cerrada.',
  blocked: 'NO SE CONTACTÓ: la cuenta estaba bloqueada.',
  waiting_law: 'NO SE CONTACTÓ: un mensaje estaba pendiente, pero espera a que sea lícito.',
  waiting_window: 'NO SE CONTACTÓ: un mensaje estaba pendiente y espera su turno o su horario.',
  waiting_checklist: 'NO SE CONTACTÓ: la derivación espera su lista o una aprobación.',
  skipped: 'NO SE CONTACTÓ: el paso de ese día se pasó por alto.',
  worked: 'NO SE ENVIÓ ningún mensaje: ese día tocaba una tarea para una persona.',
  due: 'TODAVÍA NO SE CONTACTÓ: hay un paso que puede ejecutarse y está por salir.',
  not_due: 'NO SE CONTACTÓ: ese día no tocaba ningún paso.',
  nothing_left: 'NO SE CONTACTÓ: no queda ningún paso para esta deuda.',
};

/** The whole answer in Spanish, for the person who has to give it. */
export function explainWhy(why: Why, findRule: FindRule): string {
  const { account, on, zone, verdict, standing, contacts, blocks, steps } = why;
  const lenientRules = (why.lenientRules ?? []).filter(({ rule }) => findRule(rule)); // those of the place
  const setAside = lenientRules.flatMap((signed) => setAsideLines(signed, findRule));
  const lines = [
    `Cuenta ${account}, ${dayWords(on)} (${zone})`,
    '',
    verdictWords[verdict],
    ...contacts.map((contact) => `  ${contactLine(contact, account, zone)}`),
    ...(blocks.length > 0
      ? ['', 'Lo que bloqueaba la cuenta', ...blocks.map((block) => `  ${blockLine(block, why)}`)]
      : []),
    '',
    `Situación el ${momentWords(standing.at, zone)}`,
    ...standingLines(standing).map((line) => `  ${line}`),
    ...(setAside.length > 0
      ? ['', 'Reglas de la lectura estricta que la estrategia deja de lado', ...setAside]
      : []),
    ...(steps.length > 0 ? ['', 'Paso por paso'] : []),
    ...steps
      .flatMap((step) => stepLines(step, { ...why, lenientRules }, findRule))
      .map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A rule that the strategy sets aside, with its reason and signature. */
function setAsideLines(signed: LenientRule, findRule: FindRule): string[] {
  const refusal = findRule(signed.rule);
  const lines = refusal ? refusalLines(refusal, false) : [];
  return [...lines, `  ${signatureWords(signed)}`].map((line) => `  ${line}`);
}

function contactLine(
  { at, channel, account, step, template, outcome, bouncedAt, setAside }: ToldContact,
  own: string,
  zone: ZoneId,
): string {
  const what =
    step === undefined ? 'hecho fuera de Recobro' : `paso «${step}», plantilla «${template ?? ''}»`;
  const about = account === '' ? '' : account === own ? ', por esta cuenta' : `, por la cuenta ${account}`;
  const arrived = bouncedAt !== undefined ? '; rebotó' : outcome === 'direct' ? '; hubo conversación' : '';
  const despite = setAside
    ? `; la lectura estricta lo impedía por ${setAside.join(', ')}, que su estrategia deja de lado`
    : '';
  return `${timeWords(at, zone)}  ${channelNames[channel]}, ${what}${about}${arrived}${despite}`;
}

function blockLine(block: Block, { zone, standing }: Why): string {
  switch (block.kind) {
    case 'hold':
      return `Suspensión «${block.id}» desde el ${momentWords(block.since, zone)}, ${block.until === null ? 'hasta que se levante' : `libre desde el ${dayWords(block.until)}`}.`;
    case 'promise':
      return `Promesa «${block.id}» de pagar ${formatMoney(block.amount, standing.currency, 'es')} el ${dayWords(block.due)}; se juzga el ${dayWords(block.judged)}. Mientras está abierta solo sale su recordatorio.`;
    case 'settlement':
      return `Acuerdo con quita «${block.id}»: faltan ${formatMoney(block.amount, standing.currency, 'es')} hasta el ${dayWords(block.due)}. Mientras está abierto solo sale su recordatorio.`;
    case 'stop':
      return `Hecho que detiene la gestión: ${block.fact}. Vale para todas las cuentas de la persona hasta que se levante.`;
    case 'disputed':
      return 'Todas las deudas que quedan están en disputa.';
    case 'downtime':
      return `Sistema detenido hasta el ${momentWords(block.until, zone)}.`;
  }
}

/** Where a case stands, line by line. */
export function standingLines({
  outcome,
  stage,
  anchor,
  pastDue,
  delinquent,
  overdue,
  unpaid,
  currency,
  offer,
}: Standing): string[] {
  const money = (minor: number): string => formatMoney(minor, currency, 'es');
  return [
    `Cuenta ${outcomeWords[outcome]}; etapa ${stage ? stageWords[stage] : 'sin etapa'}.`,
    anchor
      ? `Deuda principal: ${anchor.id}, con vencimiento el ${dayWords(anchor.due)}; falta ${money(anchor.unpaid)}.`
      : 'Sin deuda principal.',
    ...(delinquent === null || pastDue === null
      ? []
      : [
          `Días de mora: ${delinquent} (cuentan para etapa y cadencia); días corridos desde el vencimiento: ${pastDue}.`,
        ]),
    `Vencido: ${money(overdue)}; total pendiente: ${money(unpaid)}.`,
    ...(offer
      ? [
          `Oferta vigente «${offer.id}»: pagando ${money(offer.amount)} hasta el ${dayWords(offer.until)} se descuentan ${money(offer.saving)}.`,
        ]
      : []),
  ];
}

function stepLines(step: StepStanding, why: Why, findRule: FindRule): string[] {
  const head = `${step.step} (día ${step.day}): `;
  const { zone } = why;
  switch (step.is) {
    case 'sent':
      return [`${head}enviado por ${channelNames[step.channel]} el ${momentWords(step.at, zone)}.`];
    case 'done':
      return [
        `${head}${step.kind === 'handoff' ? 'derivado' : 'tarea creada'} el ${momentWords(step.at, zone)}.`,
      ];
    case 'skipped':
      return skippedLines(head, step, findRule);
    case 'waiting_law':
      return waitingLines(head, step, why);
    case 'waiting_window':
      return [`${head}pendiente; espera el horario de envío, que abre el ${momentWords(step.opens, zone)}.`];
    case 'held_back':
      return [`${head}pendiente; antes va el paso «${step.by}», o ese día fue solo para él.`];
    case 'waiting_checklist':
      return [
        `${head}pendiente; falta ${step.lacks.map((item) => (item === 'approval' ? 'la aprobación de una persona' : `«${item}»`)).join(', ')}.`,
      ];
    case 'blocked':
      return [`${head}pendiente; lo detiene el bloqueo de la cuenta.`];
    case 'due':
      return [`${head}pendiente; nada se lo impide, está por ejecutarse.`];
    case 'not_due':
      return [`${head}todavía no toca; si nada cambia, el ${dayWords(step.due)}.`];
  }
}

function skippedLines(
  head: string,
  { on, reason, rule, lawVersion }: StepStanding & { is: 'skipped' },
  findRule: FindRule,
): string[] {
  const when = on === null ? '' : ` el ${dayWords(on)}`;
  const refusal = rule === undefined ? undefined : findRule(rule);
  return [
    `${head}omitido${when}: ${skipWords[reason]}.`,
    ...(refusal
      ? refusalLines(refusal, true).map((line) => `    ${line}`)
      : rule === undefined
        ? []
        : [`    Regla ${rule}.`]),
    ...(lawVersion ? [`    Decidido con ${lawVersion}`] : []),
  ];
}

type Told = Pick<Why, 'zone' | 'profile' | 'lenientRules'>;

function waitingLines(head: string, step: StepStanding & { is: 'waiting_law' }, told: Told): string[] {
  const { zone } = told;
  const { asked, channels, refusals, next, written } = step;
  const until =
    next === null
      ? 'ningún reloj lo abre en 60 días: tiene que actuar una persona'
      : `próximo intento el ${momentWords(next, zone)}`;
  return [
    `${head}pendiente; ${until}.`,
    `  Se vuelve a preguntar a la ley por el ${momentWords(asked, zone)}, con los contactos de ese momento:`,
    ...channels.flatMap((channel) => channelLines(channel, told)).map((line) => `    ${line}`),
    ...refusals
      .filter(isOfSending(channels))
      .flatMap((refusal) => refusalLines(refusal, true))
      .map((line) => `    ${line}`),
    ...(written.length > 0 ? [`  Reglas anotadas en el libro: ${[...new Set(written)].join(', ')}.`] : []),
  ];
}

/** Refusals that are no rule of the place, such as that it has no rules at all. */
const isOfSending =
  (channels: readonly ChannelStanding[]) =>
  ({ rule }: { readonly rule: string }): boolean =>
    !channels.some(({ strict, lenient }) =>
      [strict, lenient].some((decision) => rulesIn(decision).includes(rule)),
    );

const addressWords: Readonly<Record<Exclude<ChannelStanding['address'], 'usable'>, string>> = {
  no_address: 'no hay dirección',
  no_consent: 'la persona no dio su consentimiento',
  opted_out: 'la persona pidió la baja',
  dead: 'la dirección rebotó y está muerta',
};

function channelLines({ channel, address, strict, lenient, own }: ChannelStanding, told: Told): string[] {
  const name = channelNames[channel];
  if (address !== 'usable') return [`${name}: no se puede usar, ${addressWords[address]}.`];
  if (!strict || !lenient) return [`${name}: no hay reglas para el lugar de la persona; no se envía nada.`];
  const rules = (told.lenientRules ?? []).map(({ rule }) => rule).join(', ');
  const ruling = own ?? (told.profile === 'strict' ? strict : lenient);
  const tell = (reading: string, decision: Decision, other: Decision | null): string[] =>
    readingLines(`${reading}${decision === ruling ? ' (la que rige)' : ''}`, decision, told, other);
  return [
    `${name}:`,
    ...tell('Lectura estricta', strict, null),
    ...(own ? tell(`Lectura estricta sin ${rules}`, own, strict) : []),
    ...tell('Lectura permisiva', lenient, strict),
  ];
}

/** One reading; where it denies by the same rules as the `other` one, those are not told again. */
function readingLines(name: string, decision: Decision, { zone }: Told, other: Decision | null): string[] {
  if (decision.allowed) return [`  ${name}: se permite.`];
  const { refusals, next } = decision;
  const when =
    next === 'never'
      ? 'sin próximo momento en 60 días'
      : `próximo momento permitido, ${momentWords(next, zone)}`;
  const known = rulesIn(other);
  const isSame = other !== null && rulesIn(decision).every((rule) => known.includes(rule));
  if (isSame) return [`  ${name}: tampoco se permite, por ${rulesIn(decision).join(', ')} (${when}).`];
  return [
    `  ${name}: no se permite, ${countWords(refusals.length, 'regla lo impide', 'reglas lo impiden')} (${when}).`,
    ...refusals.flatMap((refusal, index) => refusalLines(refusal, index === 0)).map((line) => `    ${line}`),
  ];
}

const rulesIn = (decision: Decision | null | undefined): readonly string[] =>
  decision && !decision.allowed ? decision.refusals.map(({ rule }) => rule) : [];
