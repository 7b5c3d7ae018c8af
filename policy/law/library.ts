import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecobroError } from '../../domain/errors';
import type { RuleBook } from '../../domain/law/lawbook';
import { compileLawbook } from '../../domain/law/lawbook';
import type { CalendarData, PackData } from '../../domain/law/pack';
import { nearestName } from '../nearest';
import type { Problem } from '../yaml';
import { formatProblem } from '../yaml';
import { readCalendar } from './read-calendar';
import { readPack } from './read-pack';

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

export interface LawFolders {
  /** Folders of pack files (`*.yaml`). A pack replaces an earlier one of the same id. */
  readonly packsDirs?: readonly string[];
  /** Folders of calendar files (`*.json`). A calendar replaces an earlier one of the same id. */
  readonly calendarsDirs?: readonly string[];
  /** The folder that holds the product's own `packs/` and `calendars/`, which come first. */
  readonly lawDir?: string;
  /** Packs of platforms (`WHATSAPP`) whose rules come on top in every place. None unless named. */
  readonly platforms?: readonly string[];
}

/** The platforms whose conditions the product's own hosts keep. */
export const PRODUCT_PLATFORMS: readonly string[] = ['WHATSAPP'];

/** The product's own law, as it lies in a checkout. A bundled host hands its own folder in. */
export const PRODUCT_LAW_DIR = join(__dirname, '..', '..', 'law');

/**
 * Loads the product's own packs and calendars and then those of the folders given, which add to them by id.
 *
 * @throws {RecobroError} `law.badFile` with every fault of the first faulty folder: file, line, rule and remedy;
 *   `law.unknownPack`, `law.unknownCalendar` or `law.badPack` when the packs do not fit together.
 */
export function loadLaw({
  packsDirs = [],
  calendarsDirs = [],
  lawDir = PRODUCT_LAW_DIR,
  platforms = [],
}: LawFolders = {}): LawLibrary {
  const packs = byId([join(lawDir, 'packs'), ...packsDirs].flatMap(packsIn));
  const calendars = byId([join(lawDir, 'calendars'), ...calendarsDirs].flatMap(calendarsIn));
  return libraryOf(packs, calendars, platforms);
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

function packsIn(folder: string): PackData[] {
  return readAll(folder, /\.ya?ml$/, (text, file) => {
    const reading = readPack(text, file);
    return 'pack' in reading ? { value: reading.pack } : reading;
  });
}

function calendarsIn(folder: string): CalendarData[] {
  return readAll(folder, /\.json$/, (text, file) => {
    const reading = readCalendar(text, file);
    return 'calendar' in reading ? { value: reading.calendar } : reading;
  });
}

type Reading<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

function readAll<T extends { id: string }>(
  folder: string,
  name: RegExp,
  read: (text: string, file: string) => Reading<T>,
): T[] {
  const files = namesIn(folder).filter((file) => name.test(file));
  const readings = files.map((file) => read(readFileSync(join(folder, file), 'utf8'), join(folder, file)));
  const problems = readings.flatMap((reading) => ('problems' in reading ? reading.problems : []));
  const values = readings.flatMap((reading) => ('value' in reading ? [reading.value] : []));
  const twice = values.find(({ id }, index) => values.findIndex((other) => other.id === id) !== index);
  const faults = [
    ...problems.map(formatProblem),
    ...(twice ? [`${folder}: two files have the id ${twice.id} – rename one`] : []),
  ];
  if (faults.length === 0) return values;
  throw new RecobroError('law.badFile', `Cannot load the law:\n${faults.join('\n')}`, {
    file: folder,
    problems: faults,
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    const problem = `${folder}: cannot be read – name an existing folder`;
    throw new RecobroError('law.badFile', `Cannot load the law:\n${problem}`, {
      file: folder,
      problems: [problem],
    });
  }
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
