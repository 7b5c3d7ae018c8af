import type { SendChannel } from '../channel';
import type { Refusal } from '../law/types';
import type { HandoffStep, Step } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { accountWindow, nextInWindow } from '../time/window';
import { localDay, startOfDay } from '../time/zones';
import { agendaFor } from './agenda';
import type { CaseEvent, SkipReason } from './events';
import type { AnchorProgress, CaseState } from './state';
import { progressOf } from './state';
import type { AnchorDays, CaseView } from './view';
import { stepsFor } from './steps';
import { isSticky } from './steps';
import type { WhyQuestion } from './why';
import type { ChannelStanding, Due } from './why-law';
import { askAgain } from './why-law';

/** What became of one step for the anchor of the date. `on` is a local date. */
export type StepStanding = { readonly step: string; readonly kind: Step['kind']; readonly day: number } & (
  | { readonly is: 'sent'; readonly at: Instant; readonly on: Day; readonly channel: SendChannel }
  | { readonly is: 'done'; readonly at: Instant; readonly on: Day }
  | {
      readonly is: 'skipped';
      readonly on: Day | null;
      readonly reason: SkipReason;
      readonly rule?: string;
      readonly lawVersion?: string;
    }
  /** Asked again at `asked`, with the contacts of that time; `next` null = no clock opens it. */
  | {
      readonly is: 'waiting_law';
      readonly asked: Instant;
      readonly channels: readonly ChannelStanding[];
      readonly refusals: readonly Refusal[];
      readonly next: Instant | null;
      /** Rules written into the ledger for it so far. */
      readonly written: readonly string[];
    }
  | { readonly is: 'waiting_window'; readonly opens: Instant }
  /** Another step goes first, or has had the date for itself. */
  | { readonly is: 'held_back'; readonly by: string }
  | { readonly is: 'waiting_checklist'; readonly lacks: readonly string[] }
  | { readonly is: 'blocked' }
  /** Nothing stood in its way: it is about to run. */
  | { readonly is: 'due' }
  | { readonly is: 'not_due'; readonly due: Day }
);

type Outcome = StepStanding extends infer T
  ? T extends StepStanding
    ? Omit<T, 'step' | 'kind' | 'day'>
    : never
  : never;

interface Moment {
  readonly then: CaseState;
  readonly view: CaseView;
  readonly isBlocked: boolean;
}

/** Every step of the strategy, for the anchor of the moment; of a case without one, what was done for the last. */
export function stepStandings(question: WhyQuestion, moment: Moment): StepStanding[] {
  const { then, view } = moment;
  const anchor = view.anchor?.claim.id ?? lastAnchor(question.events, view.at);
  return stepsOf(question, view).flatMap((step) => {
    const outcome = settled(question, view, step, anchor, then) ?? open(question, moment, step);
    return outcome ? [{ step: step.id, kind: step.kind, day: step.day, ...outcome }] : [];
  });
}

/** In file order, with the days of the anchor: a step may count from its issue date. */
function stepsOf({ strategy }: WhyQuestion, { anchor }: CaseView): readonly Step[] {
  if (!anchor) return strategy.steps;
  const known = new Map(stepsFor(strategy, anchor.claim).map((step) => [step.id, step]));
  return strategy.steps.flatMap(({ id }) => known.get(id) ?? []);
}

function lastAnchor(events: readonly CaseEvent[], at: Instant): string {
  const last = events.findLast((event) => event.at <= at && 'anchor' in event);
  return last && 'anchor' in last ? last.anchor : '';
}

/** What the ledger says about a step that is done with. */
function settled(
  { events }: WhyQuestion,
  { at }: CaseView,
  step: Step,
  anchor: string,
  then: CaseState,
): Outcome | null {
  const { done, skipped } = progressOf(then, anchor);
  const isOfStep = (event: CaseEvent): boolean =>
    event.at <= at &&
    'step' in event &&
    event.step === step.id &&
    'anchor' in event &&
    event.anchor === anchor;
  const told = events.filter(isOfStep);
  if (done.includes(step.id)) {
    const last = told.findLast(({ type }) =>
      ['touch_sent', 'task_opened', 'handed_off', 'notice_served'].includes(type),
    );
    if (!last) return null;
    return last.type === 'touch_sent'
      ? { is: 'sent', at: last.at, on: last.on, channel: last.channel }
      : { is: 'done', at: last.at, on: last.on };
  }
  if (!skipped.includes(step.id)) return null;
  const skip = told.findLast((event) => event.type === 'step_skipped');
  if (skip?.type !== 'step_skipped') return null;
  const { reason, rule, lawVersion, on } = skip;
  return {
    is: 'skipped',
    on,
    reason,
    ...(rule !== undefined && { rule }),
    ...(lawVersion !== undefined && { lawVersion }),
  };
}

/** What stands in the way of a step that is not done with; null in a closed case. */
function open(question: WhyQuestion, { then, view, isBlocked }: Moment, step: Step): Outcome | null {
  const { anchor } = view;
  if (then.outcome !== 'open' || !anchor) return null;
  if (step.day > anchor.n) return { is: 'not_due', due: view.today + step.day - anchor.n };
  if (isBlocked) return { is: 'blocked' };
  const skip = agendaFor(then, question.strategy, anchor).skips.find((passed) => passed.step === step.id);
  if (skip) return { is: 'skipped', on: null, reason: skip.reason };
  return inTheWay(question, then, view, anchor, step);
}

function inTheWay(
  question: WhyQuestion,
  then: CaseState,
  view: CaseView,
  anchor: AnchorDays,
  step: Step,
): Outcome {
  const progress = progressOf(then, anchor.claim.id);
  if (step.kind === 'handoff') {
    const lacks = lackingOf(step, then, progress);
    if (lacks.length > 0) return { is: 'waiting_checklist', lacks };
  }
  const [first] = agendaFor(then, question.strategy, anchor).queue;
  if (first && first.id !== step.id) return { is: 'held_back', by: first.id };
  const slot = slotOf(question, view, step);
  if (slot !== undefined) return { is: 'held_back', by: slot };
  return step.kind === 'touch'
    ? touchInTheWay(question, { then, view, anchor, step })
    : byWindow(question, view);
}

const lackingOf = (
  step: HandoffStep,
  { dossier }: CaseState,
  { approved, done }: AnchorProgress,
): string[] => [
  ...(step.approval === 'person' && !approved.includes(step.id) ? ['approval'] : []),
  ...step.requires.filter((item) => (item === 'dossier' ? !dossier : !done.includes(item))),
];

/** The required touch that has had this date for itself. */
function slotOf(
  { strategy, events, state }: WhyQuestion,
  { at, today }: CaseView,
  step: Step,
): string | undefined {
  const required = strategy.steps
    .filter((known) => known.kind === 'touch' && isSticky(known))
    .map(({ id }) => id);
  const sent = events.find(
    (event) =>
      event.type === 'touch_sent' &&
      event.at <= at &&
      localDay(event.at, state.zone) === today &&
      required.includes(event.step) &&
      event.step !== step.id,
  );
  return sent?.type === 'touch_sent' ? sent.step : undefined;
}

/** First instant of the date at which the account's window was open; null when it was not yet, or not any more. */
function openingOn({ strategy, account, state, now }: WhyQuestion, { today }: CaseView): Instant | null {
  const window = accountWindow(strategy.sendWindow, strategy.jitterSeconds, account);
  const opening = nextInWindow(Math.max(startOfDay(today, state.zone), state.opened), window, state.zone);
  return localDay(opening, state.zone) === today && opening <= now ? opening : null;
}

function byWindow(question: WhyQuestion, view: CaseView): Outcome {
  if (openingOn(question, view) !== null) return { is: 'due' };
  return { is: 'waiting_window', opens: nextOpening(question, view) };
}

function nextOpening({ strategy, account, state }: WhyQuestion, { at }: CaseView): Instant {
  return nextInWindow(at, accountWindow(strategy.sendWindow, strategy.jitterSeconds, account), state.zone);
}

function touchInTheWay(question: WhyQuestion, due: Due): Outcome {
  const { view, anchor, step } = due;
  const refused = question.events.flatMap((event) =>
    event.type === 'touch_refused' &&
    event.step === step.id &&
    event.anchor === anchor.claim.id &&
    event.at <= view.at
      ? [event]
      : [],
  );
  const onDate = refused.find((event) => localDay(event.at, question.state.zone) === view.today);
  const asked = onDate?.at ?? openingOn(question, view);
  if (asked === null && refused.length === 0)
    return { is: 'waiting_window', opens: nextOpening(question, view) };
  const decided = askAgain(question, due, asked ?? view.at);
  return decided ? { ...decided, written: refused.map(({ rule }) => rule) } : { is: 'due' };
}
