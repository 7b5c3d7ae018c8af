import type { CaseEvent } from '../domain/case/events';
import type { SendChannel } from '../domain/channel';
import { sendChannels } from '../domain/channel';
import { strategyFor } from '../domain/segment/in-force';
import type { Instant } from '../domain/time/calendar';
import { DAY_MS, MINUTE_MS } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import type { Behaviour, Payer } from './behaviour';
import type { Chance } from './chance';
import type { BookedPayment, Happening } from './debtor';
import type { LiveAccount } from './life';
import { wakingMoment } from './script';

/** Providers report a dead address, and people opt out, within the hour. */
const WITHIN_MINUTES = 60;
/** A bank takes back a payment this many days later. */
const REVERSAL_DAYS = 5;
/** Days in the judicial stage until somebody has put the dossier together. */
const DOSSIER_DAYS = 3;

const NOTHING: readonly Happening[] = [];

type Sent = CaseEvent & { type: 'touch_sent' };

/** What a generated debtor does about what the creditor does. Every draw depends on the debtor, not on the strategy. */
export class Reactions {
  private payments = 0;

  constructor(
    private readonly chance: Chance,
    private readonly behaviour: Behaviour,
  ) {}

  toEvent(account: LiveAccount, event: CaseEvent): readonly Happening[] {
    const { payer } = account;
    if (!payer) return NOTHING;
    if (event.type === 'touch_sent') return this.toMessage(account, payer, event);
    return event.type === 'stage_changed' && event.stage === 'judicial'
      ? this.toJudicialStage(account, event.at)
      : NOTHING;
  }

  toPayment(account: LiveAccount, { at, id }: BookedPayment): readonly Happening[] {
    this.payments += 1;
    if (!this.chance.happens(this.behaviour.rare.reversal, 'reverses', this.payments)) return NOTHING;
    const back = at + REVERSAL_DAYS * DAY_MS;
    const fact = { kind: 'reversal', at: back, id: `${id}-back`, of: id } as const;
    return [{ kind: 'fact', at: back, account: account.index, fact }];
  }

  private toMessage(
    account: LiveAccount,
    payer: Payer,
    { at, step, channel, stage }: Sent,
  ): readonly Happening[] {
    const { index, touches } = account;
    account.touches = touches + 1;
    const key = index * 1_024 + touches;
    if (this.isDead(channel)) {
      return [{ kind: 'bounce', at: this.soon(at, key), account: index, step, channel }];
    }
    const optsOut = this.chance.happens(this.behaviour.rare.opt_out, 'optsOut', key);
    const change = { kind: 'opt_out', channel } as const;
    const left: readonly Happening[] = optsOut
      ? [{ kind: 'change', at: this.soon(at, key), change }]
      : NOTHING;
    const { channels, stages } = this.behaviour;
    const probability = payer.responds * channels[channel] * stages[stage];
    if (!this.chance.happens(probability, 'responds', key)) return left;
    return [...left, ...this.response(account, payer, at, key)];
  }

  /** A promise, kept or not, or a payment, in full or in part. */
  private response(account: LiveAccount, payer: Payer, at: Instant, key: number): Happening[] {
    const { promise, partial } = this.behaviour;
    const { zone, account: name } = account.opening;
    const today = localDay(at, zone);
    if (this.chance.happens(promise.share, 'promises', key)) {
      const due = today + 1 + this.chance.days(promise.days - 1, 'promiseDelay', key);
      const base = { account: account.index, id: `${name}-promise-${key}` };
      const made: Happening = { kind: 'promise', at: this.soon(at, key), due, ...base };
      if (!this.chance.happens(promise.kept, 'keeps', key)) return [made];
      return [made, { kind: 'pay', at: wakingMoment(this.chance, due, zone, key, 5), part: 1, ...base }];
    }
    const part = this.chance.happens(partial.share, 'partial', key) ? partial.part : 1;
    const on = today + 1 + this.chance.days(payer.respond_days, 'responseDelay', key);
    const paid = wakingMoment(this.chance, on, zone, key, 6);
    return [{ kind: 'pay', at: paid, account: account.index, id: `${name}-answer-${key}`, part }];
  }

  /** Somebody completes the dossier and approves the handoffs, so that back-tests reach the end of a strategy. */
  private toJudicialStage({ index, strategy, state }: LiveAccount, at: Instant): readonly Happening[] {
    const { stages, steps } = state ? strategyFor(strategy, state) : strategy;
    const from = stages.find(({ name }) => name === 'judicial')?.from ?? 0;
    const complete = at + DOSSIER_DAYS * DAY_MS;
    const dossier: Happening = {
      kind: 'fact',
      at: complete,
      account: index,
      fact: { kind: 'dossier', at: complete, complete: true },
    };
    const approvals = steps.flatMap((step): Happening[] => {
      if (step.kind !== 'handoff' || step.approval !== 'person') return [];
      const approved = at + Math.max(DOSSIER_DAYS + 1, step.day - from) * DAY_MS;
      const fact = { kind: 'approve', at: approved, step: step.id } as const;
      return [{ kind: 'fact', at: approved, account: index, fact }];
    });
    return [dossier, ...approvals];
  }

  private isDead(channel: SendChannel): boolean {
    return this.chance.happens(this.behaviour.reach[channel].dead, 'dead', sendChannels.indexOf(channel));
  }

  private soon(at: Instant, key: number): Instant {
    return at + (1 + Math.floor(this.chance.draw('timeOfDay', key, 7) * WITHIN_MINUTES)) * MINUTE_MS;
  }
}
