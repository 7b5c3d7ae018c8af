import type { LedgerEntry } from '../../domain/ledger';
import { instantFromIso } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { timelineLines } from '../../policy/explain/timeline';
import { momentWords } from '../../policy/explain/words';
import { channelNames } from '../../policy/law/explain';
import { inWords } from '../../policy/explain/words';
import type { AccountContent, EvidencePerson, PackContent } from '../pack/content';
import type { PackNote } from '../pack/manifest';
import { claimsIn } from '../verify/contacts';
import { textFact } from '../verify/findings';

/** A part of the document for people: a heading, lines of text, and long texts that may be folded away. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly texts: readonly { readonly title: string; readonly text: string }[];
}

/** What the PDF and the HTML page say, in Spanish. */
export interface EvidenceDocument {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Puts a pack into words. The files beside it are the proof; this is how a person reads them. */
export function documentOf(note: PackNote, content: PackContent): EvidenceDocument {
  const subjects = content.accounts.filter((account) => account.note.isSubject);
  return {
    title: `Expediente de gestión de cobro: ${subjectWords(note)}`,
    sections: [
      introduction(note, content),
      ...content.persons.map(choicesOf),
      ...subjects.flatMap((account) => accountSections(account, content)),
    ],
  };
}

function subjectWords({ subject }: PackNote): string {
  switch (subject.kind) {
    case 'account':
      return `cuenta ${subject.id}`;
    case 'person':
      return `persona ${subject.id}`;
    case 'period':
      return `del ${subject.from} al ${subject.to}`;
  }
}

function introduction(note: PackNote, { accounts, packs, calendars }: PackContent): Section {
  const subjects = accounts.filter((account) => account.note.isSubject);
  const contacts = subjects.reduce((sum, { ledger }) => sum + claimsIn(ledger).length, 0);
  return {
    title: 'Resumen',
    lines: [
      `Acreedor: ${note.tenant}. Hecho el ${note.madeAt} (UTC) por ${note.madeBy}.`,
      `Cuentas: ${subjects.map((account) => account.note.accountId).join(', ')}. Contactos: ${contacts}.`,
      `Software: Recobro ${note.software.version}; compilaciones: ${note.builds.map(({ buildId }) => buildId).join(', ') || 'ninguna'}. Zonas horarias: ${note.zones}.`,
      `Reglas: ${[...packs.keys()].sort().join(', ') || 'ninguna'}.`,
      `Calendarios: ${[...calendars.keys()].sort().join(', ') || 'ninguno'}.`,
      'Las reglas son investigación de ingeniería: ningún abogado local las ha firmado, salvo que el paquete lo diga.',
      'Este documento es la lectura; la prueba son los archivos que lo acompañan. Se comprueba sin conexión: npx recobro evidence verify ARCHIVO',
    ],
    texts: [],
  };
}

function choicesOf(person: EvidencePerson): Section {
  const proofs = (person.proofs ?? []).map((proof) => JSON.stringify(proof));
  const list = (values: readonly string[] | undefined): string => values?.join(', ') || 'ninguno';
  return {
    title: `Persona ${person.id}: consentimientos y pedidos`,
    lines: [
      `Lugar: ${person.jurisdiction}. Zonas horarias: ${person.zones.join(', ')}. Idioma: ${person.language}.`,
      `Consentimiento: ${list(person.consent)}. Bajas: ${list(person.optedOut)}. Canales muertos: ${list(person.dead)}.`,
      `Hechos que detienen la gestión: ${list(person.facts)}. Otros que mira la ley: ${list(person.lawFacts)}.`,
      ...proofs.map((proof) => `Prueba: ${proof}`),
    ],
    texts: [],
  };
}

function accountSections(account: AccountContent, content: PackContent): Section[] {
  const { note, ledger } = account;
  const zone = content.persons.find(({ id }) => id === note.personId)?.zones[0] ?? 'UTC';
  const contacts = claimsIn(ledger).map(({ entry }) => contactOf(entry, zone, content));
  return [
    {
      title: `Cuenta ${note.accountId}: contactos`,
      lines: contacts.flatMap(({ lines }) => lines),
      texts: contacts.flatMap(({ texts }) => texts),
    },
    {
      title: `Cuenta ${note.accountId}: línea de tiempo (hora de ${zone}; el número es el del asiento en el libro)`,
      lines: timelineLines(ledger, zone),
      texts: [],
    },
  ];
}

function contactOf({ at, seq, facts, lawVersion }: LedgerEntry, zone: ZoneId, { messages }: PackContent) {
  const hash = textFact(facts['bodyHash']);
  const when = momentWords(instantFromIso(at), zone);
  const head = `${when}, por ${inWords(channelNames, textFact(facts['channel']))}, paso «${textFact(facts['step'])}»`;
  return {
    lines: [
      `${head} (asiento ${seq})`,
      `    plantilla «${textFact(facts['template'])}», mensaje ${hash.slice(0, 16)}…, ley ${lawVersion.split(' ')[0] ?? ''}`,
    ],
    texts: [{ title: `${head}: mensaje`, text: messageText(messages.get(hash)) }],
  };
}

function messageText(body: string | undefined): string {
  if (body === undefined) return '(el texto ya no está)';
  const message: unknown = JSON.parse(body);
  if (typeof message !== 'object' || message === null) return body;
  const { subject, text } = { subject: '', text: '', ...message };
  return [subject, text].filter((part) => part !== '').join('\n\n');
}
