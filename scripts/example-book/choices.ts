import type { SendChannel } from '../../domain/channel';
import { weekdayOf } from '../../domain/time/calendar';
import type { ExampleAccount, ExamplePerson } from './book';
import { START } from './book';
import type { Random } from './random';
import type { StoryEvent } from './story';
import { atSome } from './story';

/** "The nth message by this channel to this person bounces, so many minutes after it was sent." */
export interface BounceLine {
  readonly person: string;
  readonly channel: SendChannel;
  readonly nth: number;
  readonly kind: 'hard' | 'soft';
  readonly after_minutes: number;
}

const HARD_BOUNCES = 14;
const SOFT_BOUNCES = 10;
const OPT_OUTS = 14;
const OPT_OUTS_OF_ALL = 4;
const CONSENTS = 10;
const AGENT_CALLS = 24;

/** Days on which an agent of the demo does not call: holidays and the eves and bridges around them. */
const QUIET = new Set([14, 21, 29, 30, 31, 32, 49, 50, 59, 60, 77, 80, 94, 98]);

/** Which persons write to whose choices: opt-outs, consents and calls by agents, in no order. */
export function choicesStory(accounts: readonly ExampleAccount[], random: Random): StoryEvent[] {
  const persons = personsOf(accounts);
  const some = (count: number, from: readonly ExamplePerson[]): ExamplePerson[] =>
    random.shuffled(from).slice(0, count);
  const reachable = persons.filter(({ consent }) => consent.length > 1);
  const [whole, single] = split(some(OPT_OUTS + OPT_OUTS_OF_ALL, reachable), OPT_OUTS_OF_ALL);
  const silent = persons.filter((person) => unconsented(person).length > 0 && !whole.includes(person));
  return [
    ...whole.map((person) => choice(person, random, { opt_out: { person: person.id, channel: 'all' } })),
    ...single.map((person) =>
      choice(person, random, { opt_out: { person: person.id, channel: oneOf(person.consent, random) } }),
    ),
    ...some(CONSENTS, silent).map((person) =>
      choice(person, random, { consent: { person: person.id, channel: oneOf(unconsented(person), random) } }),
    ),
    ...some(AGENT_CALLS, persons).map((person) => agentCall(person, accounts, random)),
  ];
}

/** Messages that will bounce, at most one rule per person. */
export function bounces(accounts: readonly ExampleAccount[], random: Random): BounceLine[] {
  const reachable = personsOf(accounts).filter(({ consent }) => consent.some(isElectronic));
  const chosen = random.shuffled(reachable).slice(0, HARD_BOUNCES + SOFT_BOUNCES);
  return chosen
    .map((person, index) => ({
      person: person.id,
      channel: oneOf(person.consent.filter(isElectronic), random),
      nth: random.chance(0.75) ? 1 : 2,
      kind: index < HARD_BOUNCES ? ('hard' as const) : ('soft' as const),
      after_minutes: random.int(1, 45),
    }))
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}

const personsOf = (accounts: readonly ExampleAccount[]): ExamplePerson[] => [
  ...new Set(accounts.map(({ person }) => person)),
];
const unconsented = ({ addresses, consent }: ExamplePerson): SendChannel[] =>
  addresses.filter((channel) => !consent.includes(channel));
const isElectronic = (channel: SendChannel): boolean => channel !== 'letter';

function choice(person: ExamplePerson, random: Random, body: Readonly<Record<string, unknown>>): StoryEvent {
  return { at: atSome(START + random.int(3, 95), person, random), zone: person.zone, body };
}

function agentCall(person: ExamplePerson, accounts: readonly ExampleAccount[], random: Random): StoryEvent {
  const account = accounts.find((candidate) => candidate.person === person)?.id;
  const outcome = random.chance(0.5) ? 'direct' : 'unanswered';
  const body = { account, contact: { person: person.id, channel: 'voice', outcome } };
  return { at: atSome(START + callDay(random), person, random, [10, 15]), zone: person.zone, body };
}

/** A Tuesday, Wednesday or Thursday that is no holiday in any of the countries. */
function callDay(random: Random): number {
  const day = random.int(3, 110);
  const weekday = weekdayOf(START + day);
  return weekday >= 1 && weekday <= 3 && !QUIET.has(day) ? day : callDay(random);
}

function oneOf(list: readonly SendChannel[], random: Random): SendChannel {
  const [first, ...others] = list;
  return first === undefined ? 'email' : random.pick([first, ...others]);
}

const split = <T>(list: readonly T[], at: number): [T[], T[]] => [list.slice(0, at), list.slice(at)];
