import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RecobroError } from '../domain/errors';
import type { Strategy } from '../domain/strategy';
import { loadStrategy } from '../policy/strategy/parse';

export interface Strategies {
  readonly all: readonly Strategy[];
  /**
   * The strategy of this id, or the default one.
   *
   * @throws {RecobroError} `strategy.unreadable` when there is none.
   */
  readonly of: (id: string | undefined) => Strategy;
}

/** The strategies of a folder. @param defaultId The one for accounts that name none. */
export function loadStrategies(directory: string, defaultId: string): Strategies {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
  const all = files.sort().map((name) => loadStrategy(join(directory, name)));
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
