import { strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { isoFromDay } from '../time/calendar';
import { bouncedAttempt, receiveBounce } from './bounce';
import { refuseDispute } from './dispute';
import type { CaseEvent, Rejection, Turn } from './events';
import { then, unchanged } from './events';
import { compareAnchor, evaluate } from './evaluate';
import type { BookedFact, CaseFact, MoneyFact } from './facts';
import { isMoneyFact } from './facts';
import { refuseApproval, refuseService, serve } from './handoff';
import { awake, catchUp } from './next';
import { askAgain, noticeFact } from './notices';
import { refusePlan, refusePlanEnd } from './plan';
import { makePromise, refusePromise } from './promise';
import type { CaseState, Hold } from './state';
import { progressOf, rareOf, withFields, withProgress, withRare } from './state';
import type { CaseView } from './view';
import { viewAt } from './view';
import { makeSettlement, refuseSettlement, settlementStep } from './settlement';
import { refuseDebtWriteOff, refuseUndo } from './write-off';

type HoldFact = CaseFact & { kind: 'hold' };

interface Brought {
  readonly fact: CaseFact;
  readonly by: string | undefined;
}

/**
 * Takes a fact in and evaluates the case at its instant; during a downtime it is only booked. A repeated id changes
 * nothing. A request that the rules refuse changes nothing either, and says why (`request_refused`).
 *
 * @param by Who brought it, as an opaque id; it is written down and decides nothing.
 */
export function receive(state: CaseState, strategy: Strategy, fact: CaseFact, by?: string): Turn {
  if (isRepeated(state, fact)) return unchanged(state);
  const at = Math.max(fact.at, state.evaluatedAt);
  const isDown = state.downUntil !== null && at < state.downUntil;
  const before = isDown || state.downUntil !== null ? unchanged(state) : catchUp(state, strategy, at);
  return then(before, (ready) => {
    const booked = then(take(ready, strategy, { fact, by }, at), (after) =>
      compareAnchor(after, strategy, at),
    );
    return isDown || fact.kind === 'downtime'
      ? booked
      : then(booked, (after) => evaluate(awake(after), strategy, at));
  });
}

function take(state: CaseState, given: Strategy, { fact, by }: Brought, at: Instant): Turn {
  const strategy = strategyFor(given, state);
  const view = viewAt(state, strategy, at);
  const refusal = refuse(state, strategy, fact, view);
  const stamp = { at, on: view.today, ...(by !== undefined && { by }) };
  const id = factId(fact);
  if (refusal) {
    return {
      state: 'id' in fact ? rememberRefusal(state, fact, refusal) : state,
      events: [{ type: 'request_refused', event: id ?? fact.kind, reason: refusal, ...stamp }],
    };
  }
  const taken = noticeFact(
    state,
    book(askAgain(withFields(state, { waiting: null })), strategy, fact, view),
    strategy,
    fact,
  );
  return { state: taken, events: [received(state, fact, view, stamp)] };
}

/** What is written of a fact: of a person's choice what was chosen, of a bounce which send it was about. */
function received(
  state: CaseState,
  fact: CaseFact,
  { anchor }: CaseView,
  stamp: Pick<CaseEvent, 'at' | 'on'> & { readonly by?: string },
): CaseEvent {
  if ('change' in fact) return { type: 'person_changed', ...fact.change, ...stamp };
  if (fact.kind === 'serve') {
    const { id, step, on, proof } = fact;
    const served = { served: isoFromDay(on), proof };
    return { type: 'notice_served', id, step, anchor: anchor?.claim.id ?? '', ...served, ...stamp };
  }
  if (fact.kind !== 'bounce') return { type: 'fact_received', kind: fact.kind, id: factId(fact), ...stamp };
  const { step, channel, hard } = fact;
  const attempt = bouncedAttempt(state, fact);
  return { type: 'bounce_received', step, channel, hard, attempt, ...stamp };
}

/** Only what a person asks for is ever refused; the rest are facts (READINGS 24, 26 and 27). */
function refuse(state: CaseState, strategy: Strategy, fact: CaseFact, view: CaseView): Rejection | null {
  const closed = state.outcome === 'open' ? null : 'closed';
  switch (fact.kind) {
    case 'promise':
      return closed ?? refusePromise(state, strategy, fact, view);
    case 'settlement':
      return closed ?? refuseSettlement(strategy, fact, view);
    case 'plan':
      return closed ?? refusePlan(fact, view);
    case 'dispute':
      return closed ?? refuseDispute(fact, view);
    case 'approve':
      return closed ?? refuseApproval(strategy, fact, view);
    case 'hold':
      return closed ?? refuseHold(fact);
    case 'end_plan':
      return closed ?? refusePlanEnd(fact, view);
    case 'serve':
      return closed ?? refuseService(state, strategy, fact, view);
    case 'write_off_debt':
      return closed ?? refuseDebtWriteOff(fact, view);
    case 'undo_write_off':
      return refuseUndo(state, fact, view);
    default:
      return null;
  }
}

function book(state: CaseState, strategy: Strategy, fact: CaseFact, view: CaseView): CaseState {
  if (isMoneyFact(fact)) return bookMoney(state, fact);
  switch (fact.kind) {
    case 'promise':
      return makePromise(state, fact);
    case 'settlement':
      return makeSettlement(state, fact, strategy, view);
    case 'hold':
      return withFields(state, { holds: [...state.holds, holdOf(fact)] });
    case 'release':
      return {
        ...state,
        holds: state.holds.map((hold) =>
          hold.id === fact.id && hold.released === null ? { ...hold, released: fact.at } : hold,
        ),
      };
    case 'stop':
      return withFields(state, { stops: [...state.stops.filter((stop) => stop !== fact.fact), fact.fact] });
    case 'clear':
      return withFields(state, { stops: state.stops.filter((stop) => stop !== fact.fact) });
    case 'approve':
      return approve(state, fact.step, view);
    case 'dossier':
      return withFields(state, { dossier: fact.complete });
    case 'serve':
      return serve(state, fact, view);
    case 'bounce':
      return receiveBounce(state, fact);
    case 'downtime':
      return { ...state, downUntil: Math.max(fact.until, state.downUntil ?? 0) };
    case 'traits':
      return withRare(state, { traits: { ...rareOf(state).traits, ...fact.traits } });
    case 'write_off':
      return end(state, 'written_off');
    case 'withdraw':
      return end(state, 'withdrawn');
    case 'person_changed':
      return state;
  }
}

/** With an account's write-off taken back, the case goes on from where its money stands. */
function bookMoney(state: CaseState, fact: MoneyFact): CaseState {
  const booked = withFields(state, { booked: [...state.booked, fact] });
  return fact.kind === 'undo_write_off' && fact.of === undefined
    ? withFields(booked, { ended: null })
    : booked;
}

const refuseHold = ({ from, until }: HoldFact): Rejection | null =>
  from !== undefined && until !== null && until <= from ? 'no_days' : null;

const holdOf = ({ id, at, from, until, freeze }: HoldFact): Hold => ({
  ...{ id, at, until, freeze, released: null },
  ...(from !== undefined && { from }),
});

/** The approval counts for the anchor of its time. */
function approve(state: CaseState, step: string, { anchor }: CaseView): CaseState {
  const id = anchor?.claim.id ?? '';
  return withProgress(state, id, { approved: [...progressOf(state, id).approved, step] });
}

/** Final, and only for open and handed-off accounts (READINGS 9). */
const end = (state: CaseState, as: 'written_off' | 'withdrawn'): CaseState =>
  state.outcome === 'open' || state.outcome === 'handed_off' ? { ...state, ended: as } : state;

function isRepeated(state: CaseState, fact: CaseFact): boolean {
  if (!('id' in fact)) return false;
  const { id } = fact;
  if (hasRefusals(state) && state.refusedRequests[requestKey(fact)] !== undefined) return true;
  if (isMoneyFact(fact))
    return state.booked.some((known) => known.kind === fact.kind && 'id' in known && known.id === id);
  if (fact.kind === 'serve') return rareOf(state).served.some((notice) => notice.id === id);
  if (fact.kind === 'settlement') return state.booked.some((known) => isOffer(known, settlementStep(id)));
  if (fact.kind === 'promise') return state.promises.some((promise) => promise.id === id);
  return fact.kind === 'hold' && state.holds.some((hold) => hold.id === id);
}

/** Most cases have refused nothing; then no key has to be made. */
function hasRefusals({ refusedRequests }: CaseState): boolean {
  for (const _key in refusedRequests) return true;
  return false;
}

const isOffer = (fact: BookedFact, id: string): boolean => fact.kind === 'offer' && fact.id === id;

/** The fact's own id where it has one; an approval is known by its step. */
function factId(fact: CaseFact): string | null {
  if ('id' in fact) return fact.id;
  return fact.kind === 'approve' ? fact.step : null;
}

const requestKey = (fact: CaseFact): string => `${fact.kind}:${factId(fact) ?? ''}`;

const rememberRefusal = (state: CaseState, fact: CaseFact, reason: Rejection): CaseState => ({
  ...state,
  refusedRequests: { ...state.refusedRequests, [requestKey(fact)]: reason },
});

/** Why a request was refused when it was first received; undefined when it was accepted. */
export function refusalIn(turn: Turn, fact: CaseFact): Rejection | undefined {
  const event = turn.events.find(({ type }) => type === 'request_refused');
  return event?.type === 'request_refused' ? event.reason : turn.state.refusedRequests[requestKey(fact)];
}
