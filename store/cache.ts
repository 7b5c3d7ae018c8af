interface CacheOptions {
  /** Beyond so many the one that was asked for longest ago is forgotten. */
  readonly most: number;
  /** Milliseconds; absent = until there are too many. */
  readonly keptMs?: number;
  readonly now: () => number;
}

interface Kept<T> {
  readonly value: Promise<T>;
  readonly until: number;
}

export interface Cache<T> {
  /** The value of this name; whoever asks while it is on its way shares it. A failure is not kept. */
  get(name: string, load: () => Promise<T>): Promise<T>;
  forget(name: string): void;
}

/** Remembers values for a while, bounded in number and time. */
export function createCache<T>({ most, keptMs = Infinity, now }: CacheOptions): Cache<T> {
  const kept = new Map<string, Kept<T>>();

  function keep(name: string, entry: Kept<T>): Promise<T> {
    kept.delete(name);
    kept.set(name, entry); // a map lists what was put last last
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return entry.value;
  }

  function begin(name: string, load: () => Promise<T>): Promise<T> {
    const entry = { value: load(), until: now() + keptMs };
    entry.value.catch(() => {
      if (kept.get(name) === entry) kept.delete(name);
    });
    return keep(name, entry);
  }

  return {
    get(name, load) {
      const known = kept.get(name);
      return known && known.until > now() ? keep(name, known) : begin(name, load);
    },
    forget: (name) => void kept.delete(name),
  };
}
