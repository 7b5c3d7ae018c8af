import type { Channel, Profile } from '../../domain/channel';
import { profiles } from '../../domain/channel';
import type { BoundRule } from '../../domain/law/compose';
import type { RuleBook } from '../../domain/law/lawbook';
import type { Basis, RuleData } from '../../domain/law/pack';
import type { Reading } from '../../domain/law/reading';
import { partsOfReading, refusalsSetAside } from '../../domain/law/reading';
import type { ContactRequest, Decision } from '../../domain/law/types';
import type { LenientRule } from '../../domain/strategy';
import type { Day, Instant } from '../../domain/time/calendar';
import { dayFromIso, isoFromDay, weekdayOf } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { localDay } from '../../domain/time/zones';
import { isoInZone } from './text';

/** What a rule rests on, in words. A house policy is never called a law. */
export const basisNames: Readonly<Record<Basis, string>> = {
  law: 'ley',
  regulation: 'norma de la autoridad',
  guide: 'guía de la autoridad',
  platform: 'condiciones de la plataforma',
  policy: 'política interna',
  bill: 'proyecto no vigente',
};

/** Channels, in words. */
export const channelNames: Readonly<Record<Channel, string>> = {
  voice: 'llamada',
  voicemail: 'mensaje de voz',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  email: 'correo electrónico',
  letter: 'carta',
  visit: 'visita',
  social: 'redes sociales',
};

const profileNames: Readonly<Record<Profile, string>> = { strict: 'estricta', lenient: 'permisiva' };

const confidenceNames: Readonly<Record<string, string>> = {
  'verified-primary': 'leída en una copia del texto oficial',
  'verified-secondary': 'leída en dos o más fuentes secundarias',
  'single-secondary': 'leída en una sola fuente secundaria',
  conflict: 'las fuentes se contradicen',
  'to-verify': 'por verificar',
};

const weekdays = ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'] as const;
const months = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
] as const;

/**
 * Explains a decision in Spanish, for the person who must answer for it: every denying rule with its basis, article
 * and source, which of them decided, the next lawful instant, and what the other readings would have said. A rule that
 * the reading sets aside is told with its reason and signature, which are looked for among `signed`.
 */
export function explainDecision(
  book: RuleBook,
  request: ContactRequest,
  reading: Reading,
  signed: readonly LenientRule[] = [],
): string {
  const decision = book.decide(request, reading);
  const others = othersThan(reading);
  const lines = [
    `Contacto por ${channelNames[request.channel]}, reglas de ${book.pack.id}`,
    ...request.zones.map((zone) => `  ${momentIn(request.at, zone, book)}`),
    `${readingName(reading, book)}: ${verdict(decision)}`,
    ...reasons(decision, book),
    ...refusalsSetAside(book, request, reading).flatMap(({ rule }) => setAsideLines(rule, book, signed)),
    ...nextLine('Próximo momento permitido', decision, book, request),
    ...others.flatMap((other) => otherReading(decision, book, request, other)),
    ...reviews(book),
    `Datos: ${book.version}`,
  ];
  return lines.join('\n');
}

/** The two profiles, or the other one of them. */
function othersThan(reading: Reading): readonly Profile[] {
  const { profile, setAside } = partsOfReading(reading);
  return profiles.filter((other) => setAside.length > 0 || other !== profile);
}

/** `Lectura estricta sin CO-STRICT-WEEK`; of the rules set aside, those of the place. */
export function readingName(reading: Reading, { rules }: Pick<RuleBook, 'rules'>): string {
  const { profile, setAside } = partsOfReading(reading);
  const here = setAside.filter((id) => rules.some(({ rule }) => rule.id === id));
  return `Lectura ${profileNames[profile]}${here.length > 0 ? ` sin ${here.join(', ')}` : ''}`;
}

function verdict(decision: Decision): string {
  return decision.allowed ? 'SE PERMITE el contacto.' : 'NO SE PERMITE el contacto.';
}

function reasons(decision: Decision, book: RuleBook): string[] {
  if (decision.allowed) return [];
  const [first, ...others] = decision.refusals.map(({ rule }) =>
    book.rules.find((bound) => bound.rule.id === rule),
  );
  return [
    ...(first ? ['Lo impide:', ...ruleLines(first)] : []),
    ...(others.length > 0 ? ['También lo impiden:'] : []),
    ...others.flatMap((bound) => (bound ? ruleLines(bound) : [])),
  ];
}

/** A rule that would have denied, if nobody had set it aside. */
function setAsideLines(rule: string, { rules }: RuleBook, signed: readonly LenientRule[]): string[] {
  const bound = rules.find((known) => known.rule.id === rule);
  const signature = signed.find((known) => known.rule === rule);
  return [
    'Lo impediría la lectura estricta, y se deja de lado:',
    ...(bound ? ruleLines(bound) : []),
    `    ${signature ? signatureWords(signature) : 'Sin motivo ni firma: es una pregunta, no una decisión.'}`,
  ];
}

/** Why a rule is set aside and who answers for it. */
export const signatureWords = ({ reason, signedBy, signedOn }: LenientRule): string =>
  `Motivo: «${reason}». Firmó ${signedBy} el ${dateInWords(dayFromIso(signedOn))}.`;

function ruleLines({ rule, pack }: BoundRule): string[] {
  return [
    `  ${rule.id} (${pack}): ${rule.es}`,
    `    Base: ${basisNames[rule.basis]}. ${articleOf(rule)}`,
    `    Fuente: ${rule.basis === 'policy' && rule.source === 'house policy' ? 'ninguna; es una decisión de la casa' : rule.source}`,
    `    Verificación: ${confidenceNames[rule.confidence] ?? rule.confidence}`,
  ];
}

function articleOf({ basis, cite }: RuleData): string {
  return basis === 'policy' && cite.startsWith('House policy')
    ? 'No viene de ninguna norma.'
    : `Artículo: ${cite}`;
}

function otherReading(decision: Decision, book: RuleBook, request: ContactRequest, other: Profile): string[] {
  const there = book.decide(request, other);
  const name = `Lectura ${profileNames[other]}`;
  if (JSON.stringify(there) === JSON.stringify(decision)) return [`${name}: dice lo mismo.`];
  if (there.allowed) return [`${name}: se permitiría ahora.`];
  const rules = there.refusals.map(({ rule, basis }) => `${rule} (${basisName(basis)})`).join(', ');
  const verb = decision.allowed ? 'no se permitiría' : 'tampoco se permite';
  return [
    `${name}: ${verb}, por ${rules}.`,
    ...nextLine('  Próximo momento en esa lectura', there, book, request),
  ];
}

const basisName = (basis: string): string =>
  new Map<string, string>(Object.entries(basisNames)).get(basis) ?? basis;

function nextLine(label: string, decision: Decision, book: RuleBook, { zones }: ContactRequest): string[] {
  if (decision.allowed) return [];
  const { next } = decision;
  if (next === 'never')
    return [`${label}: ninguno en 60 días con los datos de hoy; tiene que actuar una persona.`];
  return zones.map((zone) => `${label}: ${momentIn(next, zone, book)}`);
}

function reviews({ parts }: RuleBook): string[] {
  const unreviewed = parts.filter(({ reviewedBy }) => reviewedBy === undefined).map(({ id }) => id);
  const reviewed = parts.flatMap(({ id, reviewedBy }) =>
    reviewedBy === undefined ? [] : [`${id} por ${reviewedBy}`],
  );
  return [
    ...(reviewed.length > 0 ? [`Revisado: ${reviewed.join('; ')}.`] : []),
    ...(unreviewed.length > 0
      ? [
          `SIN REVISAR por un abogado local: ${unreviewed.join(', ')}. Es investigación de ingeniería, no asesoría legal.`,
        ]
      : []),
  ];
}

/** `lunes 16 de noviembre de 2026, 10:00:00 (America/Bogota, festivo: Independencia de Cartagena)` */
function momentIn(at: Instant, zone: ZoneId, { calendar }: RuleBook): string {
  const day = localDay(at, zone);
  const holiday = calendar?.holidays.find((one) => one.day === day);
  const time = isoInZone(at, zone).slice(11, 19);
  return `${dateInWords(day)}, ${time} (${zone}${holiday ? `, festivo: ${holiday.name}` : ''})`;
}

/** `lunes 16 de noviembre de 2026` */
export function dateInWords(day: Day): string {
  const [year = '', month = '', date = ''] = isoFromDay(day).split('-');
  return `${weekdays[weekdayOf(day)]} ${Number(date)} de ${months[Number(month) - 1] ?? ''} de ${year}`;
}
