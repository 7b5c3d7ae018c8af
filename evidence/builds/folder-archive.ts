import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { EvidenceArchive } from '../ports';

/**
 * A folder as an archive: what is there is never written over. It keeps nobody from taking files away, so it is for
 * copies (a machine without network, a build server), not instead of the locked bucket.
 */
export function folderArchive(folder: string): EvidenceArchive {
  return {
    put: async (key, bytes) => {
      const file = join(folder, key);
      mkdirSync(dirname(file), { recursive: true });
      return unless('EEXIST', false, () => {
        writeFileSync(file, bytes, { flag: 'wx' });
        return true;
      });
    },
    get: async (key) => unless('ENOENT', undefined, () => readFileSync(join(folder, key))),
    list: async (prefix) => {
      const names = unless('ENOENT', [], () => filesIn(folder));
      return names.filter((name) => name.startsWith(prefix)).sort();
    },
  };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'));

/** What the file system gives, or `otherwise` when it fails with this code. */
function unless<T>(code: string, otherwise: T, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === code)
      return otherwise;
    throw error;
  }
}
