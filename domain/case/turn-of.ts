import { strategyFor } from '../segment/in-force';
import type { HandoffStep, Step, Strategy, TaskStep, TouchStep } from '../strategy';
import type { Instant } from '../time/calendar';
import { startOfDay } from '../time/zones';
import { agendaFor, channelsLeft } from './agenda';
import { isBlocked } from './blocks';
import { isAffordable, paidFor } from './budget';
import type { Turn } from './events';
import type { PlannedTouch } from './next';
import { dueReminder } from './reminders';
import type { CaseState } from './state';
import { skipSteps } from './skip';
import { progressOf, withFields, withProgress } from './state';
import type { AnchorDays, CaseView } from './view';
import { stageAt } from './view';

/** What has its turn, and the instant before which it must not run (the send window comes on top). */
export type DueItem = { readonly notBefore: Instant } & (
  | { readonly kind: 'touch'; readonly touch: PlannedTouch }
  | { readonly kind: 'step'; readonly step: TaskStep | HandoffStep; readonly anchor: string }
  /** The budget does not bear the step: it is passed over. */
  | { readonly kind: 'unaffordable'; readonly step: Step; readonly anchor: string }
);

type PlainStep = TaskStep | HandoffStep;

/** The step, or the reminder of a promise, whose turn it is; null when blocked, closed or nothing is pending. */
export function dueItem(state: CaseState, given: Strategy, view: CaseView): DueItem | null {
  const strategy = strategyFor(given, state);
  if (state.outcome !== 'open' || !view.anchor) return null;
  if (isBlocked(state, view.today)) return reminderItem(state, strategy, view, view.anchor);
  const [step] = agendaFor(state, strategy, view.anchor).queue;
  return step ? stepItem(state, strategy, view, view.anchor, step) : null;
}

function stepItem(
  state: CaseState,
  strategy: Strategy,
  view: CaseView,
  anchor: AnchorDays,
  step: Step,
): DueItem {
  const slot = freeFrom(state, view, step);
  const left = { anchor: anchor.claim.id, notBefore: slot };
  if (step.kind !== 'touch')
    return step.kind === 'handoff' || isAffordable(state, strategy, 'task')
      ? { kind: 'step', step, ...left }
      : { kind: 'unaffordable', step, ...left };
  const open = channelsLeft(step, progressOf(state, anchor.claim.id));
  const via = step.required ? open : open.filter((channel) => isAffordable(state, strategy, channel));
  if (via.length === 0 && open.length > 0) return { kind: 'unaffordable', step, ...left };
  const touch = plan(strategy, view, anchor, step, via);
  return { kind: 'touch', touch, notBefore: Math.max(slot, waitingUntil(state, touch)) };
}

/** After a required touch nothing else of the account's steps runs on that local date, its own fallback excepted. */
function freeFrom({ slot, zone }: CaseState, view: CaseView, step: Step): Instant {
  const isTaken = slot !== null && slot.on === view.today && slot.step !== step.id;
  return isTaken ? startOfDay(view.today + 1, zone) : view.at;
}

/** Under an open promise or settlement only its reminder goes out, on the day before. */
function reminderItem(
  state: CaseState,
  strategy: Strategy,
  view: CaseView,
  anchor: AnchorDays,
): DueItem | null {
  const reminder = dueReminder(state, strategy, view);
  if (!reminder) return null;
  const touch = plan(strategy, view, anchor, reminder, reminder.via);
  return { kind: 'touch', touch, notBefore: waitingUntil(state, touch) };
}

function plan(
  strategy: Strategy,
  view: CaseView,
  { claim, n, pastDue }: AnchorDays,
  step: Pick<TouchStep, 'id' | 'template'>,
  via: TouchStep['via'],
): PlannedTouch {
  const { id, template } = step;
  const stage = stageAt(strategy, n);
  return {
    step: id,
    anchor: claim.id,
    at: view.at,
    via,
    template,
    stage,
    days: n,
    dpd: Math.min(n, pastDue),
  };
}

const waitingUntil = ({ waiting }: CaseState, { step, anchor, at }: PlannedTouch): Instant =>
  waiting?.step === step && waiting.anchor === anchor ? waiting.until : at;

/** Makes a task, hands the case off, or passes over what the budget does not bear. */
export function perform(
  state: CaseState,
  given: Strategy,
  item: Exclude<DueItem, { kind: 'touch' }>,
  view: CaseView,
): Turn {
  const { step, anchor } = item;
  if (item.kind === 'unaffordable') return skipSteps(state, view, anchor, [step.id], 'over_budget');
  return performStep(state, strategyFor(given, state), item, view);
}

function performStep(
  state: CaseState,
  strategy: Strategy,
  { step, anchor }: { readonly step: PlainStep; readonly anchor: string },
  view: CaseView,
): Turn {
  const after = withProgress(state, anchor, { done: [...progressOf(state, anchor).done, step.id] });
  const base = { at: view.at, on: view.today, step: step.id, anchor };
  if (step.kind === 'handoff') {
    return {
      state: withFields(after, { handedOff: true }),
      events: [{ type: 'handed_off', to: step.to, ...base }],
    };
  }
  const { task: kind, queue, script } = step;
  const capacity = strategy.capacity?.[queue];
  const perDay = capacity && capacity.agents * capacity.tasksPerAgent;
  const details = { ...(script !== undefined && { script }), ...(perDay !== undefined && { perDay }) };
  return {
    state: paidFor(after, strategy, 'task'),
    events: [{ type: 'task_opened', kind, queue, ...details, ...base }],
  };
}
