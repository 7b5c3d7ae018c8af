import type { CaseState } from '../case/state';
import { isSticky } from '../case/steps';
import { HOLDOUT } from '../experiment/assign';
import type { Step, Strategy } from '../strategy';
import type { Predicate } from './condition';
import { compileCondition, testsOf, turningPoints } from './condition';

/** A strategy with what follows from its segments, made once. */
export interface Compiled {
  readonly base: Strategy;
  readonly segments: readonly { readonly id: string; readonly holds: Predicate }[];
  /** Day counts at which a segment may change by the clock alone. */
  readonly days: readonly number[];
  readonly pastDue: readonly number[];
  /** A balance changes by the clock when another debt falls due. */
  readonly readsBalance: boolean;
  /** Required steps and handoffs, of the strategy or any of its segments. */
  readonly sticky: ReadonlySet<string>;
  readonly variants: Map<string, Strategy>;
}

/** The base strategy and each of its variants lead to the same entry, so that resolving twice changes nothing. */
const compiled = new WeakMap<Strategy, Compiled>();

/**
 * The strategy as it is in force for a case: with what its segment overrides, and for the held-out without anything that
 * is sent or done. Fast, and the same object every time; a strategy without segments is its own variant.
 */
export function strategyFor(strategy: Strategy, { rare }: Pick<CaseState, 'rare'>): Strategy {
  const isHeldOut = rare?.assignment?.arm === HOLDOUT;
  return strategy.segments === undefined && !isHeldOut
    ? strategy
    : variantFor(strategy, rare?.segment ?? null, isHeldOut);
}

/** The strategy under one of its segments (null = none). */
export function variantFor(strategy: Strategy, segment: string | null, isHeldOut = false): Strategy {
  const { base, variants } = compile(strategy);
  const key = `${isHeldOut ? '-' : '+'}${segment ?? ''}`;
  const known = variants.get(key);
  if (known) return known;
  const variant = variantOf(base, segment, isHeldOut);
  variants.set(key, variant);
  return variant;
}

/** The segments of a strategy, ready to be asked. */
export function compile(strategy: Strategy): Compiled {
  const known = compiled.get(strategy);
  if (known) return known;
  const segments = strategy.segments ?? [];
  const made: Compiled = {
    base: strategy,
    segments: segments.map(({ id, when }) => ({ id, holds: compileCondition(when) })),
    days: segments.flatMap(({ when }) => turningPoints(when, 'days')),
    pastDue: segments.flatMap(({ when }) => turningPoints(when, 'past_due')),
    readsBalance: segments.some(({ when }) => testsOf(when).some(({ field }) => field === 'balance')),
    sticky: new Set(
      stepsOfAll(strategy)
        .filter(isSticky)
        .map(({ id }) => id),
    ),
    variants: new Map(),
  };
  compiled.set(strategy, made);
  return made;
}

const stepsOfAll = ({ steps, segments = [] }: Strategy): readonly Step[] => [
  ...steps,
  ...segments.flatMap(({ overrides }) => overrides.steps ?? []),
];

/** The strategy under each of its segments, the base first: everything that it may ever do. */
export const variantsOf = (strategy: Strategy): readonly { segment: string | null; strategy: Strategy }[] =>
  [null, ...(strategy.segments ?? []).map(({ id }) => id)].map((segment) => ({
    segment,
    strategy: variantFor(strategy, segment),
  }));

function variantOf(base: Strategy, segment: string | null, isHeldOut: boolean): Strategy {
  const overrides = base.segments?.find(({ id }) => id === segment)?.overrides;
  const own = overrides ? { ...base, ...overrides } : { ...base };
  const variant = isHeldOut ? silent(own) : own;
  compiled.set(variant, compile(base));
  return variant;
}

/** Days, stages and promises go on; nothing is sent and nobody is asked to do anything. */
function silent({
  promise,
  negotiation,
  notices: _unsaid,
  incentives: _unmade,
  ...rest
}: Strategy): Strategy {
  const strategy = { ...rest, ...(negotiation && { negotiation: withoutReminder(negotiation) }), steps: [] };
  return promise ? { ...strategy, promise: withoutReminder(promise) } : strategy;
}

function withoutReminder<Terms extends { readonly reminder?: unknown }>({
  reminder: _unsent,
  ...terms
}: Terms): Omit<Terms, 'reminder'> {
  return terms;
}
