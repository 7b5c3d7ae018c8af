import type { Instant } from '../time/calendar';
import type { CaseEvent } from './events';
import { isNoticeStep } from './notices';
import { promiseStep } from './promise';
import { isSettlementStep } from './settlement';
import type { AnchorProgress, CaseState, Hold, KnownOffer, PromiseToPay, RareParts } from './state';
import { NO_PROGRESS, offersOf, rareOf } from './state';
import type { ToldChange } from './told';

/** What a case has gone through, as its ledger and its workflow tell it. */
export interface CaseStory {
  /** As it stands now. */
  readonly state: CaseState;
  /** Oldest first. */
  readonly events: readonly CaseEvent[];
  /** What has become known about the person. */
  readonly changes: readonly ToldChange[];
}

/**
 * The case as it stood at an instant, with what was known then: the facts that had come by then, and what had been
 * done according to the ledger. Good for reading; a case does not go on from it.
 */
export function stateAsOf({ state, events, changes }: CaseStory, at: Instant): CaseState {
  const past = events.filter((event) => event.at <= at);
  const outcome = past.findLast((event) => event.type === 'outcome_changed')?.outcome ?? 'open';
  return {
    ...state,
    booked: state.booked.filter((fact) => fact.at <= at),
    holds: state.holds.filter((hold) => hold.at <= at).map((hold) => holdAsOf(hold, at)),
    promises: state.promises
      .filter((promise) => promise.at <= at)
      .map((promise) => promiseAsOf(promise, past)),
    stops: stopsAsOf(state.stops, changes, at),
    dossier: dossierAsOf(state.dossier, events, at),
    progress: progressAsOf(state, past),
    stage: past.findLast((event) => event.type === 'stage_changed')?.stage ?? null,
    rare: rareAsOf(state, past),
    outcome,
    handedOff: past.some(({ type }) => type === 'handed_off'),
    ended: outcome === 'written_off' || outcome === 'withdrawn' ? outcome : null,
    slot: null,
    waiting: null,
    evaluatedAt: at,
  };
}

/** Notices served and what is known of the account are as they are now. */
function rareAsOf(state: CaseState, past: readonly CaseEvent[]): RareParts {
  const last = past.findLast((event) => event.type === 'segment_changed');
  const touches = past.filter(({ type }) => type === 'touch_sent').length;
  const offers = offersOf(state).length > 0 && { offers: offersAsOf(past) };
  return { ...rareOf(state), notices: [], segment: last?.segment ?? null, touches, ...offers };
}

function offersAsOf(past: readonly CaseEvent[]): KnownOffer[] {
  const offers = new Map<string, KnownOffer>();
  for (const event of past) {
    if (!('offer' in event)) continue;
    const { offer: id, by, on } = event;
    offers.set(id, { id, by, is: standingAfter(event), reminded: offers.get(id)?.reminded ?? on });
  }
  return [...offers.values()];
}

function standingAfter(event: Extract<CaseEvent, { readonly offer: string }>): KnownOffer['is'] {
  switch (event.type) {
    case 'offer_kept':
      return 'kept';
    case 'offer_lapsed':
      return 'lapsed';
    case 'offer_made':
      return 'open';
    case 'offer_taken_back':
      return event.stands ? 'open' : 'lapsed';
  }
}

const holdAsOf = (hold: Hold, at: Instant): Hold => ({
  ...hold,
  released: hold.released !== null && hold.released <= at ? hold.released : null,
});

function promiseAsOf(promise: PromiseToPay, past: readonly CaseEvent[]): PromiseToPay {
  const judged = past.findLast(
    (event) =>
      (event.type === 'promise_kept' || event.type === 'promise_broken') && event.promise === promise.id,
  );
  if (judged) return { ...promise, state: judged.type === 'promise_kept' ? 'kept' : 'broken' };
  // Closing drops it for good: a case that is reopened does not take it up again.
  const hasClosed = past.some(
    (event) => event.type === 'outcome_changed' && event.outcome !== 'open' && event.at >= promise.at,
  );
  return { ...promise, state: hasClosed ? 'dropped' : 'open' };
}

function stopsAsOf(stops: readonly string[], changes: readonly ToldChange[], at: Instant): readonly string[] {
  const later = changes.filter((change) => change.at > at).reverse();
  return later.reduce((known, { change: { change, fact = '' } }) => {
    if (change === 'stop') return known.filter((stop) => stop !== fact);
    return change === 'clear' ? [...known, fact] : known;
  }, stops);
}

/** The ledger says when the list was marked, not how; before the last mark an earlier one is taken for complete. */
function dossierAsOf(dossier: boolean, events: readonly CaseEvent[], at: Instant): boolean {
  const marks = events.filter((event) => event.type === 'fact_received' && event.kind === 'dossier');
  const isOfNow = marks.every((event) => event.at <= at);
  return isOfNow ? dossier : marks.some((event) => event.at <= at);
}

function progressAsOf(state: CaseState, past: readonly CaseEvent[]): CaseState['progress'] {
  const progress: Record<string, AnchorProgress> = {};
  const change = (anchor: string, made: (known: AnchorProgress) => Partial<AnchorProgress>): void => {
    const known = progress[anchor] ?? { ...NO_PROGRESS, seen: state.progress[anchor]?.seen ?? [] };
    progress[anchor] = { ...known, ...made(known) };
  };
  for (const event of past) note(event, state, past, change);
  return progress;
}

type Change = (anchor: string, made: (known: AnchorProgress) => Partial<AnchorProgress>) => void;

function note(event: CaseEvent, state: CaseState, past: readonly CaseEvent[], change: Change): void {
  switch (event.type) {
    case 'touch_sent':
      if (!isReminder(event.step, state) && !isNoticeStep(event.step)) finish(event, change);
      return;
    case 'handed_off':
    case 'notice_served':
      return finish(event, change);
    case 'task_opened':
      if (isOfStep(event.kind)) finish(event, change);
      return;
    case 'step_skipped':
      return change(event.anchor, ({ skipped }) => ({ skipped: [...skipped, event.step] }));
    case 'bounce_received':
      return noteBounce(event, state, past, change);
    case 'fact_received':
      if (event.kind === 'approve') noteApproval(event.id ?? '', state, change);
      return;
    default:
  }
}

const finish = ({ anchor, step }: { readonly anchor: string; readonly step: string }, change: Change): void =>
  change(anchor, ({ done }) => ({ done: [...done, step] }));

const isReminder = (step: string, { promises }: CaseState): boolean =>
  isSettlementStep(step) || promises.some(({ id }) => promiseStep(id) === step);

/** Tasks that follow from something else than a step of the strategy. */
const isOfStep = (kind: string): boolean =>
  !['no_channel', 'unlawful', 'promise_broken', 'settlement_broken', 'unknown_send'].includes(kind);

/** The first hard bounce of a step makes it pending again, with the channels that are left; for a former anchor it ends it. */
function noteBounce(
  event: CaseEvent & { type: 'bounce_received' },
  state: CaseState,
  past: readonly CaseEvent[],
  change: Change,
): void {
  const sent = past.find((other) => other.type === 'touch_sent' && other.attempt === event.attempt);
  if (event.attempt === null || !event.hard || sent?.type !== 'touch_sent') return;
  const now = state.progress[sent.anchor];
  const left = now?.fallback[event.step];
  const without = (done: readonly string[]) => done.filter((step) => step !== event.step);
  if (left !== undefined) {
    change(sent.anchor, ({ done, fallback }) => ({
      done: without(done),
      fallback: { ...fallback, [event.step]: left },
    }));
  } else if (now?.skipped.includes(event.step)) {
    change(sent.anchor, ({ done, skipped }) => ({
      done: without(done),
      skipped: [...skipped, event.step],
    }));
  }
}

/** The ledger names the step; the state names the anchors that it was approved for. */
function noteApproval(step: string, state: CaseState, change: Change): void {
  for (const [anchor, { approved }] of Object.entries(state.progress)) {
    if (approved.includes(step)) change(anchor, (known) => ({ approved: [...known.approved, step] }));
  }
}
