import type { CaseEvent } from '../domain/case/events';
import type { Instant } from '../domain/time/calendar';
import { DAY_MS } from '../domain/time/calendar';
import type { BookedPayment } from './debtor';
import type { LiveAccount } from './life';

/** Counts by two names, such as stage and channel. */
export type Counts = Record<string, Record<string, number>>;

/** What a run of one strategy comes to. All sums of whole numbers: adding parts up in any order gives the same. */
export interface Figures {
  accounts: number;
  persons: number;
  /** Evaluations and law decisions. */
  decisions: number;
  /** stage → channel → messages. */
  contacts: Counts;
  /** place → channel → messages. */
  contactsByPlace: Counts;
  /** place → kind → tasks for people. */
  tasks: Counts;
  /** queue → day → tasks, of queues that take only so many a day. */
  work: Counts;
  /** `rule` → rule → messages that had to wait for it. */
  refusals: Counts;
  /** reason → rule (or `–`) → steps passed over. */
  skips: Counts;
  /** from → to → moves between stages. */
  moves: Counts;
  /** stage → outcome → accounts at the end. */
  standing: Counts;
  /** currency → cause → minor units paid. */
  cash: Counts;
  /** currency → `reversed` → minor units that went back. */
  reversed: Counts;
  /** `promises` → made, kept, broken, or why refused → promises; `offers` → made, kept, lapsed → discounts. */
  promises: Counts;
  /** `people` → bounces, opt-outs and the like. */
  people: Counts;
  payments: number;
  /** Messages and payments of each day of the run. */
  contactsPerDay: number[];
  paymentsPerDay: number[];
}

export function noFigures(days: number): Figures {
  return {
    ...{ accounts: 0, persons: 0, decisions: 0, payments: 0 },
    ...{
      contacts: {},
      contactsByPlace: {},
      tasks: {},
      work: {},
      refusals: {},
      skips: {},
      moves: {},
      standing: {},
    },
    ...{ cash: {}, reversed: {}, promises: {}, people: {} },
    contactsPerDay: new Array<number>(days).fill(0),
    paymentsPerDay: new Array<number>(days).fill(0),
  };
}

/** Adds the second to the first. */
export function addFigures(sum: Figures, part: Figures): Figures {
  for (const key of ['accounts', 'persons', 'decisions', 'payments'] as const) sum[key] += part[key];
  for (const key of COUNTED)
    for (const [name, row] of Object.entries(part[key]))
      for (const [other, count] of Object.entries(row)) add(sum[key], name, other, count);
  for (const key of ['contactsPerDay', 'paymentsPerDay'] as const)
    part[key].forEach((count, day) => (sum[key][day] = (sum[key][day] ?? 0) + count));
  return sum;
}

const COUNTED = [
  'contacts',
  'contactsByPlace',
  'tasks',
  'work',
  'refusals',
  'skips',
  'moves',
  'standing',
  'cash',
  'reversed',
  'promises',
  'people',
] as const satisfies readonly (keyof Figures)[];

function add(counts: Counts, name: string, other: string, count = 1): void {
  const row = (counts[name] ??= {});
  row[other] = (row[other] ?? 0) + count;
}

/** Counts what happens, as it happens. */
export class Tally {
  readonly figures: Figures;

  /** @param start First instant of the run: days are counted from it. */
  constructor(
    days: number,
    private readonly start: Instant,
  ) {
    this.figures = noFigures(days);
  }

  event(place: string, account: LiveAccount, stageBefore: string | null, event: CaseEvent): void {
    const { figures } = this;
    switch (event.type) {
      case 'touch_sent':
        add(figures.contacts, event.stage, event.channel);
        add(figures.contactsByPlace, place, event.channel);
        return this.day(figures.contactsPerDay, event.at);
      case 'task_opened':
        if (event.perDay !== undefined) add(figures.work, event.queue, String(event.on));
        return add(figures.tasks, place, event.kind);
      case 'touch_refused':
        return add(figures.refusals, 'rule', event.rule);
      case 'step_skipped':
        return add(figures.skips, event.reason, event.rule ?? '–');
      case 'stage_changed':
        return add(figures.moves, stageBefore ?? 'new', event.stage);
      case 'promise_kept':
        return add(figures.promises, 'promises', 'kept');
      case 'promise_broken':
        return add(figures.promises, 'promises', 'broken');
      case 'offer_made':
        return add(figures.promises, 'offers', 'made');
      case 'offer_kept':
        return add(figures.promises, 'offers', 'kept');
      case 'offer_lapsed':
        return add(figures.promises, 'offers', 'lapsed');
      case 'request_refused':
        return add(figures.promises, 'promises', `refused: ${event.reason}`);
      case 'fact_received':
        return this.fact(account, event);
      default:
    }
  }

  payment(currency: string, { at, amount, cause }: BookedPayment): void {
    this.figures.payments += 1;
    add(this.figures.cash, currency, cause, amount);
    this.day(this.figures.paymentsPerDay, at);
  }

  bounce(): void {
    add(this.figures.people, 'people', 'bounce');
  }

  change(kind: string): void {
    add(this.figures.people, 'people', kind);
  }

  /** Accounts of one debtor as they stand at the end. */
  close(accounts: readonly LiveAccount[]): void {
    this.figures.persons += 1;
    for (const { state, decisions } of accounts) {
      this.figures.accounts += 1;
      this.figures.decisions += decisions;
      if (state) add(this.figures.standing, state.stage ?? 'none', state.outcome);
    }
  }

  private fact({ state, opening }: LiveAccount, event: CaseEvent & { type: 'fact_received' }): void {
    if (event.kind === 'promise') return add(this.figures.promises, 'promises', 'made');
    if (event.kind !== 'reversal') return;
    const reversal = state?.booked.find((fact) => fact.kind === 'reversal' && fact.id === event.id);
    const payment = state?.booked.find(
      (fact) => fact.kind === 'payment' && reversal?.kind === 'reversal' && fact.id === reversal.of,
    );
    if (payment?.kind === 'payment') add(this.figures.reversed, opening.currency, 'reversed', payment.amount);
  }

  private day(counts: number[], at: Instant): void {
    const day = Math.floor((at - this.start) / DAY_MS);
    if (day >= 0 && day < counts.length) counts[day] = (counts[day] ?? 0) + 1;
  }
}
