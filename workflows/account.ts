import {
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  proxyActivities,
  setCurrentDetails,
  setWorkflowOptions,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { billAt } from '../domain/case/bill';
import type { Intent } from '../domain/case/intent';
import { isSameIntent } from '../domain/case/intent';
import type { PlannedTouch } from '../domain/case/next';
import type { CaseState, Outcome } from '../domain/case/state';
import { viewAt } from '../domain/case/view';
import type { Wake } from '../domain/case/wake';
import { wakeAt } from '../domain/case/wake';
import { readingOf } from '../domain/law/reading';
import { accountWindow } from '../domain/time/window';
import type { Instant } from '../domain/time/calendar';
import { CaseKeeper } from './case-keeper';
import { workflowTime } from './clock';
import type { Activities, CaseRef } from './contract';
import { ACCOUNTS_QUEUE, SENDING_QUEUE } from './contract';
import { currentDetails, timerSummary, touchSummary } from './describe';
import type { Messages } from './handlers';
import { handleMessages } from './handlers';
import type { AccountInput } from './messages';
import { attributesOf } from './search-attributes';
import { WakeTimer } from './wake-timer';

const { keepBooks, readFacts } = proxyActivities<Activities>({
  taskQueue: ACCOUNTS_QUEUE,
  startToCloseTimeout: '30 seconds',
});

/** One delinquent account, from its first evaluation until it is paid, handed off, written off or withdrawn. */
export async function accountWorkflow(input: AccountInput): Promise<Outcome> {
  const offsetMs = input.clockOffsetMs ?? (input.startAt === undefined ? 0 : input.startAt - workflowTime());
  const keeper = new CaseKeeper(input);
  const wake = new WakeTimer(input.allowedUntil);
  const now = (): Instant => wake.reached(workflowTime() + offsetMs);
  const first = keeper.state;
  const { strategyVersion } = keeper;
  const messages = handleMessages(keeper, wake, now);

  for (;;) {
    messages.atWork();
    if (keeper.early.length > 0) await fetchMissingFacts(keeper);
    const { at, plannedWake } = lookAtClock(wake, now(), keeper.state.evaluatedAt);
    // A fact may carry an instant that the clock has not reached: nothing is done before that.
    const planned = at >= keeper.state.evaluatedAt ? keeper.advance(at, plannedWake) : null;
    // Before a touch too: a journal that rides with it would not hand the work out.
    if (keeper.hasWorkToHandOut || keeper.isOver)
      await writeJournal(keeper, keeper.isOver ? null : undefined);
    if (messages.hasNews()) continue;
    if (planned?.next.kind === 'touch') {
      wake.clear();
      await touch(keeper, planned.next.touch);
      continue;
    }
    if (keeper.isOver) {
      await handlersDone(messages);
      if (messages.hasNews()) continue;
      if (!isListedAlike(first, keeper.state)) upsertSearchAttributes(indexOf(keeper));
      return keeper.state.outcome;
    }
    const until = planned?.next.kind === 'wait' ? planned.next.until : keeper.state.evaluatedAt;
    const intent = planned ? keeper.newIntent(planned) : undefined;
    if (intent !== undefined || keeper.cannotRest(until)) {
      await writeJournal(keeper, intent);
      if (messages.hasNews()) continue;
    }
    const isMoved = keeper.strategyVersion !== strategyVersion;
    if (isMoved || !isListedAlike(first, keeper.state) || shouldMoveOn()) {
      await handlersDone(messages);
      if (messages.hasNews()) continue;
      return carryOn(keeper, wake, offsetMs);
    }
    rest(keeper, wake, until, now());
    messages.atRest();
    await condition(() => messages.hasNews() || wake.hasRung);
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, accountWorkflow);

/** A run does not end before everybody who has asked something has an answer. */
function handlersDone(messages: Messages): Promise<void> {
  messages.atEnd();
  return condition(allHandlersFinished);
}

function lookAtClock(wake: WakeTimer, now: Instant, evaluatedAt: Instant): Wake {
  const { setTo: due, hasRung, allowedUntil } = wake;
  const woken = wakeAt({ due, hasRung, isHeld: allowedUntil !== undefined }, now, evaluatedAt);
  if (woken.isDue) wake.clear();
  return woken;
}

function rest(keeper: CaseKeeper, wake: WakeTimer, until: Instant | null, now: Instant): void {
  const { state, current } = keeper;
  wake.set(until, now, until === null ? '' : timerSummary(state, until));
  setCurrentDetails(currentDetails(state, viewAt(state, current.strategy, state.evaluatedAt), until));
}

/** One activity: last look, law, render, send once, record. Its answer may be that newer facts have been accepted. */
async function touch(keeper: CaseKeeper, planned: PlannedTouch): Promise<void> {
  const { state, seq } = keeper.current;
  const { strategy } = keeper;
  const bill = billAt(state, strategy, planned.at, planned.step);
  if (!bill) return;
  const { sendTouch } = proxyActivities<Pick<Activities, 'sendTouch'>>({
    taskQueue: SENDING_QUEUE,
    startToCloseTimeout: '1 minute',
    summary: touchSummary(planned),
  });
  const { actor, sendWindow, jitterSeconds, priority } = strategy;
  const window = accountWindow(sendWindow, jitterSeconds, keeper.current.accountId);
  const journal = keeper.journal();
  const intent = keeper.intentAfter(planned);
  const reply = await sendTouch({
    ...refOf(keeper),
    touch: planned,
    factSeq: seq,
    actor,
    ...readingOf(strategy),
    window,
    bill,
    journal,
    ...(priority !== undefined && { priority }),
    ...(intent !== undefined && { intent }),
  });
  if (reply.journaled) keeper.journalWritten(journal);
  if (reply.kind === 'stale') {
    for (const fact of reply.facts) keeper.accept(fact);
    return;
  }
  if (reply.result.kind === 'sent' && intent !== undefined) keeper.intentTold(intent);
  keeper.settle(planned, reply.result);
}

/** @param intent What the person's record should say about the next message; undefined = as it does. */
async function writeJournal(keeper: CaseKeeper, intent?: Intent | null): Promise<void> {
  const journal = keeper.journal();
  const { current, isOver } = keeper;
  const { intent: _told, ...lasting } = current;
  const told = intent === undefined || isSameIntent(intent, current.intent ?? null) ? {} : { intent };
  const snapshot = { ...lasting, journal: [], batch: current.batch + 1 };
  const closing = isOver && { closing: { outcome: keeper.state.outcome, snapshot } };
  await keepBooks({ ...refOf(keeper), journal, ...told, ...closing });
  keeper.journalWritten(journal);
  if (intent !== undefined) keeper.intentTold(intent);
}

/** A signal overtook another: the store has them all. */
async function fetchMissingFacts(keeper: CaseKeeper): Promise<void> {
  const facts = await readFacts({ ...refOf(keeper), after: keeper.current.seq });
  facts.forEach((fact) => keeper.accept(fact));
}

function refOf({ current: { tenant, accountId, personId } }: CaseKeeper): CaseRef {
  return { tenant, accountId, personId };
}

/** The history is long, or a newer build waits (PINNED cases move at continue-as-new). */
function shouldMoveOn(): boolean {
  const info = workflowInfo();
  return info.continueAsNewSuggested || info.targetWorkerDeploymentVersionChanged;
}

/** Whether a case is found under the same attributes, which are written at the start of a run and at closing only. */
const isListedAlike = (a: CaseState, b: CaseState): boolean => a.stage === b.stage && a.outcome === b.outcome;

const indexOf = ({ current, strategyVersion }: CaseKeeper) => attributesOf({ ...current, strategyVersion });

function carryOn(keeper: CaseKeeper, wake: WakeTimer, clockOffsetMs: number): Promise<never> {
  const { allowedUntil } = wake;
  const { current: from, early } = keeper;
  const continueAsNew = makeContinueAsNewFunc<typeof accountWorkflow>({
    initialVersioningBehavior: 'AUTO_UPGRADE',
    typedSearchAttributes: indexOf(keeper),
  });
  return continueAsNew({ from, clockOffsetMs, early, ...(allowedUntil !== undefined && { allowedUntil }) });
}
