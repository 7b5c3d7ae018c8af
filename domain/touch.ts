import type { Actor, Profile, SendChannel } from './channel';
import type { ContactRequest, Decision, Lawbook, Refusal } from './law/types';
import type { Person } from './person';
import { isUsable } from './person';
import type { DailyWindow } from './strategy';
import type { Day, Instant } from './time/calendar';
import { DAY_MS } from './time/calendar';
import { nextInWindow } from './time/window';
import { localDay, startOfDay } from './time/zones';

/** One message that is due, with everything that decides whether and by which channel it may go out at `at`. */
export interface TouchQuestion {
  readonly at: Instant;
  readonly via: readonly SendChannel[];
  /** The account's part of the strategy's send window, in the person's main zone. */
  readonly window: DailyWindow;
  readonly actor: Actor;
  readonly profile: Profile;
  /** Smaller of the two day counts. */
  readonly dpd: number;
  readonly person: Person;
  /** Rules of the person's place; null when there is no pack for it: then nothing is sent. */
  readonly lawbook: Lawbook | null;
}

export type TouchAnswer =
  | { readonly kind: 'send'; readonly channel: SendChannel }
  /**
   * `refusals`: what stands between now and `until` for the channel that is waited for: the first rule against it at
   * `at` and at each later opening of the window, each rule once. Empty when some channel might be used now.
   */
  | {
      readonly kind: 'wait';
      readonly until: Instant;
      readonly channel: SendChannel;
      readonly refusals: readonly Refusal[];
    }
  | {
      readonly kind: 'impossible';
      readonly reason: 'no_channel' | 'unlawful';
      readonly refusals: readonly Refusal[];
    };

/** How far ahead a lawful instant inside the send window is looked for (law SPEC, section 8). */
export const HORIZON_DAYS = 60;

interface Candidate {
  readonly channel: SendChannel;
  readonly at: Instant;
  readonly on: Day;
}

/**
 * Looks over all channels of a touch (DESIGN section 3, "When"; READINGS 16, 20 and 21): each one's candidate is the
 * first instant inside the window at which the law allows it; the channel chosen is the first by (local date, order).
 */
export function decideTouch(question: TouchQuestion): TouchAnswer {
  const usable = question.via.filter((channel) => isUsable(question.person, channel));
  if (usable.length === 0) return { kind: 'impossible', reason: 'no_channel', refusals: [] };
  const candidates = usable
    .map((channel) => candidateOf(question, channel))
    .filter((found) => found !== null);
  const [first, ...others] = candidates;
  if (!first) return { kind: 'impossible', reason: 'unlawful', refusals: refusalsNow(question, usable[0]) };
  const chosen = others.reduce((best, other) => (other.on < best.on ? other : best), first);
  if (chosen.at === question.at) return { kind: 'send', channel: chosen.channel };
  const someMayNow = candidates.some(({ at }) => at === question.at);
  const refusals = someMayNow ? [] : refusalsUntil(question, chosen);
  return { kind: 'wait', until: chosen.at, channel: chosen.channel, refusals };
}

function candidateOf(question: TouchQuestion, channel: SendChannel): Candidate | null {
  const { at, window, person, lawbook } = question;
  const [zone] = person.zones;
  if (!lawbook) return null;
  const horizon = at + HORIZON_DAYS * DAY_MS;
  let instant = nextInWindow(at, window, zone);
  while (instant <= horizon) {
    const decision = decide(question, lawbook, channel, instant);
    if (decision.allowed) return { channel, at: instant, on: localDay(instant, zone) };
    if (decision.next === 'never') return null;
    instant = nextInWindow(decision.next, window, zone);
  }
  return null;
}

function refusalsUntil(question: TouchQuestion, { channel, at: until }: Candidate): readonly Refusal[] {
  const { at, window, person, lawbook, profile } = question;
  const [zone] = person.zones;
  const found = new Map<string, Refusal>();
  let instant = at;
  while (lawbook && instant < until) {
    const [first] = lawbook.judge(contactRequest(question, channel, instant), profile).refusals;
    if (first && !found.has(first.rule)) found.set(first.rule, first);
    instant = nextInWindow(startOfDay(localDay(instant, zone) + 1, zone), window, zone);
  }
  return [...found.values()];
}

function refusalsNow(question: TouchQuestion, channel: SendChannel | undefined): readonly Refusal[] {
  if (!channel || !question.lawbook) return [NO_PACK];
  return question.lawbook.judge(contactRequest(question, channel, question.at), question.profile).refusals;
}

const NO_PACK: Refusal = {
  rule: 'NO-PACK',
  kind: 'pack',
  basis: 'policy',
  cite: 'Recobro',
  source: 'DESIGN section 3',
  es: 'No hay reglas cargadas para el lugar del deudor: no se envía nada.',
};

const decide = (question: TouchQuestion, lawbook: Lawbook, channel: SendChannel, at: Instant): Decision =>
  lawbook.decide(contactRequest(question, channel, at), question.profile);

/** The contact as the law sees it: stop facts are facts; content tags are checked when templates are linted. */
export function contactRequest(question: TouchQuestion, channel: SendChannel, at: Instant): ContactRequest {
  const { person, actor, dpd } = question;
  return {
    at,
    channel,
    zones: person.zones,
    actor,
    debtor: person.kind,
    creditorType: 'financial',
    recipient: 'debtor',
    dpd,
    facts: person.facts,
    prior: person.contacts,
  };
}
