import { condition, setHandler } from '@temporalio/workflow';
import type { CaseFact } from '../domain/case/facts';
import { viewAt } from '../domain/case/view';
import type { Instant } from '../domain/time/calendar';
import type { CaseKeeper } from './case-keeper';
import { workflowTime } from './clock';
import type { Answer, Asked, CaseStatus, PersonNews, RequestFact, StrategyMove } from './messages';
import {
  caseSnapshot,
  caseState,
  caseStatus,
  factAccepted,
  letTimePass,
  moveToStrategy,
  openAccount,
  pendingEvents,
  personChanged,
  requestKinds,
  requestNames,
  requestUpdate,
} from './messages';
import { handlePerson } from './person-handlers';
import { checkAsked, checkProof, refuseShape, requestId } from './shape';
import type { WakeTimer } from './wake-timer';

/** What the loop asks about messages. */
export interface Messages {
  hasNews(): boolean;
  /** The loop is at work, and has seen everything that has come so far. */
  atWork(): void;
  /** The loop has nothing to do until its timer rings or a message comes. */
  atRest(): void;
  /** The run is about to end: who waits for the case to come to rest gets an answer. */
  atEnd(): void;
}

/** Registers every handler. They only take in and answer; the loop acts (DESIGN, decision 7). */
export function handleMessages(keeper: CaseKeeper, wake: WakeTimer, now: () => Instant): Messages {
  let news = true;
  let isResting = false;
  let isEnding = false;
  const status = (): CaseStatus => statusOf(keeper, wake, now() - workflowTime(), isResting && !news);
  const tell = (): void => {
    news = true;
  };
  setHandler(factAccepted, (fact) => {
    keeper.accept(fact);
    tell();
  });
  setHandler(personChanged, (change) => {
    keeper.receive(personFact(change), change.eventId);
    tell();
  });
  setHandler(letTimePass, async (until) => {
    wake.allow(until);
    tell();
    await condition(() => isEnding || isBehind(status(), until));
    return status();
  });
  setHandler(openAccount, () => ({ outcome: keeper.state.outcome, stage: keeper.state.stage }));
  handleRequests(keeper, now, tell);
  handlePerson(keeper, now, tell);
  setHandler(
    moveToStrategy,
    (move, asked): Answer => {
      const isMoved = keeper.move(move, asked.by, asked.at ?? now(), requestId());
      tell();
      return isMoved ? { accepted: true } : { accepted: false, reason: 'other_strategy' };
    },
    { validator: (_move: StrategyMove, asked: Asked | undefined) => checkAsked(asked) },
  );
  setHandler(caseStatus, status);
  setHandler(pendingEvents, () => keeper.current.journal);
  setHandler(caseState, () => keeper.state);
  setHandler(caseSnapshot, () => keeper.current);
  return {
    hasNews: () => news,
    atWork: () => {
      news = false;
      isResting = false;
      isEnding = false;
    },
    atRest: () => {
      isResting = true;
    },
    atEnd: () => {
      isEnding = true;
    },
  };
}

const isBehind = ({ isResting, waitsUntil }: CaseStatus, until: Instant): boolean =>
  isResting && (waitsUntil === null || waitsUntil > until);

function personFact({ at, change }: PersonNews): CaseFact {
  const { fact } = change;
  if (fact !== undefined && change.change === 'stop') return { kind: 'stop', at, fact, change };
  if (fact !== undefined && change.change === 'clear') return { kind: 'clear', at, fact, change };
  return { kind: 'person_changed', at, change };
}

/** Requests about the case: the domain accepts or refuses, and either way the ledger says so. */
function handleRequests(keeper: CaseKeeper, now: () => Instant, tell: () => void): void {
  for (const name of requestNames) {
    const handler = (fact: RequestFact, asked: Asked): Answer => {
      const reason = keeper.receive({ ...fact, at: asked.at ?? now() }, requestId(), asked.by);
      tell();
      return reason ? { accepted: false, reason } : { accepted: true };
    };
    const validator = (fact: RequestFact | undefined, asked: Asked | undefined): void => {
      if (fact?.kind !== requestKinds[name])
        refuseShape(`${name} takes a ${requestKinds[name]}, not a ${fact?.kind ?? 'nothing'}`);
      if (fact.kind === 'serve') checkProof('a notice served by hand', fact);
      checkAsked(asked);
    };
    setHandler(requestUpdate(name), handler, { validator });
  }
}

function statusOf(
  keeper: CaseKeeper,
  wake: WakeTimer,
  clockOffsetMs: number,
  isResting: boolean,
): CaseStatus {
  const { state, current } = keeper;
  const { anchor } = viewAt(state, current.strategy, state.evaluatedAt);
  return {
    outcome: state.outcome,
    stage: state.stage,
    evaluatedAt: state.evaluatedAt,
    waitsUntil: wake.setTo,
    isResting: isResting && !wake.hasRung,
    anchor: anchor?.claim.id ?? null,
    pastDueDays: anchor?.pastDue ?? null,
    delinquentDays: anchor?.n ?? null,
    seq: current.seq,
    clockOffsetMs,
  };
}
