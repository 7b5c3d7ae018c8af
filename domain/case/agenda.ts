import type { SendChannel } from '../channel';
import type { HandoffStep, Step, Strategy } from '../strategy';
import type { SkipReason } from './events';
import type { AnchorProgress, CaseState } from './state';
import { progressOf } from './state';
import { isSticky, stepsFor } from './steps';
import type { AnchorDays } from './view';
import { stageIndex } from './view';

/** What the rules of the steps say for one anchor at `n` delinquent days. */
export interface Agenda {
  readonly skips: readonly { readonly step: string; readonly reason: SkipReason }[];
  /** Steps that fall due today by their own day. */
  readonly seen: readonly string[];
  /** Steps left to run, in order; the first one's turn has come. */
  readonly queue: readonly Step[];
}

const NONE_PENDING: readonly Step[] = [];
const NO_SKIPS: Agenda['skips'] = [];
const NONE_SEEN: readonly string[] = [];
const EMPTY: Agenda = { skips: NO_SKIPS, seen: NONE_SEEN, queue: NONE_PENDING };
/** In the order in which they are told. */
const SKIPPED_FOR = ['stage_passed', 'superseded', 'missed'] as const;

/**
 * Rules 1 to 4 of the steps (DESIGN section 3, READINGS 11 to 13): of the pending steps those of earlier stages and
 * those before the latest day are passed over, except required touches and handoffs, which run in order.
 */
export function agendaFor(state: CaseState, strategy: Strategy, { claim, n }: AnchorDays): Agenda {
  const { dossier } = state;
  const progress = progressOf(state, claim.id);
  const steps = stepsFor(strategy, claim);
  const isSame = last?.progress === progress && last.steps === steps && last.n === n;
  if (isSame && last?.strategy === strategy && last.dossier === dossier) return last.agenda;
  const agenda = makeAgenda({ strategy, steps, progress, n, dossier });
  last = { strategy, steps, progress, n, dossier, agenda };
  return agenda;
}

/** All that an agenda is made of. The last one is kept: one evaluation asks for the same one several times. */
interface Ground {
  readonly strategy: Strategy;
  readonly steps: readonly Step[];
  readonly progress: AnchorProgress;
  readonly n: number;
  readonly dossier: boolean;
}
let last: (Ground & { readonly agenda: Agenda }) | null = null;

function makeAgenda(ground: Ground): Agenda {
  const { strategy, steps, progress, n, dossier } = ground;
  const pending = pendingSteps(steps, progress, n);
  if (pending.length === 0) return EMPTY;
  const stage = stageIndex(strategy, n);
  const isPassed = (step: Step): boolean => !isSticky(step) && stageIndex(strategy, step.day) < stage;
  const latest = pending.findLast((step) => !isPassed(step))?.day ?? n; // they are by day
  const reasonFor = (step: Step): SkipReason | null => {
    if (isPassed(step)) return 'stage_passed';
    if (!isSticky(step) && step.day < latest) return 'superseded';
    return isMissed(step, strategy, progress, n) ? 'missed' : null;
  };
  const isLeft = (step: Step): boolean => reasonFor(step) === null;
  const isNew = (step: Step): boolean => step.day === n && !progress.seen.includes(step.id);
  const canRun = (step: Step): boolean => isReady(step, dossier, progress);
  const skip = (reason: SkipReason) =>
    pending.filter((step) => reasonFor(step) === reason).map(({ id }) => ({ step: id, reason }));
  // Most often all are left, none is new and each can run: then there is nothing to copy.
  const left = pending.every(isLeft) ? pending : pending.filter(isLeft);
  return {
    skips: left === pending ? NO_SKIPS : SKIPPED_FOR.flatMap(skip),
    seen: left.some(isNew) ? left.filter(isNew).map(({ id }) => id) : NONE_SEEN,
    queue: left.every(canRun) ? left : left.filter(canRun),
  };
}

/** Of the steps of an anchor, those whose day has come and that are neither done nor skipped. */
function pendingSteps(steps: readonly Step[], progress: AnchorProgress, n: number): readonly Step[] {
  let pending: Step[] | null = null;
  for (const step of steps) {
    if (step.day > n) break; // they are by day
    if (isSettled(step, progress)) continue;
    if (pending) pending.push(step);
    else pending = [step];
  }
  return pending ?? NONE_PENDING;
}

/** Rule 5: what a debt that becomes the anchor leaves behind. */
export function stepsLeftBehind(
  strategy: Strategy,
  progress: AnchorProgress,
  { claim, n }: Pick<AnchorDays, 'claim' | 'n'>,
): Step[] {
  return pendingSteps(stepsFor(strategy, claim), progress, n).filter(
    (step) => step.day < n && !isSticky(step),
  );
}

/** Channels left to a touch step: those of the strategy, or after a bounce the ones behind the bounced one. */
export function channelsLeft(step: Step, progress: AnchorProgress): readonly SendChannel[] {
  return progress.fallback[step.id] ?? (step.kind === 'touch' ? step.via : []);
}

/** Next day, in delinquent days, on which a step of the anchor falls due. */
export function nextStepDay(
  strategy: Strategy,
  progress: AnchorProgress,
  { claim, n }: Pick<AnchorDays, 'claim' | 'n'>,
): number | null {
  for (const step of stepsFor(strategy, claim))
    if (step.day > n && !isSettled(step, progress)) return step.day;
  return null;
}

const isSettled = (step: Step, progress: AnchorProgress): boolean =>
  progress.done.includes(step.id) || progress.skipped.includes(step.id);

/** With `catch_up: skip` a late step is missed, unless it was seen on its own day or is a fallback. */
function isMissed(step: Step, strategy: Strategy, progress: AnchorProgress, n: number): boolean {
  const late = strategy.catchUp === 'skip' && step.day < n && !isSticky(step);
  return late && !progress.seen.includes(step.id) && progress.fallback[step.id] === undefined;
}

/** A handoff that waits for its list holds nothing back. */
const isReady = (step: Step, dossier: boolean, progress: AnchorProgress): boolean =>
  step.kind !== 'handoff' || (hasApproval(step, progress) && hasChecklist(step, dossier, progress));

const hasApproval = (step: HandoffStep, { approved }: AnchorProgress): boolean =>
  step.approval === 'none' || approved.includes(step.id);

const hasChecklist = ({ requires }: HandoffStep, dossier: boolean, { done }: AnchorProgress): boolean =>
  requires.every((item) => (item === 'dossier' ? dossier : done.includes(item)));
