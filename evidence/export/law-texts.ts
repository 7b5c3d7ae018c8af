import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRODUCT_LAW_DIR } from '../../policy/law/library';
import { readCalendar } from '../../policy/law/read-calendar';
import { readPack } from '../../policy/law/read-pack';
import type { LawTexts } from '../pack/content';

/** The sources of rule packs and calendars at hand, by `id@version`. */
export interface LawShelf {
  readonly packs: LawTexts;
  readonly calendars: LawTexts;
}

export interface ShelfFolders {
  readonly packsDirs?: readonly string[];
  readonly calendarsDirs?: readonly string[];
}

/** The product's own law and that of the folders. Several versions of one pack may lie in different folders. */
export function readLawShelf({ packsDirs = [], calendarsDirs = [] }: ShelfFolders = {}): LawShelf {
  const packFolders = [join(PRODUCT_LAW_DIR, 'packs'), ...packsDirs];
  const calendarFolders = [join(PRODUCT_LAW_DIR, 'calendars'), ...calendarsDirs];
  return {
    packs: shelf(packFolders, '.yaml', (text, file) => {
      const reading = readPack(text, file);
      return 'pack' in reading ? reading.pack : undefined;
    }),
    calendars: shelf(calendarFolders, '.json', (text, file) => {
      const reading = readCalendar(text, file);
      return 'calendar' in reading ? reading.calendar : undefined;
    }),
  };
}

type Read = (text: string, file: string) => { readonly id: string; readonly version: string } | undefined;

function shelf(folders: readonly string[], ending: string, read: Read): Map<string, string> {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(ending))) {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const known = read(text, file);
      if (known) texts.set(`${known.id}@${known.version}`, text);
    }
  }
  return texts;
}
