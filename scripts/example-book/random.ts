import { mulberry32 } from '../../domain/random';

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

/** A generator over `mulberry32`. */
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
