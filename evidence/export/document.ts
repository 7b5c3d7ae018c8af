import { inWords } from '../../policy/explain/words';
import { channelNames } from '../../policy/law/explain';
import type { EvidencePerson, PackContent } from '../pack/content';
import type { PackNote } from '../pack/manifest';
import { claimsIn } from '../verify/contacts';
import { accountSections } from './account-sections';
import { ContactLaw } from './contact-law';

/** A row of a table; `kind` says how it is to be told apart. */
export interface Row {
  readonly cells: readonly string[];
  readonly kind: 'contact' | 'payment' | 'refused' | 'other';
}

/** A part of a section. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'table';
      /** `share`: of the width; all together 1. */
      readonly columns: readonly { readonly title: string; readonly share: number }[];
      readonly rows: readonly Row[];
    }
  /** A message as it was sent. */
  | { readonly kind: 'message'; readonly text: string };

export interface Section {
  readonly title: string;
  readonly level: 1 | 2;
  readonly blocks: readonly Block[];
}

/** What the PDF and the HTML page say, in Spanish. */
export interface EvidenceDocument {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Puts a pack into words. The files beside it are the proof; this is how a person reads them. */
export function documentOf(note: PackNote, content: PackContent): EvidenceDocument {
  const subjects = content.accounts.filter((account) => account.note.isSubject);
  const law = new ContactLaw(content);
  return {
    title: `Expediente de gestión de cobro: ${subjectWords(note)}`,
    sections: [
      introduction(note, content),
      ...content.persons.map(choicesOf),
      ...subjects.flatMap((account) => accountSections(account, { tenant: note.tenant, content, law })),
      annex(law, content),
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
  const list = (names: Iterable<string>): string => [...names].sort().join(', ') || 'ninguno';
  return {
    title: 'Resumen',
    level: 1,
    blocks: [
      {
        kind: 'pairs',
        pairs: [
          ['Acreedor', note.tenant],
          ['Cuentas', list(subjects.map((account) => account.note.accountId))],
          ['Contactos', String(contacts)],
          ['Hecho', `${note.madeAt} (UTC), por ${note.madeBy}`],
          ['Software', `Recobro ${note.software.version}`],
          ['Compilaciones', list(note.builds.map(({ buildId }) => buildId))],
          ['Zonas horarias', `tzdata ${note.zones}`],
          ['Reglas', list(packs.keys())],
          ['Calendarios', list(calendars.keys())],
        ],
      },
      {
        kind: 'text',
        text: 'Este documento es la lectura; la prueba son los archivos que lo acompañan. Se comprueba sin conexión: npx recobro evidence verify ARCHIVO',
      },
      {
        kind: 'text',
        text: 'Las reglas son investigación de ingeniería: ningún abogado local las ha firmado, salvo que el paquete lo diga.',
      },
    ],
  };
}

function choicesOf(person: EvidencePerson): Section {
  const list = (values: readonly string[] | undefined): string => values?.join(', ') || 'ninguno';
  const channels = (names: readonly string[] | undefined): string =>
    list(names?.map((name) => inWords(channelNames, name)));
  const proofs = (person.proofs ?? []).map((proof) => ['Prueba', JSON.stringify(proof)] as const);
  return {
    title: `Persona ${person.id}: consentimientos y pedidos`,
    level: 1,
    blocks: [
      {
        kind: 'pairs',
        pairs: [
          ['Lugar', person.jurisdiction],
          ['Zonas horarias', person.zones.join(', ')],
          ['Idioma', person.language],
          ['Consentimiento', channels(person.consent)],
          ['Bajas', channels(person.optedOut)],
          ['Canales muertos', channels(person.dead)],
          ['Hechos que detienen la gestión', list(person.facts)],
          ['Otros hechos que mira la ley', list(person.lawFacts)],
          ...proofs,
        ],
      },
    ],
  };
}

/** Each rule in full, once. */
function annex(law: ContactLaw, { accounts }: PackContent): Section {
  const claims = accounts.filter(({ note }) => note.isSubject).flatMap(({ ledger }) => claimsIn(ledger));
  const rules = law.rulesOf(claims);
  const rows = rules.map(({ id, es, article, basis }) => ({
    kind: 'other' as const,
    cells: [id, `${article}\n(${basis})`, es],
  }));
  return {
    title: 'Anexo: reglas que se comprobaron antes de cada contacto',
    level: 1,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: 'Regla', share: 0.24 },
          { title: 'Artículo y base', share: 0.28 },
          { title: 'Qué exige', share: 0.48 },
        ],
        rows,
      },
    ],
  };
}
