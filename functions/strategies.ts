import { readFileSync } from 'node:fs';
import { RecobroError } from '../domain/errors';
import type { Strategy } from '../domain/strategy';

export interface Strategies {
  readonly all: readonly Strategy[];
  /**
   * The strategy of this id, or the default one.
   *
   * @throws {RecobroError} `strategy.unreadable` when there is none.
   */
  readonly of: (id: string | undefined) => Strategy;
}

/** @param defaultId The one for accounts that name none. */
export function strategiesOf(all: readonly Strategy[], defaultId: string): Strategies {
  const known = new Map(all.map((strategy) => [strategy.id, strategy]));
  return {
    all,
    of: (id = defaultId) => {
      const strategy = known.get(id);
      if (strategy) return strategy;
      const message = `Cannot find the strategy "${id}": use one of ${[...known.keys()].sort().join(', ')}`;
      throw new RecobroError('strategy.unreadable', message, { file: id });
    },
  };
}

/** The strategies that were compiled into a file when the function was packed, where they were checked. */
export const readStrategies = (file: string, defaultId: string): Strategies =>
  strategiesOf(JSON.parse(readFileSync(file, 'utf8')) as readonly Strategy[], defaultId); // as the packer wrote it
