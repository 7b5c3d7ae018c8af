import type { SendChannel } from '../channel';
import { compile, strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { localDay } from '../time/zones';
import type { TouchAnswer } from '../touch';
import type { CaseEvent, Turn } from './events';
import { REVIEW_QUEUE, then, unchanged } from './events';
import { paidFor } from './budget';
import { skipSteps } from './skip';
import type { PlannedTouch } from './next';
import { isNoticeStep } from './notices';
import { isReminderStep, reminded } from './reminders';
import type { CaseState } from './state';
import { progressOf, rareOf, touchesOf, withEntry, withFields, withProgress, withRare } from './state';

/** What the sender answers to a planned touch; `at` is case time. */
export type TouchResult =
  | {
      readonly kind: 'sent';
      readonly at: Instant;
      readonly channel: SendChannel;
      readonly attempt: string;
      /** The provider may have it or not. It counts as sent, is never sent again, and a person looks into it. */
      readonly unknown?: boolean;
    }
  /** `rules` stand between now and `until`; empty when another channel might be used now. */
  | {
      readonly kind: 'wait';
      readonly at: Instant;
      readonly until: Instant;
      readonly rules: readonly string[];
      readonly lawVersion: string;
    }
  | {
      readonly kind: 'impossible';
      readonly at: Instant;
      readonly reason: 'no_channel' | 'unlawful';
      readonly rule?: string;
      readonly lawVersion?: string;
    };

/** What the case is told of a touch that does not go out at `at`. @param lawVersion Of the rules that were asked; empty = none. */
export function resultOfRefusal(
  answer: Exclude<TouchAnswer, { kind: 'send' }>,
  at: Instant,
  lawVersion: string,
): Exclude<TouchResult, { kind: 'sent' }> {
  const rules = answer.refusals.map(({ rule }) => rule);
  if (answer.kind === 'wait') return { kind: 'wait', at, until: answer.until, rules, lawVersion };
  const [rule] = rules;
  return { kind: 'impossible', at, reason: answer.reason, lawVersion, ...(rule !== undefined && { rule }) };
}

/** Books the sender's answer. Call `advance` afterwards. */
export function settleTouch(
  state: CaseState,
  strategy: Strategy,
  touch: PlannedTouch,
  result: TouchResult,
): Turn {
  if (isNoticeStep(touch.step)) return settleNotice(charged(state, strategy, result), touch, result);
  const isReminder = isReminderStep(state, touch.step);
  switch (result.kind) {
    case 'sent':
      return sent(charged(state, strategy, result), strategy, touch, result, isReminder);
    case 'wait':
      return isReminder ? remindLater(state, touch, result) : wait(state, touch, result);
    case 'impossible':
      return isReminder
        ? unchanged(reminded(state, touch.step, localDay(result.at, state.zone)))
        : impossible(state, touch, result);
  }
}

/** What goes out is paid for, whatever it is. */
const charged = (state: CaseState, strategy: Strategy, result: TouchResult): CaseState =>
  result.kind === 'sent' ? paidFor(state, strategyFor(strategy, state), result.channel) : state;

/** A notice leaves the queue when it was sent or never can be; nobody is asked to look into it. */
function settleNotice(state: CaseState, touch: PlannedTouch, result: TouchResult): Turn {
  const { notices } = rareOf(state);
  const without = notices.filter(({ step }) => step !== touch.step);
  if (result.kind === 'sent') {
    const told = withRare(noteSend(state, touch, result), { notices: without });
    return { state: told, events: sentEvents(state, touch, result) };
  }
  const { step } = touch;
  if (result.kind === 'impossible') {
    const { at, kind: _kind, ...why } = result;
    const on = localDay(at, state.zone);
    return {
      state: withRare(state, { notices: without }),
      events: [{ type: 'notice_dropped', step, ...why, at, on }],
    };
  }
  const { state: refused, events } = wait(state, touch, result);
  const later = notices.map((known) => (known.step === step ? { ...known, notBefore: result.until } : known));
  return { state: withRare(withFields(refused, { waiting: state.waiting }), { notices: later }), events };
}

function sent(
  state: CaseState,
  strategy: Strategy,
  touch: PlannedTouch,
  result: TouchResult & { kind: 'sent' },
  isReminder: boolean,
): Turn {
  const waiting = withFields(state, { waiting: null });
  const free = noteSend(withRare(waiting, { touches: touchesOf(state) + 1 }), touch, result);
  const after = isReminder
    ? reminded(free, touch.step, localDay(result.at, state.zone))
    : sentStep(free, strategy, touch, result);
  return { state: after, events: sentEvents(state, touch, result) };
}

function sentStep(
  state: CaseState,
  strategy: Strategy,
  { step, anchor }: PlannedTouch,
  { at }: TouchResult & { kind: 'sent' },
): CaseState {
  const done = withProgress(state, anchor, { done: [...progressOf(state, anchor).done, step] });
  // It was planned under the segment of its time.
  const isRequired = compile(strategy).sticky.has(step);
  return isRequired ? withFields(done, { slot: { on: localDay(at, state.zone), step } }) : done;
}

/** Any message may bounce, reminders and notices too. */
function noteSend(
  state: CaseState,
  { step, anchor, via }: PlannedTouch,
  { channel, attempt }: TouchResult & { kind: 'sent' },
): CaseState {
  const sent = withEntry(state.sent, step, { anchor, channel, via, attempt, bounced: false });
  return withFields(state, { sent });
}

function sentEvents(
  state: CaseState,
  { step, anchor, stage, days, template }: PlannedTouch,
  { at, channel, attempt, unknown }: TouchResult & { kind: 'sent' },
): CaseEvent[] {
  const stamp = { at, on: localDay(at, state.zone), step, anchor };
  const touch: CaseEvent = { type: 'touch_sent', channel, stage, days, template, attempt, ...stamp };
  return unknown
    ? [touch, { type: 'task_opened', kind: 'unknown_send', queue: REVIEW_QUEUE, ...stamp }]
    : [touch];
}

/** The step waits; every rule in its way is written once per step and anchor (READINGS 21). */
function wait(
  state: CaseState,
  { step, anchor }: PlannedTouch,
  { at, until, rules, lawVersion }: TouchResult & { kind: 'wait' },
): Turn {
  const on = localDay(at, state.zone);
  const news = rules.filter((rule) => !state.refused.includes(refusalKey(step, anchor, rule)));
  return {
    state: withFields(state, {
      waiting: { anchor, step, until },
      refused: [...state.refused, ...news.map((rule) => refusalKey(step, anchor, rule))],
    }),
    events: news.map((rule): CaseEvent => ({
      at,
      on,
      type: 'touch_refused',
      step,
      anchor,
      rule,
      lawVersion,
      next: until,
    })),
  };
}

const refusalKey = (step: string, anchor: string, rule: string): string => `${step}|${anchor}|${rule}`;

/** A reminder goes out on its own date or never, and leaves no trace when it does not (READINGS 25). */
function remindLater(
  state: CaseState,
  { step, anchor }: PlannedTouch,
  { at, until }: TouchResult & { kind: 'wait' },
): Turn {
  const today = localDay(at, state.zone);
  const isToday = localDay(until, state.zone) === today;
  return unchanged(
    isToday ? withFields(state, { waiting: { anchor, step, until } }) : reminded(state, step, today),
  );
}

/** Skipped for good for this anchor, and a task for a person. */
function impossible(
  state: CaseState,
  { step, anchor }: PlannedTouch,
  { at, reason, kind: _kind, ...law }: TouchResult & { kind: 'impossible' },
): Turn {
  const stamp = { at, on: localDay(at, state.zone) };
  const skipped = skipSteps(state, { at, today: stamp.on }, anchor, [step], reason, law);
  return then(skipped, (after) => ({
    state: after,
    events: [{ type: 'task_opened', step, anchor, kind: reason, queue: REVIEW_QUEUE, ...stamp }],
  }));
}
