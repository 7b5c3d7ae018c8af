import { spreadHash } from '../domain/hash';

/** What a draw decides. Each draw has its own name, so that one more of them never shifts the others. */
export const draws = [
  'place',
  'product',
  'age',
  'amount',
  'payer',
  'reach',
  'consent',
  'dead',
  'settles',
  'settleDelay',
  'timeOfDay',
  'responds',
  'responseDelay',
  'promises',
  'keeps',
  'promiseDelay',
  'partial',
  'reverses',
  'optsOut',
  'stops',
  'disputes',
] as const;
export type Draw = (typeof draws)[number];

const keyOf: Readonly<Record<Draw, number>> = draws.reduce(
  (keys, draw, index) => ({ ...keys, [draw]: index + 1 }),
  // Every draw gets its key in the fold.
  {} as Record<Draw, number>,
);

/**
 * Chance without a state: a number in [0, 1) for a subject, a draw and up to two further indexes. The same question
 * always has the same answer, whoever asks and when; so two strategies meet the same debtors with the same luck
 * (common random numbers), and the number of processors changes nothing. Not for security.
 */
export class Chance {
  private readonly base: number;

  /** @param subject Id of the person, or anything else that the draws are about. */
  constructor(seed: number, subject: string) {
    this.base = mix(seed ^ spreadHash(subject));
  }

  draw(what: Draw, first = 0, second = 0): number {
    const hash = mix(mix(mix(this.base ^ keyOf[what]) ^ first) ^ second);
    return hash / 4_294_967_296;
  }

  /** Whether something of this probability happens. */
  happens(probability: number, what: Draw, first = 0, second = 0): boolean {
    return this.draw(what, first, second) < probability;
  }

  /** Whole days of a geometric delay with this mean; 0 is possible. */
  days(mean: number, what: Draw, first = 0, second = 0): number {
    if (mean <= 0) return 0;
    const tail = 1 - this.draw(what, first, second);
    return Math.floor(Math.log(tail) / Math.log(mean / (mean + 1)));
  }

  /** Lognormal with this median; `sigma` of the logarithm. */
  lognormal(median: number, sigma: number, what: Draw, first = 0, second = 0): number {
    const a = Math.max(this.draw(what, first, second), 1e-9);
    const b = this.draw(what, first, second + 7_919);
    return median * Math.exp(sigma * Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b));
  }

  /** The option whose share of 1 the draw falls into; the last one when shares fall short of 1. */
  pick<T extends { readonly share: number }>(
    options: readonly [T, ...T[]],
    what: Draw,
    first = 0,
    second = 0,
  ): T {
    let left = this.draw(what, first, second);
    for (const option of options) {
      left -= option.share;
      if (left < 0) return option;
    }
    return options.at(-1) ?? options[0];
  }
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = (value + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
