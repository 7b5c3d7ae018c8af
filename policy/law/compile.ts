import { RecobroError } from '../../domain/errors';
import type { RuleBook } from '../../domain/law/lawbook';
import { compileLawbook } from '../../domain/law/lawbook';
import type { CalendarData, PackData } from '../../domain/law/pack';
import { nearestName } from '../nearest';

/** Every pack and calendar at hand, each pack ready to decide. */
export interface LawLibrary {
  /** Ascending by id; sets for inclusion too. */
  readonly packs: readonly PackData[];
  /** Ascending by id. */
  readonly calendars: readonly CalendarData[];
  has(packId: string): boolean;
  /** @throws {RecobroError} `law.unknownPack`; `law.badPack` for a set that is no place of its own. */
  lawbook(packId: string): RuleBook;
}

/** What was read of the law, as data: a pack or calendar replaces an earlier one of the same id. */
export interface LawData {
  readonly packs: readonly PackData[];
  readonly calendars: readonly CalendarData[];
  /** Packs of platforms whose rules come on top in every place. */
  readonly platforms?: readonly string[];
}

/**
 * Makes every pack ready to decide.
 *
 * @throws {RecobroError} `law.unknownPack`, `law.unknownCalendar` or `law.badPack` when the packs do not fit together.
 */
export function compileLaw({ packs, calendars, platforms = [] }: LawData): LawLibrary {
  return libraryOf(byId(packs), byId(calendars), platforms);
}

function libraryOf(
  packs: ReadonlyMap<string, PackData>,
  calendars: ReadonlyMap<string, CalendarData>,
  platformIds: readonly string[],
): LawLibrary {
  const platforms = platformIds.map((id) => packs.get(id) ?? unknownPack(id, [...packs.keys()]));
  const compile = (pack: PackData): RuleBook => {
    const calendar = calendarFor(pack, packs, calendars);
    return compileLawbook({ pack, packs: (id) => packs.get(id), platforms, ...(calendar && { calendar }) });
  };
  const places = [...packs.values()].filter(({ timezones }) => timezones.length > 0);
  const books = new Map(places.map((pack) => [pack.id, compile(pack)]));
  return {
    packs: [...packs.values()],
    calendars: [...calendars.values()],
    has: (packId) => books.has(packId),
    lawbook: (packId) =>
      books.get(packId) ?? compile(packs.get(packId) ?? unknownPack(packId, [...books.keys()])),
  };
}

/** The calendar that the pack names, or else the nearest base that names one. */
function calendarFor(
  pack: PackData,
  packs: ReadonlyMap<string, PackData>,
  calendars: ReadonlyMap<string, CalendarData>,
): CalendarData | undefined {
  const seen = new Set<PackData>();
  for (let at: PackData | undefined = pack; at && !seen.has(at); at = packs.get(at.extends ?? '')) {
    seen.add(at);
    if (at.calendar !== undefined) return calendars.get(at.calendar) ?? unknownCalendar(at, at.calendar);
  }
  return undefined;
}

function byId<T extends { id: string }>(values: readonly T[]): Map<string, T> {
  const latest = new Map(values.map((value) => [value.id, value]));
  return new Map([...latest].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unknownPack(id: string, names: readonly string[]): never {
  const near = nearestName(id, names);
  const remedy = near ? `did you mean ${near}?` : `use one of ${names.join(', ')}, or add the pack`;
  throw new RecobroError('law.unknownPack', `Cannot find rule pack "${id}": ${remedy}`, { pack: id });
}

function unknownCalendar(pack: PackData, calendar: string): never {
  const message = `Cannot use pack ${pack.id}: it names calendar ${calendar}, which is not loaded; add its file or mend the name`;
  throw new RecobroError('law.unknownCalendar', message, { pack: pack.id, calendar });
}
