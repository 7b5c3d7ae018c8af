import type { SendChannel } from '../domain/channel';
import type { Person } from '../domain/person';
import type { Step, Strategy, TouchStep } from '../domain/strategy';
import type { NewCase } from '../functions/intake';
import { sampleCase, sampleStrategy } from './sample-account';

/**
 * Lives that differ in one thing each, so that the difference says what that thing takes. Touches of a life go out in
 * skipped time; the debtor pays all during the last of them.
 */
export interface Story {
  /** How many messages, by which channel. */
  readonly touches: number;
  readonly channel: SendChannel;
  /** Tasks between the first message and the second. */
  readonly tasks?: number;
  /** Spread over administrative, extrajudicial and judicial; else all are administrative. */
  readonly isSpread?: true;
  /** Lives under the law of Colombia and falls due on Sundays: every message waits for Monday first. */
  readonly isRefusedFirst?: true;
}

export const FEW = 2;
export const MANY = 12;
export const EXTRA = 10;
/** More moves of a story that is spread. */
export const MORE_MOVES = 2;

export const stories = {
  'few-email': { touches: FEW, channel: 'email' },
  email: { touches: MANY, channel: 'email' },
  'few-sms': { touches: FEW, channel: 'sms' },
  sms: { touches: MANY, channel: 'sms' },
  'few-letters': { touches: FEW, channel: 'letter' },
  letters: { touches: MANY, channel: 'letter' },
  tasks: { touches: FEW, channel: 'email', tasks: EXTRA },
  moves: { touches: MANY, channel: 'email', isSpread: true },
  refused: { touches: MANY, channel: 'email', isRefusedFirst: true },
} as const satisfies Readonly<Record<string, Story>>;

export type StoryName = keyof typeof stories;

/** Those of `strategies/consumo.yaml`; each has all channels that a story asks for. */
const TEMPLATES = [
  'aviso-previo',
  'vencido',
  'ultimo-administrativo',
  'mora-extrajudicial',
  'propuesta',
  'intimacion',
];
/** The step during whose message the driver pays everything (`sample-account.ts`). */
const LAST = 'traslado';
/** All in the administrative stage. */
const FIRST_DAY = 2;
const DAYS_APART = 2;
const DAYS_APART_SPREAD = 10;
/** The first debt is due on a Tuesday. */
const FIRST_SUNDAY = 5;
const WEEK = 7;

/** The account of a story; every person is another one. */
export function storyCase(tenant: string, account: string, story: Story): NewCase {
  const plain = sampleCase(tenant, account, storyStrategy(story));
  return { ...plain, person: personOf(plain.person, story) };
}

function personOf(person: Person, { isRefusedFirst }: Story): Person {
  const { email = '' } = person.addresses;
  return {
    ...person,
    addresses: { ...person.addresses, email, letter: 'Calle 10 # 20-30, Bogotá' },
    consent: ['email', 'sms', 'letter'],
    ...(isRefusedFirst && { jurisdiction: 'CO' }),
  };
}

export function storyStrategy(story: Story): Strategy {
  const plain = sampleStrategy();
  const stages = plain.stages.filter(
    ({ name, from }) => story.isSpread || name === 'administrative' || from < 0,
  );
  return { ...plain, stages, steps: stepsOf(story) };
}

function stepsOf(story: Story): Step[] {
  const { touches, channel, tasks = 0, isRefusedFirst } = story;
  const firstDay = isRefusedFirst ? FIRST_SUNDAY : FIRST_DAY;
  const made = Array.from({ length: touches }, (_, index): TouchStep => ({
    kind: 'touch',
    id: index === touches - 1 ? LAST : `mensaje-${index}`,
    day: firstDay + index * daysApart(story),
    via: [channel],
    template: TEMPLATES[index % TEMPLATES.length] ?? '',
    required: true,
  }));
  const [first, ...later] = made;
  return [...(first ? [first] : []), ...tasksOf(tasks), ...later];
}

function daysApart({ isSpread, isRefusedFirst, tasks = 0 }: Story): number {
  if (isRefusedFirst) return WEEK;
  return isSpread ? DAYS_APART_SPREAD : DAYS_APART + tasks;
}

/** One a day, on days without a message. */
const tasksOf = (count: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'task',
    id: `llamada-${index}`,
    day: FIRST_DAY + 1 + index,
    task: 'call',
    queue: 'temprana',
  }));
