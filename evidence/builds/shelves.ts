import type { Strategy } from '../../domain/strategy';
import type { LawShelf } from '../export/law-texts';
import type { TemplateShelf } from '../export/template-files';
import type { EvidenceArchive } from '../ports';
import type { KeptBuild } from './kept';
import { buildKeys, readBuild } from './kept';

/** Where an export finds the versions that ledgers and histories name; undefined = nobody has kept it. */
export interface Shelves {
  readonly build: (buildId: string) => Promise<KeptBuild | undefined>;
  /** By `id@version`. */
  readonly pack: (name: string) => Promise<string | undefined>;
  readonly calendar: (name: string) => Promise<string | undefined>;
  /** By the version of the library: its files by path. */
  readonly templates: (version: string) => Promise<TemplateShelf['files'] | undefined>;
  readonly strategy: (hash: string) => Promise<Strategy | undefined>;
}

/** What lies in this checkout, and what earlier builds have left in the archives, asked in order. */
export function shelvesOf(
  here: { readonly law: LawShelf; readonly templates: readonly TemplateShelf[] },
  archives: readonly EvidenceArchive[],
): Shelves {
  const kept = async (key: string): Promise<string | undefined> => {
    for (const archive of archives) {
      const bytes = await archive.get(key);
      if (bytes) return bytes.toString('utf8');
    }
    return undefined;
  };
  // Both are kept under the hash of their content, which the verification of the pack takes again.
  const parsed = async <T>(key: string): Promise<T | undefined> => {
    const text = await kept(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  return {
    build: async (buildId) => {
      for (const archive of archives) {
        const build = await readBuild(archive, buildId);
        if (build) return build;
      }
      return undefined;
    },
    pack: async (name) => here.law.packs.get(name) ?? kept(buildKeys.pack(name)),
    calendar: async (name) => here.law.calendars.get(name) ?? kept(buildKeys.calendar(name)),
    templates: async (version) =>
      here.templates.find((shelf) => shelf.version === version)?.files ??
      parsed<TemplateShelf['files']>(buildKeys.templates(version)),
    strategy: (hash) => parsed<Strategy>(buildKeys.strategy(hash)),
  };
}
