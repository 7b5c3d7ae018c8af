import { z } from 'zod';
import type { CaseFact } from '../domain/case/facts';
import type { SendChannel } from '../domain/channel';
import { channels, contactOutcomes, sendChannels } from '../domain/channel';
import { RecobroError } from '../domain/errors';
import type { PersonChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../domain/time/calendar';

/** Something that happens outside Recobro, to an account or to a person, at its own instant. */
export type WorldEvent =
  | { readonly at: Instant; readonly account: string; readonly fact: CaseFact }
  | { readonly at: Instant; readonly person: string; readonly change: PersonChange };

/** "The nth message by this channel to this person bounces, so long after it was sent." */
export interface BounceRule {
  readonly person: string;
  readonly channel: SendChannel;
  /** 1 = the first message by this channel to this person, on whatever account. */
  readonly nth: number;
  /** `hard` = the address is dead; `soft` = this message only. */
  readonly kind: 'hard' | 'soft';
  readonly afterMinutes: number;
}

/** The scripted world of a demo: what debtors, banks and agents do while the engine collects. */
export interface World {
  readonly start: Instant;
  readonly until: Instant;
  /** In order of time; events of one instant in the order of the file. */
  readonly events: readonly WorldEvent[];
  readonly bounces: readonly BounceRule[];
}

const id = z.string().min(1);
const amount = z.int().positive();
const day = z.string().transform(reading(dayFromIso));
const instant = z.string().transform(reading(instantFromIso));
const nothing = z.strictObject({});
const ofAccount = { at: instant, account: id };
const ofPerson = { at: instant };

const accountEvent = z.union([
  z.strictObject({
    ...ofAccount,
    payment: z.strictObject({ id, amount, debt: id.exactOptional(), on: day.exactOptional() }),
  }),
  z.strictObject({ ...ofAccount, reversal: z.strictObject({ id, of: id }) }),
  z.strictObject({ ...ofAccount, debt: z.strictObject({ id, due: day, amount }) }),
  z.strictObject({ ...ofAccount, adjust: z.strictObject({ debt: id, amount: z.int().nonnegative() }) }),
  z.strictObject({ ...ofAccount, dossier: z.strictObject({ complete: z.boolean() }) }),
  z.strictObject({ ...ofAccount, approve: z.strictObject({ step: id }) }),
  z.strictObject({ ...ofAccount, write_off: nothing }),
  z.strictObject({ ...ofAccount, withdraw: nothing }),
]);
const personEvent = z.union([
  z.strictObject({
    ...ofPerson,
    opt_out: z.strictObject({ person: id, channel: z.enum([...sendChannels, 'all']) }),
  }),
  z.strictObject({ ...ofPerson, consent: z.strictObject({ person: id, channel: z.enum(sendChannels) }) }),
  z.strictObject({
    ...ofAccount,
    contact: z.strictObject({ person: id, channel: z.enum(channels), outcome: z.enum(contactOutcomes) }),
  }),
]);
const bounceRule = z.strictObject({
  person: id,
  channel: z.enum(sendChannels),
  nth: z.int().positive(),
  kind: z.enum(['hard', 'soft']),
  after_minutes: z.int().nonnegative(),
});
const worldSchema = z.object({
  start: instant,
  until: instant,
  bounces: z.array(bounceRule),
  events: z.array(z.union([accountEvent, personEvent])),
});

/**
 * Reads a scripted world (JSON), such as examples/cartera-mundo.json. Events have the shape of scenario files.
 *
 * @throws {RecobroError} `world.bad` with the place in the file, also when events are out of order.
 */
export function readWorld(json: string): World {
  const parsed = worldSchema.safeParse(jsonValue(json));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badWorld(issue?.path.join('.') ?? '', issue?.message ?? 'not a world');
  }
  const { start, until, bounces, events } = parsed.data;
  const late = events.findIndex(({ at }, index) => at < (events[index - 1]?.at ?? start));
  if (late >= 0) throw badWorld(`events.${late}`, 'it lies before the start or before the event above it');
  return {
    start,
    until,
    events: events.map(eventOf),
    bounces: bounces.map(({ after_minutes: afterMinutes, ...rule }) => ({ ...rule, afterMinutes })),
  };
}

type FileEvent = z.infer<typeof accountEvent> | z.infer<typeof personEvent>;

function eventOf(event: FileEvent): WorldEvent {
  if ('opt_out' in event)
    return {
      at: event.at,
      person: event.opt_out.person,
      change: { kind: 'opt_out', channel: event.opt_out.channel },
    };
  if ('consent' in event)
    return {
      at: event.at,
      person: event.consent.person,
      change: { kind: 'consent', channel: event.consent.channel },
    };
  if ('contact' in event) {
    const { person, channel, outcome } = event.contact;
    return {
      at: event.at,
      person,
      change: { kind: 'contact', at: event.at, account: event.account, channel, outcome },
    };
  }
  return { at: event.at, account: event.account, fact: factOf(event) };
}

function factOf(event: z.infer<typeof accountEvent>): CaseFact {
  const { at } = event;
  if ('payment' in event) return { at, kind: 'payment', ...event.payment };
  if ('reversal' in event) return { at, kind: 'reversal', ...event.reversal };
  if ('debt' in event) return { at, kind: 'debt', ...event.debt };
  if ('adjust' in event) return { at, kind: 'adjust', ...event.adjust };
  if ('dossier' in event) return { at, kind: 'dossier', ...event.dossier };
  if ('approve' in event) return { at, kind: 'approve', ...event.approve };
  return { at, kind: 'write_off' in event ? 'write_off' : 'withdraw' };
}

/** Lets the calendar's own readers and messages serve a schema. */
function reading(read: (text: string) => number): (text: string, context: z.RefinementCtx) => number {
  return (text, context) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof RecobroError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  };
}

function jsonValue(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badWorld('', error instanceof Error ? error.message : String(error));
  }
}

function badWorld(path: string, problem: string): RecobroError<'world.bad'> {
  const place = path === '' ? 'the scripted world' : `"${path}" of the scripted world`;
  const message = `Cannot read ${place}: ${problem}; generate it again with scripts/generate-example-book.ts or follow examples/README.md`;
  return new RecobroError('world.bad', message, { path });
}
