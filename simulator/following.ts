import { createHash } from 'node:crypto';
import type { Dealt } from '../domain/experiment/deal';
import { dealStrategy } from '../domain/experiment/deal';
import { RecobroError } from '../domain/errors';
import type { Strategy } from '../domain/strategy';
import type { DebtorAccount } from './debtor';

/** Which strategy an account follows, and why. */
export interface Following extends Dealt {
  /** Accounts of one group are counted together: an arm of an experiment, or a strategy. */
  readonly group: string;
}

/** Deals one person's account, as the intake does in production. */
export type Follow = (account: Pick<DebtorAccount, 'follows'>, person: string) => Following;

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Who follows what on one side of a comparison. An account whose row names the strategy under trial follows the side's
 * own, whichever that is; other rows and the arms of experiments find theirs among `named`.
 */
export function followOn(own: Strategy, onTrial: Strategy, named: readonly Strategy[]): Follow {
  const known = new Map([onTrial, ...named, own].map((strategy) => [strategy.id, strategy]));
  const strategyOf = (id: string | undefined): Strategy => (id === undefined ? own : find(known, id));
  const alone = { strategy: own, group: groupOf({ strategy: own }) };
  return ({ follows }, person) => {
    const id = follows === onTrial.id ? undefined : follows;
    if (id === undefined && !own.experiment) return alone;
    const dealt = dealStrategy(strategyOf, id, person, sha256);
    return { group: groupOf(dealt), ...dealt };
  };
}

function find(known: ReadonlyMap<string, Strategy>, id: string): Strategy {
  const found = known.get(id);
  if (found) return found;
  const message = `Cannot find the strategy "${id}": put ${id}.yaml beside the file of --strategy`;
  throw new RecobroError('strategy.unreadable', message, { file: id });
}

const groupOf = ({ strategy, assignment }: Dealt): string =>
  assignment ? `${assignment.experiment}: ${assignment.arm}` : strategy.id;

/** The strategies besides `own` that accounts may come to follow by name: of rows, of arms, and arms of those. */
export function namedStrategies(
  own: readonly Strategy[],
  rows: readonly string[],
  load: (id: string) => Strategy,
): Strategy[] {
  const known = new Set(own.map(({ id }) => id));
  const named: Strategy[] = [];
  const wanted = [...own.flatMap(armsOf), ...rows];
  for (let id = wanted.shift(); id !== undefined; id = wanted.shift()) {
    if (known.has(id)) continue;
    known.add(id);
    const strategy = load(id);
    named.push(strategy);
    wanted.push(...armsOf(strategy));
  }
  return named;
}

const armsOf = ({ experiment }: Strategy): string[] => experiment?.arms.map(({ strategy }) => strategy) ?? [];
