import type { Profile } from '../channel';
import type { Lawbook } from '../law/types';
import type { MinorUnits } from '../money';
import type { Person } from '../person';
import { strategyFor } from '../segment/in-force';
import type { LenientRule, StageName, Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { localDay, startOfDay } from '../time/zones';
import type { WhatsappStanding } from '../whatsapp';
import { hasOpenDispute, overdueBalance } from './anchor';
import type { CaseStory } from './as-of';
import { stateAsOf } from './as-of';
import { remaining } from './books';
import { blocksOn } from './blocks';
import { savingOf } from './offer-books';
import { lastDue, openOfferIn } from './offers';
import { judgementDay } from './promise';
import type { CaseState, Outcome } from './state';
import { isOpenSettlement, offersOf } from './state';
import type { ToldContact } from './told';
import type { CaseView } from './view';
import { stageAt, viewAt } from './view';
import type { StepStanding } from './why-steps';
import { stepStandings } from './why-steps';

/** Why was this person (not) contacted about this account on a date? With everything that the answer rests on. */
export interface WhyQuestion extends CaseStory {
  readonly account: string;
  /** Local date asked about. */
  readonly on: Day;
  /** Case time. */
  readonly now: Instant;
  readonly strategy: Strategy;
  /** As known now. */
  readonly person: Person;
  /** Contacts with the person on any account, by anybody, oldest first. */
  readonly contacts: readonly ToldContact[];
  /** Rules of the person's place; null when there is no pack for it. */
  readonly lawbook: Lawbook | null;
  /** Where the tenant stands with WhatsApp for a template. */
  readonly whatsappOf?: (template: string) => WhatsappStanding;
}

/** The first that is true, from the top. */
export const verdicts = [
  'not_opened',
  'contacted',
  'contacted_elsewhere',
  'future',
  'closed',
  'blocked',
  'waiting_law',
  'waiting_window',
  'waiting_checklist',
  'skipped',
  'worked',
  'due',
  'not_due',
  'nothing_left',
] as const;
/** `worked`: a task or a handoff was made; `nothing_left`: no step is left for this debt. */
export type Verdict = (typeof verdicts)[number];

/** What kept everything of the case from running. */
export type Block =
  | { readonly kind: 'hold'; readonly id: string; readonly since: Instant; readonly until: Day | null }
  /** `judged`: local date from whose first instant it no longer blocks. */
  | {
      readonly kind: 'promise';
      readonly id: string;
      readonly due: Day;
      readonly amount: MinorUnits;
      readonly judged: Day;
    }
  /** `amount`: what was still to be paid of it. */
  | { readonly kind: 'settlement'; readonly id: string; readonly due: Day; readonly amount: MinorUnits }
  | { readonly kind: 'stop'; readonly fact: string }
  /** Every debt that is left is disputed. */
  | { readonly kind: 'disputed' }
  | { readonly kind: 'downtime'; readonly until: Instant };

/** Where the case stood at the end of the date, or stands now. */
export interface Standing {
  readonly at: Instant;
  readonly outcome: Outcome;
  readonly stage: StageName | null;
  readonly anchor: { readonly id: string; readonly due: Day; readonly unpaid: MinorUnits } | null;
  readonly pastDue: number | null;
  readonly delinquent: number | null;
  readonly overdue: MinorUnits;
  readonly unpaid: MinorUnits;
  readonly currency: string;
  /** A discount or settlement that may still be taken; `amount`: what is left to pay of it. */
  readonly offer?: {
    readonly id: string;
    readonly amount: MinorUnits;
    readonly until: Day;
    readonly saving: MinorUnits;
  };
}

export interface Why {
  readonly account: string;
  readonly on: Day;
  readonly zone: string;
  /** The reading of the law that the strategy goes by. */
  readonly profile: Profile;
  /** What the strategy sets aside of the strict reading. Absent = nothing. */
  readonly lenientRules?: readonly LenientRule[];
  readonly verdict: Verdict;
  readonly standing: Standing;
  /** On that date, on any account. */
  readonly contacts: readonly ToldContact[];
  readonly blocks: readonly Block[];
  /** In file order. */
  readonly steps: readonly StepStanding[];
}

/** The answer, from what the ledgers tell and what the rules say; with what was known on that date. */
export function why(asked: WhyQuestion): Why {
  const { state, on, now, account } = asked;
  const at = Math.min(startOfDay(on + 1, state.zone) - 1, now);
  const then = stateAsOf(asked, at);
  const strategy = strategyFor(asked.strategy, then);
  const question = { ...asked, strategy };
  const view = viewAt(then, strategy, at);
  const contacts = question.contacts.filter((contact) => localDay(contact.at, state.zone) === on);
  const blocks = blocksOf(then, strategy, view);
  const steps = stepStandings(question, { then, view, isBlocked: blocks.length > 0 });
  const { profile, lenientRules } = strategy;
  const reading = { profile, ...(lenientRules && { lenientRules }) };
  const answer = { account, on, zone: state.zone, ...reading, contacts, blocks, steps };
  return {
    ...answer,
    standing: standingOf(then, strategy, view),
    verdict: verdictOf(question, { then, ...answer }),
  };
}

/** Where a case stands at an instant. */
export function standingOf(
  state: CaseState,
  strategy: Strategy,
  { at, today, books, anchor }: CaseView,
): Standing {
  return {
    at,
    outcome: state.outcome,
    stage: anchor ? stageAt(strategy, anchor.n) : state.stage,
    anchor: anchor && { id: anchor.claim.id, due: anchor.claim.due, unpaid: remaining(anchor.claim) },
    pastDue: anchor?.pastDue ?? null,
    delinquent: anchor?.n ?? null,
    overdue: overdueBalance(books, today),
    unpaid: books.debts.reduce((sum, debt) => sum + remaining(debt), 0),
    currency: state.currency,
    ...offerStanding({ at, books }),
  };
}

function offerStanding({ at, books }: Pick<CaseView, 'at' | 'books'>): Pick<Standing, 'offer'> {
  const offer = openOfferIn(books, at);
  if (!offer) return {};
  const { id, amount, received } = offer;
  return { offer: { id, amount: amount - received, until: lastDue(offer), saving: savingOf(offer) } };
}

function blocksOf(state: CaseState, strategy: Strategy, { at, today, books, anchor }: CaseView): Block[] {
  if (state.outcome !== 'open') return [];
  const holds = state.holds.filter((hold) => blocksOn(hold, today));
  const promises = state.promises.filter((promise) => promise.state === 'open');
  const { downUntil } = state;
  const offer = openOfferIn(books, at);
  const settlement = offer?.by === 'settlement' && offersOf(state).some(isOpenSettlement) ? offer : null;
  return [
    ...state.stops.map((fact): Block => ({ kind: 'stop', fact })),
    ...holds.map(({ id, at: since, until }): Block => ({ kind: 'hold', id, since, until })),
    ...promises.map((promise): Block => {
      const { id, due, amount } = promise;
      return { kind: 'promise', id, due, amount, judged: judgementDay(promise, strategy) };
    }),
    ...(settlement
      ? [
          {
            ...{ kind: 'settlement' as const, id: settlement.id, due: lastDue(settlement) },
            amount: settlement.amount - settlement.received,
          },
        ]
      : []),
    ...(anchor === null && hasOpenDispute(books) ? [{ kind: 'disputed' } as const] : []),
    ...(downUntil !== null && at < downUntil ? [{ kind: 'downtime', until: downUntil } as const] : []),
  ];
}

type Found = Pick<Why, 'account' | 'contacts' | 'blocks' | 'steps'> & { readonly then: CaseState };

function verdictOf(
  { state, on, now }: WhyQuestion,
  { then, account, contacts, blocks, steps }: Found,
): Verdict {
  const isAny = (...standings: readonly StepStanding['is'][]): boolean =>
    steps.some(({ is }) => standings.includes(is));
  const isToday = (standing: StepStanding): boolean => 'on' in standing && standing.on === on;
  const skippedToday = steps.some((step) => step.is === 'skipped' && isToday(step));
  const workedToday = steps.some((step) => step.is === 'done' && isToday(step));
  const truths: Readonly<Record<Verdict, boolean>> = {
    not_opened: on < localDay(state.opened, state.zone),
    contacted: contacts.some((contact) => contact.account === account),
    contacted_elsewhere: contacts.length > 0,
    future: on > localDay(now, state.zone),
    closed: then.outcome !== 'open',
    blocked: blocks.length > 0,
    waiting_law: isAny('waiting_law'),
    waiting_window: isAny('waiting_window', 'held_back'),
    waiting_checklist: isAny('waiting_checklist'),
    skipped: skippedToday,
    worked: workedToday,
    due: isAny('due'),
    not_due: isAny('not_due'),
    nothing_left: true,
  };
  return verdicts.find((verdict) => truths[verdict]) ?? 'nothing_left';
}
