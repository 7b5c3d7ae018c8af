import type { CaseEvent } from '../domain/case/events';
import type { CaseFact } from '../domain/case/facts';
import type { Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { isoFromDay, isoFromInstant, instantFromIso, MINUTE_MS } from '../domain/time/calendar';
import type { Debtor, Happening } from '../simulator/debtor';
import type { Game } from '../simulator/debtor-run';
import { runDebtor } from '../simulator/debtor-run';
import { Tallies } from '../simulator/tallies';
import type { ScenarioEvent } from './scenario/format';
import type { Story } from './scenario/load';
import type { AccountRun, Trace } from './scenario/trace';
import { traceOf } from './scenario/trace';

/** A simulated life, and the story by which real workflows can live it again. */
export interface SimulatedStory {
  readonly story: Story;
  readonly trace: Trace;
}

/** Lives a debtor in the simulator and writes down what happened as a story: the same facts at the same instants. */
export function simulatedStory(debtor: Debtor, game: Game): SimulatedStory {
  const happened: (ScenarioEvent & { readonly instant: Instant })[] = [];
  const events = new Map<string, CaseEvent[]>(debtor.accounts.map(({ opening }) => [opening.account, []]));
  const life = runDebtor(debtor, game, new Tallies(0, 0, false), {
    event: ({ opening }, event) => events.get(opening.account)?.push(event),
    happened: (happening, account, fact) =>
      happened.push(storyEvent(happening, debtor.person.id, account?.opening.account, fact)),
  });
  const story = storyOf(debtor, game.strategy, happened, game.until);
  const runs = life.accounts.flatMap(({ opening: { account }, state }): AccountRun[] =>
    state ? [{ account, person: debtor.person.id, state, events: events.get(account) ?? [] }] : [],
  );
  return { story, trace: traceOf(story, 'core', runs) };
}

function storyOf(debtor: Debtor, strategy: Strategy, events: Story['events'], until: Instant): Story {
  const { person, accounts } = debtor;
  return {
    id: `simulated-${person.id}`,
    strategy,
    accounts: accounts.map(({ opening }) => ({ ...opening, person: person.id })),
    persons: [person],
    events,
    until,
    dates: [],
    expect: {},
  };
}

type StoryEvent = Story['events'][number];

function storyEvent(
  happening: Happening,
  person: string,
  account: string | undefined,
  fact: CaseFact | null,
): StoryEvent {
  const { at: instant } = happening;
  const at = isoFromInstant(instant);
  if (happening.kind === 'change') return { at, instant, ...choice(person, happening) };
  if (!fact || account === undefined) throw new Error(`Nothing came of what happened at ${at}`);
  return { at, instant, account, ...told(fact) };
}

function choice(person: string, { change }: Happening & { kind: 'change' }): Partial<ScenarioEvent> {
  if (change.kind === 'opt_out') return { opt_out: { person, channel: change.channel } };
  if (change.kind === 'stop') return { stop: { person, fact: change.fact } };
  throw new Error(`Stories have no word for the change ${change.kind}`);
}

function told(fact: CaseFact): Partial<ScenarioEvent> {
  switch (fact.kind) {
    case 'payment': {
      const { id, amount, debt } = fact;
      return { payment: { id, amount, ...(debt !== undefined && { debt }) } };
    }
    case 'reversal':
      return { reversal: { id: fact.id, of: fact.of } };
    case 'promise':
      return { promise: { id: fact.id, amount: fact.amount, due: isoFromDay(fact.due) } };
    case 'dispute':
      return { dispute: { id: fact.id, debt: fact.debt } };
    case 'resolve': {
      const { id, as, amount, freeze } = fact;
      return {
        resolve: { id, as, ...(amount !== undefined && { amount }), ...(freeze !== undefined && { freeze }) },
      };
    }
    case 'dossier':
      return { dossier: { complete: fact.complete } };
    case 'approve':
      return { approve: { step: fact.step } };
    case 'bounce':
      return { bounce: { step: fact.step, channel: fact.channel, kind: 'hard' } };
    default:
      throw new Error(`Stories have no word for the fact ${fact.kind}`);
  }
}

const LISTS = ['touches', 'tasks', 'skipped', 'stages', 'refused', 'rejected'] as const;
type Row = Trace['touches'][number];

/** What two traces do not have in common, one line a row; an instant may be up to two minutes late on Temporal. */
export function differences(core: Trace, temporal: Trace): string[] {
  const rows = LISTS.flatMap((list) => rowDifferences(list, core[list], temporal[list]));
  const ends =
    JSON.stringify([core.outcome, core.outcomes]) === JSON.stringify([temporal.outcome, temporal.outcomes]);
  return ends ? rows : [...rows, `outcome ${core.outcome} in the simulator, ${temporal.outcome} on Temporal`];
}

function rowDifferences(list: string, core: readonly Row[], temporal: readonly Row[]): string[] {
  const [wanted, found] = [sorted(core), sorted(temporal)];
  return Array.from({ length: Math.max(wanted.length, found.length) }, (_, index): string[] => {
    const [one, other] = [wanted[index], found[index]];
    if (one && other && isAlike(one, other)) return [];
    return [
      `${list}: ${JSON.stringify(one ?? null)} in the simulator, ${JSON.stringify(other ?? null)} on Temporal`,
    ];
  }).flat();
}

function isAlike(one: Row, other: Row): boolean {
  const isOnTime = (['at', 'next'] as const).every((time) => {
    const [due, at] = [one[time], other[time]];
    if (typeof due !== 'string' || typeof at !== 'string') return due === at;
    const late = instantFromIso(at) - instantFromIso(due);
    return late >= 0 && late <= 2 * MINUTE_MS;
  });
  return isOnTime && keyOf(one) === keyOf(other);
}

const keyOf = (row: Row): string => JSON.stringify({ ...row, at: null, next: null });

/** By date, then by content: rows of one instant may be in either order across accounts. */
const sorted = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, key: `${row['on'] ?? String(row['at']).slice(0, 10)} ${keyOf(row)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
