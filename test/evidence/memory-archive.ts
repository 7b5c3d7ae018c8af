import type { EvidenceArchive } from '../../evidence/ports';

/** An archive in memory that, like the real one, writes nothing twice. */
export function memoryArchive(objects = new Map<string, Buffer>()): EvidenceArchive {
  return {
    put: async (key, bytes) => {
      if (objects.has(key)) return false;
      objects.set(key, Buffer.from(bytes));
      return true;
    },
    get: async (key) => objects.get(key),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}
