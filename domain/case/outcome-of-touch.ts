import type { SendChannel } from '../channel';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { localDay } from '../time/zones';
import type { CaseEvent, Turn } from './events';
import { REVIEW_QUEUE, then, unchanged } from './events';
import { skipSteps } from './evaluate';
import type { PlannedTouch } from './next';
import { mark, promiseStep } from './promise';
import type { CaseState, PromiseToPay } from './state';
import { progressOf, withProgress } from './state';

/** What the sender answers to a planned touch; `at` is case time. */
export type TouchResult =
  | { readonly kind: 'sent'; readonly at: Instant; readonly channel: SendChannel; readonly attempt: string }
  /** `rules` stand between now and `until`; empty when another channel might be used now. */
  | {
      readonly kind: 'wait';
      readonly at: Instant;
      readonly until: Instant;
      readonly rules: readonly string[];
    }
  | {
      readonly kind: 'impossible';
      readonly at: Instant;
      readonly reason: 'no_channel' | 'unlawful';
      readonly rule?: string;
    };

/** Books the sender's answer. Call `advance` afterwards. */
export function settleTouch(
  state: CaseState,
  strategy: Strategy,
  touch: PlannedTouch,
  result: TouchResult,
): Turn {
  const promise = state.promises.find(({ id }) => promiseStep(id) === touch.step);
  switch (result.kind) {
    case 'sent':
      return sent(state, strategy, touch, result, promise);
    case 'wait':
      return promise ? remindLater(state, touch, result, promise) : wait(state, touch, result);
    case 'impossible':
      return promise
        ? unchanged(mark(state, promise.id, { reminder: 'done' }))
        : impossible(state, touch, result);
  }
}

function sent(
  state: CaseState,
  strategy: Strategy,
  touch: PlannedTouch,
  { at, channel, attempt }: TouchResult & { kind: 'sent' },
  promise: PromiseToPay | undefined,
): Turn {
  const on = localDay(at, state.zone);
  const { step, anchor, stage, days, template } = touch;
  const event: CaseEvent = {
    at,
    on,
    type: 'touch_sent',
    step,
    anchor,
    channel,
    stage,
    days,
    template,
    attempt,
  };
  const free = { ...state, waiting: null };
  if (promise) return { state: mark(free, promise.id, { reminder: 'done' }), events: [event] };
  const done = withProgress(free, anchor, { done: [...progressOf(state, anchor).done, step] });
  const isRequired = strategy.steps.some(
    (known) => known.id === step && known.kind === 'touch' && known.required,
  );
  const slot = isRequired ? { on, step } : state.slot;
  const lastSend = { ...state.sent, [step]: { anchor, channel, via: touch.via, attempt, bounced: false } };
  return { state: { ...done, slot, sent: lastSend }, events: [event] };
}

/** The step waits; every rule in its way is written once per step and anchor (READINGS 21). */
function wait(
  state: CaseState,
  { step, anchor }: PlannedTouch,
  { at, until, rules }: TouchResult & { kind: 'wait' },
): Turn {
  const on = localDay(at, state.zone);
  const news = rules.filter((rule) => !state.refused.includes(refusalKey(step, anchor, rule)));
  return {
    state: {
      ...state,
      waiting: { anchor, step, until },
      refused: [...state.refused, ...news.map((rule) => refusalKey(step, anchor, rule))],
    },
    events: news.map((rule): CaseEvent => ({
      at,
      on,
      type: 'touch_refused',
      step,
      anchor,
      rule,
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
  promise: PromiseToPay,
): Turn {
  const isToday = localDay(until, state.zone) === localDay(at, state.zone);
  return unchanged(
    isToday ? { ...state, waiting: { anchor, step, until } } : mark(state, promise.id, { reminder: 'done' }),
  );
}

/** Skipped for good for this anchor, and a task for a person. */
function impossible(
  state: CaseState,
  { step, anchor }: PlannedTouch,
  { at, reason, rule }: TouchResult & { kind: 'impossible' },
): Turn {
  const today = localDay(at, state.zone);
  const skipped = skipSteps(state, { at, today }, anchor, [step], reason, rule);
  return then(skipped, (after) => ({
    state: after,
    events: [{ at, on: today, type: 'task_opened', step, anchor, kind: reason, queue: REVIEW_QUEUE }],
  }));
}
