import type { CaseFact } from '../../../domain/case/facts';
import type { Strategy } from '../../../domain/strategy';
import { anOpening, aStrategy, aTouch, at, day } from '../../builders';
import { aLife, live, story } from './driver';

export const promise = (when: string, amount: number, due: string, id = 'pr-1'): CaseFact => ({
  kind: 'promise',
  id,
  at: at(when),
  amount,
  due: day(due),
});
export const plan = (when: string, id: string, ...instalments: readonly [string, number][]): CaseFact => ({
  ...{ kind: 'plan', id, at: at(when) },
  instalments: instalments.map(([due, amount]) => ({ due: day(due), amount })),
});
export const settlement = (
  when: string,
  instalments: readonly (readonly [string, number])[],
  change: { readonly id?: string; readonly approvedBy?: string } = {},
): CaseFact => ({
  ...{ kind: 'settlement', id: 's-1', at: at(when) },
  instalments: instalments.map(([due, amount]) => ({ due: day(due), amount })),
  ...change,
});
export const dispute = (when: string, id = 'd-1', debt = 'D1'): CaseFact => ({
  kind: 'dispute',
  id,
  at: at(when),
  debt,
});
export const resolve = (when: string, as: 'accepted' | 'rejected', amount?: number): CaseFact => ({
  kind: 'resolve',
  id: 'd-1',
  at: at(when),
  as,
  ...(amount !== undefined && { amount }),
});
export const hold = (when: string): CaseFact => ({
  kind: 'hold',
  id: 'h-1',
  at: at(when),
  until: null,
  freeze: false,
  reason: '',
});
export const approve = (when: string, step: string): CaseFact => ({ kind: 'approve', at: at(when), step });
export const writeOff = (when: string): CaseFact => ({ kind: 'write_off', at: at(when) });
export const withdraw = (when: string): CaseFact => ({ kind: 'withdraw', at: at(when) });

/** The story with two steps, `b` on day 1 and `c` on day 8, without its first stages. */
export const lines = (
  facts: readonly CaseFact[],
  until: string,
  change: Partial<Strategy> = {},
  opening = anOpening(),
): string[] =>
  story(
    live(
      aLife({
        strategy: aStrategy({ steps: [aTouch('b', 1), aTouch('c', 8)], ...change }),
        facts,
        opening,
        until: at(`${until} 00:00`),
      }),
    ),
  ).filter((line) => !/preventive|administrative/.test(line));
