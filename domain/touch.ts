import type { Intent } from './case/intent';
import type { Actor, SendChannel } from './channel';
import { hoursOf, lawFactsFor, placeFor } from './choices';
import { HALT_RECHECK_MS } from './halt';
import { houseRefusals } from './house-content';
import { clockKinds } from './law/pack';
import type { StrategyReading } from './law/reading';
import type { ContactRequest, Decision, Lawbook, PriorContact, Refusal } from './law/types';
import type { Person } from './person';
import { GUARD, HALTED, NO_COMMON_HOURS, NO_PACK, undecidable, YIELDS } from './own-rules';
import { isUsable } from './person';
import type { DailyWindow, StageName } from './strategy';
import type { Day, Instant } from './time/calendar';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './time/calendar';
import { isInWindow, nextInWindow } from './time/window';
import { localDay, startOfDay } from './time/zones';
import { afterTurnOf, turnOf } from './turn-among-accounts';
import type { WhatsappStanding } from './whatsapp';
import { whatsappFacts } from './whatsapp';

/** What the messages of a touch say, as content tags by channel, and the stage whose tone they must keep. */
export interface TouchContent {
  readonly stage: StageName;
  readonly tags: Readonly<Partial<Record<SendChannel, readonly string[]>>>;
}

/** One message that is due, with everything that decides whether and by which channel it may go out at `at`. */
export interface TouchQuestion extends StrategyReading {
  readonly at: Instant;
  readonly via: readonly SendChannel[];
  /** The account's part of the strategy's send window, in the person's main zone. */
  readonly window: DailyWindow;
  readonly actor: Actor;
  /** Smaller of the two day counts. */
  readonly dpd: number;
  readonly person: Person;
  /** Rules of the person's place; null when there is no pack for it: then nothing is sent. */
  readonly lawbook: Lawbook | null;
  /**
   * The most that may pass between the decision and the sending, in milliseconds: a message must still be lawful and
   * inside the window that much later. Absent = 0.
   */
  readonly guardMs?: number;
  /** Absent where no message is written (back-test, scenarios): then content is not checked. */
  readonly content?: TouchContent;
  readonly whatsapp?: WhatsappStanding;
  /** The account that asks, and its strategy's priority among the person's accounts (absent = 0). */
  readonly account?: string;
  readonly priority?: number;
  /** Whether the stop switch holds what would go out by the channel now. Absent = nothing is held. */
  readonly isHalted?: (channel: SendChannel) => boolean;
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

/** A send that would start in the last minute of a window is not made (in production; time that is held has no delay). */
export const SEND_GUARD_MS = MINUTE_MS;

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
 * Where nothing can be decided (no pack, a calendar that has ended, a zone nobody knows) nothing is sent.
 */
export function decideTouch(question: TouchQuestion): TouchAnswer {
  try {
    return decideLawfully(question);
  } catch (error) {
    const refusal = undecidable(error);
    if (!refusal) throw error;
    return { kind: 'impossible', reason: 'unlawful', refusals: [refusal] };
  }
}

function decideLawfully(asked: TouchQuestion): TouchAnswer {
  const usable = asked.via.filter((channel) => isUsable(asked.person, channel));
  if (usable.length === 0) return { kind: 'impossible', reason: 'no_channel', refusals: [] };
  const window = hoursOf(asked.person, asked.window);
  if (!window) return { kind: 'impossible', reason: 'unlawful', refusals: [NO_COMMON_HOURS] };
  const question = window === asked.window ? asked : { ...asked, window };
  const candidates = candidatesFor(question, usable);
  const [first, ...others] = candidates;
  if (!first) return { kind: 'impossible', reason: 'unlawful', refusals: refusalsNow(question, usable[0]) };
  const chosen = others.reduce((best, other) => (other.on < best.on ? other : best), first);
  if (chosen.at === question.at) return nowBy(question, chosen);
  const someMayNow = candidates.some(({ at }) => at === question.at);
  const refusals = someMayNow ? [] : refusalsUntil(question, chosen);
  return { kind: 'wait', until: chosen.at, channel: chosen.channel, refusals };
}

/** In order of channels, up to the first that may go out at once: one behind it is never chosen. */
function candidatesFor(question: TouchQuestion, channels: readonly SendChannel[]): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const channel of channels) {
    const candidate = candidateOf(question, channel);
    if (candidate) candidates.push(candidate);
    if (candidate?.at === question.at) break;
  }
  return candidates;
}

/** It may go out now, unless it is stopped, or another account of the person comes first. */
function nowBy(question: TouchQuestion, chosen: Candidate): TouchAnswer {
  const { channel } = chosen;
  if (question.isHalted?.(channel)) return heldBack(question, chosen);
  const first = othersTurn(question, channel);
  if (!first) return { kind: 'send', channel };
  const until = nextInWindow(afterTurnOf(first), question.window, question.person.zones[0]);
  return { kind: 'wait', until, channel, refusals: [YIELDS] };
}

function othersTurn(question: TouchQuestion, channel: SendChannel): Intent | undefined {
  const { at, person, lawbook, account, priority = 0 } = question;
  if (!person.intents || !lawbook || account === undefined) return undefined;
  const contact: PriorContact = { at, channel, outcome: 'unanswered' };
  return turnOf(person, { account, priority, contact }, (intent, prior) => {
    const { content: _mine, ...asked } = { ...question, actor: intent.actor, dpd: intent.dpd };
    return intent.via.some(
      (by) =>
        isUsable(person, by) &&
        lawbook.judge({ ...contactRequest(asked, by, intent.at), prior }, question).allowed,
    );
  });
}

/** Stopped by hand or by an alarm: the plan stays as it is, and the touch asks again. */
function heldBack({ at, window, person }: TouchQuestion, { channel }: Candidate): TouchAnswer {
  const until = nextInWindow(at + HALT_RECHECK_MS, window, person.zones[0]);
  return { kind: 'wait', until, channel, refusals: [HALTED] };
}

function candidateOf(question: TouchQuestion, channel: SendChannel): Candidate | null {
  const { at, window, person, lawbook } = question;
  const [zone] = person.zones;
  if (!lawbook || refusedByHouse(question, channel).length > 0) return null;
  const horizon = at + HORIZON_DAYS * DAY_MS;
  let instant = nextInWindow(at, window, zone);
  while (instant <= horizon) {
    const later = obstacleAt(question, lawbook, channel, instant);
    if (later === null) return { channel, at: instant, on: localDay(instant, zone) };
    if (later === 'never') return null;
    instant = nextInWindow(later, window, zone);
  }
  return null;
}

/** When to look again if a message may not go out at `instant`, or would no longer be allowed to a guard later. */
function obstacleAt(
  question: TouchQuestion,
  lawbook: Lawbook,
  channel: SendChannel,
  instant: Instant,
): Instant | 'never' | null {
  const decision = decide(question, lawbook, channel, instant);
  if (!decision.allowed) return decision.next;
  const last = instant + guardOf(question);
  if (last === instant) return null;
  if (!isInWindow(last, question.window, question.person.zones[0])) return last;
  const atLast = decide(question, lawbook, channel, last);
  return atLast.allowed ? null : atLast.next;
}

/** At most half of the window, so that a very short window stays open. */
const guardOf = ({ guardMs = 0, window }: TouchQuestion): number =>
  Math.min(guardMs, ((window.to - window.from) * SECOND_MS) / 2);

function refusalsUntil(question: TouchQuestion, { channel, at: until }: Candidate): readonly Refusal[] {
  const { at, window, person, lawbook } = question;
  const [zone] = person.zones;
  const found = new Map<string, Refusal>();
  let instant = at;
  if (lawbook && isHeldByGuard(question, lawbook, channel)) found.set(GUARD.rule, GUARD);
  while (lawbook && instant < until) {
    const [first] = lawbook.judge(contactRequest(question, channel, instant), question).refusals;
    if (first && !found.has(first.rule)) found.set(first.rule, first);
    instant = nextInWindow(startOfDay(localDay(instant, zone) + 1, zone), window, zone);
  }
  return [...found.values()];
}

/** Lawful and inside the window now, but not for long enough. */
function isHeldByGuard(question: TouchQuestion, lawbook: Lawbook, channel: SendChannel): boolean {
  const { at, window, person } = question;
  if (guardOf(question) === 0 || !isInWindow(at, window, person.zones[0])) return false;
  return lawbook.judge(contactRequest(question, channel, at), question).allowed;
}

/** Everything against the channel now; first what no clock mends, because that is why it is not sent at all. */
function refusalsNow(question: TouchQuestion, channel: SendChannel | undefined): readonly Refusal[] {
  if (!channel || !question.lawbook) return [NO_PACK];
  const { refusals } = question.lawbook.judge(contactRequest(question, channel, question.at), question);
  const passes = ({ kind }: Refusal): boolean => clockKinds.some((clock) => clock === kind);
  const lasting = [...refusals.filter((refusal) => !passes(refusal)), ...refusedByHouse(question, channel)];
  return [...lasting, ...refusals.filter(passes)];
}

/** What the house asks of every message and this one breaks. */
function refusedByHouse({ content }: TouchQuestion, channel: SendChannel): Refusal[] {
  const tags = content?.tags[channel];
  return content && tags ? houseRefusals(tags, { channel, stage: content.stage }) : [];
}

const decide = (question: TouchQuestion, lawbook: Lawbook, channel: SendChannel, at: Instant): Decision =>
  lawbook.decide(contactRequest(question, channel, at), question);

/** The contact as the law sees it: stop facts are facts, and content is checked where the message is known. */
export function contactRequest(question: TouchQuestion, channel: SendChannel, at: Instant): ContactRequest {
  const { person, actor, dpd, content, whatsapp } = question;
  const tags = content?.tags[channel];
  const facts = lawFactsFor(person, channel);
  const place = placeFor(person, channel);
  return {
    at,
    channel,
    zones: person.zones,
    actor,
    debtor: person.kind,
    creditorType: 'financial',
    recipient: 'debtor',
    dpd,
    facts: channel === 'whatsapp' ? [...facts, ...whatsappFacts(person, whatsapp, at)] : facts,
    prior: person.contacts,
    ...(place !== undefined && { place }),
    ...(tags && { content: tags }),
  };
}
