import type { BookedFact } from '../../domain/case/facts';
import { instantFromIso, isoFromDay, isoFromInstant } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { timelineLines } from '../../policy/explain/timeline';
import { inWords, momentWords, outcomeWords } from '../../policy/explain/words';
import { channelNames } from '../../policy/law/explain';
import { accessWords } from '../access';
import type { Block, EvidenceDocument, Section } from '../export/document';
import { messageText } from '../export/account-sections';
import type { SubjectAccess, SubjectAccount, SubjectMessage } from './collect';

/** What is kept of a person, in Spanish and for that person to read. */
export function subjectDocument(access: SubjectAccess): EvidenceDocument {
  const { person, accounts, purposes, recipients } = access;
  const zone = person.zones[0];
  return {
    title: `Datos personales de ${person.name || person.id}`,
    sections: [
      plain('Qué es esto', introduction(access)),
      plain('Quién es usted para nosotros', identityOf(access)),
      plain('Cómo se le contacta y qué eligió', choicesOf(access)),
      plain('Para qué se usan sus datos', purposes),
      plain('Quién los recibe', recipients),
      ...accounts.flatMap((account) => accountSections(account, zone)),
      plain('Quién los leyó', accessLines(access)),
    ],
  };
}

const texts = (lines: readonly string[]): Block[] => lines.map((text) => ({ kind: 'text', text }));

const plain = (title: string, lines: readonly string[], level: Section['level'] = 1): Section => ({
  ...{ title, level, blocks: texts(lines) },
});

const list = (values: readonly string[] | undefined): string => values?.join(', ') || 'ninguno';
const channelWords = (channels: readonly string[] | undefined): string =>
  list(channels?.map((channel) => inWords(channelNames, channel)));

function introduction({ tenant, madeAt, legalHolds, person }: SubjectAccess): string[] {
  const erasure =
    person.erasedAt === undefined
      ? []
      : [`Sus datos se borraron el ${isoFromInstant(person.erasedAt)}: queda solo lo que ve aquí.`];
  const holds = legalHolds.map(
    ({ reason, at }) => `Se conservan por una orden (${reason}) desde ${isoFromInstant(at)}.`,
  );
  return [
    `Todo lo que el acreedor «${tenant}» guarda de usted en este sistema al ${madeAt} (UTC).`,
    'Puede pedir que se corrija, oponerse a un canal, y pedir que se borre cuando ya ninguna ley obligue a guardarlo.',
    ...erasure,
    ...holds,
  ];
}

function identityOf({ person }: SubjectAccess): string[] {
  const { id, name, jurisdiction, zones, language, kind } = person;
  return [
    `Nombre: ${name || '(borrado)'}. Identificador interno: ${id}.`,
    `Lugar: ${jurisdiction}. Zonas horarias: ${zones.join(', ')}. Idioma: ${language}.`,
    `Tipo: ${kind === 'consumer' ? 'persona consumidora' : 'empresa'}.`,
    'Su número de documento no se guarda: solo una huella cifrada con la que se reconoce si se repite.',
  ];
}

function choicesOf({ person }: SubjectAccess): string[] {
  const addresses = Object.entries(person.addresses).map(
    ([channel, address]) => `${inWords(channelNames, channel)}: ${address}`,
  );
  const proofs = (person.proofs ?? []).map(
    ({ choice, channel, fact, at, how }) =>
      `${isoFromInstant(at)}: ${[choice, channel, fact].filter(Boolean).join(' ')} (${how})`,
  );
  return [
    ...(addresses.length > 0 ? addresses : ['Ningún dato de contacto.']),
    `Consintió: ${channelWords(person.consent)}. Dio de baja: ${channelWords(person.optedOut)}. Ya no llegan: ${channelWords(person.dead)}.`,
    `Verificados: ${channelWords(person.verified)}. Del trabajo: ${channelWords(person.workplace)}.`,
    `Hechos que detienen la gestión: ${list(person.facts)}. Otros que mira la ley: ${list(person.lawFacts)}.`,
    ...(proofs.length > 0 ? ['Constancias:', ...proofs] : []),
  ];
}

function accountSections(account: SubjectAccount, zone: ZoneId): Section[] {
  const { id, outcome, currency, strategy, place, messages, books, traits } = account;
  const details = Object.entries(traits).map(([name, value]) => `${name}: ${String(value)}`);
  return [
    plain(`Cuenta ${id}`, [
      `Estado: ${inWords(outcomeWords, outcome)}. Moneda: ${currency}. Reglas de ${place}. Estrategia: ${strategy}.`,
      ...(details.length > 0 ? [`Otros datos: ${details.join(', ')}.`] : []),
      ...books.map((fact) => bookLine(fact, currency)),
      ...account.promises.map(
        ({ amount, due, state }) =>
          `Promesa de ${amount} ${currency} (en centavos) para ${isoFromDay(due)}: ${state}`,
      ),
    ]),
    {
      title: `Cuenta ${id}: mensajes`,
      level: 2,
      blocks:
        messages.length === 0 ? texts(['Ninguno.']) : messages.flatMap((message) => sent(message, zone)),
    },
    plain(`Cuenta ${id}: línea de tiempo`, timelineLines(account.ledger, zone), 2),
  ];
}

const sent = ({ at, channel, step, text }: SubjectMessage, zone: ZoneId): Block[] => [
  ...texts([`${momentWords(instantFromIso(at), zone)}, por ${inWords(channelNames, channel)}, «${step}»:`]),
  { kind: 'message', text: messageText(text || undefined) },
];

/** Amounts in minor units, as they are kept. */
function bookLine(fact: BookedFact, currency: string): string {
  const what = bookWords[fact.kind];
  const amount = 'amount' in fact ? `, ${fact.amount} ${currency} (en centavos)` : '';
  const due = 'due' in fact ? `, vence ${isoFromDay(fact.due)}` : '';
  return `${isoFromInstant(fact.at)}: ${what} ${'id' in fact ? fact.id : fact.debt}${amount}${due}`;
}

const bookWords: Readonly<Record<BookedFact['kind'], string>> = {
  debt: 'deuda',
  adjust: 'ajuste',
  payment: 'pago',
  reversal: 'pago anulado',
  reinstate: 'pago restituido',
  dispute: 'reclamo',
  resolve: 'reclamo resuelto',
  plan: 'plan de pagos',
  end_plan: 'fin del plan',
  offer: 'oferta',
  plan_broken: 'plan incumplido',
  write_off_debt: 'deuda castigada',
  undo_write_off: 'castigo deshecho',
};

const accessLines = ({ accesses }: SubjectAccess): string[] =>
  accesses.length === 0
    ? ['Nadie antes de este pedido.']
    : accesses.map(
        ({ at, by, what, account }) => `${at}: ${by} leyó ${inWords(accessWords, what)} (cuenta ${account})`,
      );
