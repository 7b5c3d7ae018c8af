/** Repeatable randomness: the same seed gives the same book on every machine. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A copy in random order. */
  shuffled<T>(list: readonly T[]): T[];
}

/** A generator over mulberry32, a public-domain algorithm by Tommy Ettinger. */
export function randomFrom(seed: number): Random {
  const next = mulberry32(seed);
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    shuffled: (list) => {
      const copy = list.map((item) => ({ item, key: next() }));
      return copy.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
  };
}

/** Numbers from 0 (included) to 1 (excluded). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
