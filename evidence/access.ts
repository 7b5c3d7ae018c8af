import type { LedgerEntry } from '../domain/ledger';
import type { AccessKind } from '../store/access';
import { ACCESS_ENTRY } from '../store/access';

/** One line of the list of accesses. */
export interface AccessLine {
  readonly account: string;
  readonly at: string;
  readonly by: string;
  readonly what: string;
}

/** What was read, for people: each follows “leyó”. */
export const accessWords: Readonly<Record<AccessKind, string>> = {
  evidence_pack: 'el expediente de prueba',
  payloads: 'los datos descifrados del caso',
  messages: 'los mensajes',
  subject_access: 'la copia de datos para la propia persona',
  person_record: 'la ficha de la persona',
  reply: 'una respuesta de la persona',
};

/** Who read personal data of an account, oldest first. */
export const accessesIn = (account: string, entries: readonly LedgerEntry[]): AccessLine[] =>
  entries
    .filter(({ type }) => type === ACCESS_ENTRY)
    .map(({ at, actor, facts }) => ({
      account,
      at,
      by: actor,
      what: typeof facts['what'] === 'string' ? facts['what'] : '',
    }));
