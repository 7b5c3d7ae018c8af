import { ApplicationFailure, currentUpdateInfo, proxyActivities, setHandler } from '@temporalio/workflow';
import type { CaseFact } from '../domain/case/facts';
import { viewAt } from '../domain/case/view';
import { channels, contactOutcomes, sendChannels } from '../domain/channel';
import type { PersonChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import type { CaseKeeper } from './case-keeper';
import { workflowTime } from './clock';
import type { Activities } from './contract';
import { ACCOUNTS_QUEUE } from './contract';
import type {
  Answer,
  Asked,
  CaseStatus,
  ConsentGiven,
  ContactElsewhere,
  ContactPointChange,
  OptOut,
  PersonNews,
  RequestFact,
} from './messages';
import {
  caseState,
  caseStatus,
  changeContactPoint,
  factAccepted,
  openAccount,
  pendingEvents,
  personChanged,
  recordConsent,
  recordContact,
  recordOptOut,
  requestKinds,
  requestNames,
  requestUpdate,
} from './messages';
import type { WakeTimer } from './wake-timer';

const { changePerson } = proxyActivities<Activities>({
  taskQueue: ACCOUNTS_QUEUE,
  startToCloseTimeout: '30 seconds',
});

/** What the loop asks about messages. */
export interface Messages {
  hasNews(): boolean;
  /** The loop has seen everything that has come so far. */
  noticed(): void;
}

/** Registers every handler. They only take in and answer; the loop acts (DESIGN, decision 7). */
export function handleMessages(keeper: CaseKeeper, wake: WakeTimer, now: () => Instant): Messages {
  let news = true;
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
  setHandler(openAccount, () => ({ outcome: keeper.state.outcome, stage: keeper.state.stage }));
  handleRequests(keeper, now, tell);
  handlePerson(keeper, now, tell);
  setHandler(caseStatus, () => statusOf(keeper, wake, now() - workflowTime(), !news));
  setHandler(pendingEvents, () => keeper.current.journal);
  setHandler(caseState, () => keeper.state);
  return {
    hasNews: () => news,
    noticed: () => {
      news = false;
    },
  };
}

function personFact({ at, change }: PersonNews): CaseFact {
  const { fact } = change;
  if (fact !== undefined && change.change === 'stop') return { kind: 'stop', at, fact };
  if (fact !== undefined && change.change === 'clear') return { kind: 'clear', at, fact };
  return { kind: 'person_changed', at, change };
}

/** Requests about the case: the domain accepts or refuses, and either way the ledger says so. */
function handleRequests(keeper: CaseKeeper, now: () => Instant, tell: () => void): void {
  for (const name of requestNames) {
    const handler = (fact: RequestFact, asked: Asked): Answer => {
      const reason = keeper.receive({ ...fact, at: asked.at ?? now() }, requestId());
      tell();
      return reason ? { accepted: false, reason } : { accepted: true };
    };
    const validator = (fact: RequestFact | undefined, asked: Asked | undefined): void => {
      if (fact?.kind !== requestKinds[name]) refuseShape(`${name} takes a ${requestKinds[name]}, not a ${fact?.kind ?? 'nothing'}`);
      checkAsked(asked);
    };
    setHandler(requestUpdate(name), handler, { validator });
  }
}

/** Requests about the person: the person's record is the truth, so it is changed first. */
function handlePerson(keeper: CaseKeeper, now: () => Instant, tell: () => void): void {
  const change = async (made: (at: Instant) => PersonChange, asked: Asked): Promise<Answer> => {
    const at = asked.at ?? now();
    const changeId = requestId();
    const { tenant, accountId, personId } = keeper.current;
    const { strategyVersion } = keeper;
    await changePerson({ tenant, accountId, personId, at, change: made(at), changeId, by: asked.by, strategyVersion });
    keeper.receive({ kind: 'person_changed', at }, changeId);
    tell();
    return { accepted: true };
  };
  setHandler(changeContactPoint, (point, asked) => change(() => ({ kind: 'address', ...point }), asked), {
    validator: (point: ContactPointChange, asked: Asked) => checkChannel(point.channel, asked),
  });
  setHandler(recordConsent, ({ channel }, asked) => change(() => ({ kind: 'consent', channel }), asked), {
    validator: ({ channel, proof }: ConsentGiven, asked: Asked) => {
      if (!proof) refuseShape('a consent needs proof of how it was given');
      checkChannel(channel, asked);
    },
  });
  setHandler(recordOptOut, ({ channel }, asked) => change(() => ({ kind: 'opt_out', channel }), asked), {
    validator: ({ channel }: OptOut, asked: Asked) => (channel === 'all' ? checkAsked(asked) : checkChannel(channel, asked)),
  });
  setHandler(
    recordContact,
    (contact, asked) => change((at) => ({ kind: 'contact', at, account: keeper.current.accountId, ...contact }), asked),
    {
      validator: ({ channel, outcome }: ContactElsewhere, asked: Asked) => {
        if (!channels.includes(channel)) refuseShape(`there is no channel "${channel}"`);
        if (!contactOutcomes.includes(outcome)) refuseShape(`there is no outcome "${outcome}"`);
        checkAsked(asked);
      },
    },
  );
}

/** Synchronous, as validators must be: they check the shape only, the domain decides. */
function checkChannel(channel: string, asked: Asked): void {
  if (!sendChannels.some((known) => known === channel)) refuseShape(`there is no channel "${channel}" to send by`);
  checkAsked(asked);
}

function checkAsked(asked: Asked | undefined): void {
  if (!asked?.by) refuseShape('say who asks: {by}');
}

function refuseShape(problem: string): never {
  throw ApplicationFailure.nonRetryable(`Cannot take the request: ${problem}`, 'request.badShape');
}

const requestId = (): string => currentUpdateInfo()?.id ?? '';

function statusOf(keeper: CaseKeeper, wake: WakeTimer, clockOffsetMs: number, quiet: boolean): CaseStatus {
  const { state, current } = keeper;
  const { anchor } = viewAt(state, current.strategy, state.evaluatedAt);
  return {
    outcome: state.outcome,
    stage: state.stage,
    evaluatedAt: state.evaluatedAt,
    waitsUntil: wake.setTo,
    isResting: quiet && !wake.hasRung,
    anchor: anchor?.claim.id ?? null,
    pastDueDays: anchor?.pastDue ?? null,
    delinquentDays: anchor?.n ?? null,
    seq: current.seq,
    clockOffsetMs,
  };
}
