import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecobroError } from '../../domain/errors';
import type { CalendarData, PackData } from '../../domain/law/pack';
import type { Problem } from '../yaml';
import { formatProblem } from '../yaml';
import type { LawLibrary } from './compile';
import { compileLaw } from './compile';
import { readCalendar } from './read-calendar';
import { readPack } from './read-pack';

export type { LawLibrary } from './compile';

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
  const packs = [join(lawDir, 'packs'), ...packsDirs].flatMap(packsIn);
  const calendars = [join(lawDir, 'calendars'), ...calendarsDirs].flatMap(calendarsIn);
  return compileLaw({ packs, calendars, platforms });
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
