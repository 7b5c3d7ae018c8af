import type { RuleBook } from '../../domain/law/lawbook';
import { compileLawbook } from '../../domain/law/lawbook';
import { partsOf } from '../../domain/law/compose';
import type { CalendarData, PackData } from '../../domain/law/pack';
import { readCalendar } from '../../policy/law/read-calendar';
import { readPack } from '../../policy/law/read-pack';
import type { PackContent } from '../pack/content';

/** The names in a law version: `CO@1a2b… HOUSE@… calendar:CO@… zones@2026f`. */
export function namesIn(lawVersion: string): { readonly packs: string[]; readonly calendars: string[] } {
  const names = lawVersion.split(' ').filter((name) => name !== '' && !name.startsWith('zones@'));
  const isCalendar = (name: string): boolean => name.startsWith('calendar:');
  return {
    packs: names.filter((name) => !isCalendar(name)),
    calendars: names.filter(isCalendar).map((name) => name.slice('calendar:'.length)),
  };
}

/** Builds lawbooks from the texts in a pack, for the versions that its ledgers name. */
export class RecordedLaw {
  private readonly packs: ReadonlyMap<string, PackData>;
  private readonly calendars: ReadonlyMap<string, CalendarData>;
  private readonly books = new Map<string, RuleBook | string>();

  constructor(content: Pick<PackContent, 'packs' | 'calendars'>) {
    this.packs = byName(
      [...content.packs].flatMap(([name, text]) => readingOf(readPack(text, name), 'pack')),
    );
    this.calendars = byName(
      [...content.calendars].flatMap(([name, text]) => readingOf(readCalendar(text, name), 'calendar')),
    );
  }

  /** The lawbook of a place in exactly this version, or in Spanish why there is none. */
  book(place: string, lawVersion: string): RuleBook | string {
    const key = `${place} ${lawVersion}`;
    const known = this.books.get(key) ?? this.compile(place, lawVersion);
    this.books.set(key, known);
    return known;
  }

  private compile(place: string, lawVersion: string): RuleBook | string {
    const names = namesIn(lawVersion);
    const packs = names.packs.map((name) => this.packs.get(name));
    const calendars = names.calendars.map((name) => this.calendars.get(name));
    const missing = [
      ...names.packs.filter((_, at) => !packs[at]),
      ...names.calendars.filter((_, at) => !calendars[at]),
    ];
    if (missing.length > 0) return `falta la versión ${missing.join(', ')} de la ley`;
    const byId = new Map(packs.flatMap((pack) => (pack ? [[pack.id, pack] as const] : [])));
    const pack = byId.get(place);
    if (!pack) return `la versión de la ley no es de ${place}`;
    const parts = partsOf(pack, (id) => byId.get(id));
    const platforms = [...byId.values()].filter((one) => !parts.includes(one));
    const [calendar] = calendars;
    const source = { pack, packs: (id: string) => byId.get(id), platforms, ...(calendar && { calendar }) };
    const book = compileLawbook(source);
    return book.version === lawVersion ? book : `con este software la ley es ${book.version}`;
  }
}

type Named = { readonly id: string; readonly version: string };

const byName = <T extends Named>(values: readonly T[]): Map<string, T> =>
  new Map(values.map((value) => [`${value.id}@${value.version}`, value]));

/** A text that cannot be read is a version that is missing. */
const readingOf = <K extends string, T>(reading: Readonly<Record<K, T>> | object, name: K): T[] =>
  name in reading ? [(reading as Readonly<Record<K, T>>)[name]] : [];
