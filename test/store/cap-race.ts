import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { join } from 'node:path';
import type { ActivityHost } from '../../activities/host';
import type { OutboundMessage } from '../../activities/ports';
import { createSendTouch } from '../../activities/send-touch';
import type { Day, Instant } from '../../domain/time/calendar';
import { DAY_MS, instantFromIso } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import { localTenant } from '../../local/tenant';
import { loadLaw } from '../../policy/law/library';
import { loadTemplates } from '../../policy/templates/load';
import type { Store } from '../../store/store';
import type { SendTouchReply, SendTouchRequest } from '../../workflows/contract';
import { aPerson, anAccount, TENANT } from './fixtures';

const ACCOUNTS = 10;
const SENDERS = 50;
const ZONE = 'America/Bogota';
/** A Monday, at the opening of the send window. */
const FIRST = instantFromIso('2026-01-12T10:00:00-05:00');

export interface RaceResult {
  readonly rounds: number;
  /** Messages that went out on each local date. */
  readonly perDay: ReadonlyMap<Day, number>;
  /** Senders that gave up because too many wrote at once; Temporal would have them try again. */
  readonly contended: number;
  readonly seconds: number;
}

/**
 * Fifty senders at once, over ten accounts of one person in Colombia (strict: one attempt a day), round after round,
 * each on the next day on which one contact would be lawful.
 */
export async function raceForCap(store: Store, rounds: number, personId = 'raced'): Promise<RaceResult> {
  const law = loadLaw();
  const templates = loadTemplates(join(__dirname, '..', '..', 'messages'));
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => `${personId}-${index}`);
  for (const account of accounts) await store.openAccount(anAccount(account, personId));
  const perDay = new Map<Day, number>();
  let contended = 0;
  const began = performance.now();
  const days = lawfulDays(law, rounds, personId);
  for (const [round, at] of days.entries()) {
    const out: OutboundMessage[] = [];
    const send = createSendTouch(hostOf(store, law, templates, out));
    const senders = Array.from({ length: SENDERS }, (_, index) =>
      sendAs(send, aRequest(accounts[index % ACCOUNTS] ?? '', personId, `r${round}-s${index}`, at)),
    );
    const replies = await Promise.all(senders);
    contended += replies.filter((reply) => reply === 'contended').length;
    perDay.set(localDay(at, ZONE), out.length);
  }
  return { rounds, perDay, contended, seconds: (performance.now() - began) / 1000 };
}

type Law = ActivityHost['law'];

function lawfulDays(law: Law, rounds: number, personId: string): Instant[] {
  const days: Instant[] = [];
  const { zones } = aPerson(personId);
  for (let at = FIRST; days.length < rounds; at += DAY_MS) {
    const request = {
      at,
      channel: 'sms',
      zones,
      actor: 'creditor',
      debtor: 'consumer',
      creditorType: 'financial',
    } as const;
    const verdict = law
      .lawbook('CO')
      .judge({ ...request, recipient: 'debtor', dpd: 1, facts: [], prior: [] }, 'strict');
    if (verdict.allowed) days.push(at);
  }
  return days;
}

function hostOf(
  store: Store,
  law: Law,
  templates: ActivityHost['templates'],
  out: OutboundMessage[],
): ActivityHost {
  const send = async (message: OutboundMessage) => {
    out.push(message);
    return { kind: 'accepted', providerId: `out-${message.attemptId}` } as const;
  };
  return {
    ...{ store, law, templates },
    gateways: { sms: { send }, email: { send } },
    clock: { now: (planned) => planned },
    guardMs: 0,
    broadcast: { tell: async () => undefined },
    tenantProfile: () => localTenant,
  };
}

async function sendAs(
  send: (request: SendTouchRequest) => Promise<SendTouchReply>,
  request: SendTouchRequest,
): Promise<SendTouchReply | 'contended'> {
  const environment = new MockActivityEnvironment({ attempt: 1 }, { logger: new DefaultLogger('ERROR') });
  try {
    return await environment.run(send, request);
  } catch (error) {
    const isContended = error instanceof ApplicationFailure && error.type === 'touch.contended';
    if (isContended || (error instanceof Error && 'code' in error && error.code === 'store.conflict'))
      return 'contended';
    throw error;
  }
}

const aRequest = (accountId: string, personId: string, step: string, at: Instant): SendTouchRequest => ({
  ...{ tenant: TENANT, accountId, personId, factSeq: 0, actor: 'creditor', profile: 'strict' },
  touch: {
    step,
    anchor: 'D1',
    at,
    via: ['sms', 'email'],
    template: 'vencido',
    stage: 'administrative',
    days: 1,
    dpd: 1,
  },
  window: { from: 10 * 3600, to: 18 * 3600 },
  bill: {
    amountMinor: 100_000,
    overdueMinor: 100_000,
    currency: 'COP',
    dueDate: '2026-01-10',
    daysPastDue: 1,
  },
  journal: { batchId: `${accountId}#${step}`, strategyVersion: 'consumo@1', events: [] },
});
