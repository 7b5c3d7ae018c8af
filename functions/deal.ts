import type { Dealt } from '../domain/experiment/deal';
import { dealStrategy } from '../domain/experiment/deal';
import type { Strategy } from '../domain/strategy';
import { sha256Hex } from '../store/store';

/** The strategy that a new account follows; see {@link dealStrategy}. */
export const deal = (
  strategyOf: (id: string | undefined) => Strategy,
  id: string | undefined,
  person: string,
): Dealt => dealStrategy(strategyOf, id, person, sha256Hex);
