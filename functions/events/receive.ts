import * as z from 'zod';
import type { CaseFact } from '../../domain/case/facts';
import type { Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import { StoreError } from '../../store/errors';
import type { Store } from '../../store/store';
import type { Intake } from '../intake';
import { NO_ACCOUNT } from '../payments/book';
import { OPERATIONS_QUEUE, TRIES } from '../provider-events/consume';
import type { TraceContext } from '../../traces/context';
import { readTraceparent, TRACEPARENT } from '../../traces/context';
import type { Report } from '../report';
import { debtOf, newCaseOf, type WireAccount } from '../wire/account';
import { dayOf, instantOf } from '../wire/values';
import type { Envelope, IncomingName } from './incoming';
import { envelopeSchema, incomingData, incomingNames, incomingType } from './incoming';

interface Deps {
  readonly store: Pick<Store, 'getAccount' | 'readSnapshot' | 'putWorkItem'>;
  readonly intake: Pick<Intake, 'openQuietly' | 'acceptFact' | 'request'>;
  /** @throws {RecobroError} When there is no such strategy. */
  readonly strategyOf: (id: string | undefined) => Strategy;
  readonly report: Report;
  readonly now: () => Instant;
}

/** Who brings what comes over the bus, as the ledger names it. */
const EVENTS = 'events';

/**
 * EventBridge's `source` is `loans.<tenant>`: who may write which source is for the bus to say (condition `events:source`),
 * so that the event itself cannot claim another tenant.
 */
const busSchema = z.looseObject({ source: z.string().regex(/^loans\.[^.]+$/), detail: z.unknown() });

/** The trace that an event names by the extension `traceparent` of CloudEvents; what is wrong with it is no fault of the event. */
export function traceInEvent(body: string): TraceContext | undefined {
  try {
    const detail = z
      .looseObject({ [TRACEPARENT]: z.string() })
      .safeParse(busSchema.parse(JSON.parse(body)).detail);
    return readTraceparent(detail.data?.[TRACEPARENT]);
  } catch {
    return undefined;
  }
}

/** Events of loan systems, once per source and id: they open, feed or close the case of their account. */
export function createEventReceiver({ store, intake, strategyOf, report, now }: Deps) {
  return async function receive(body: string, tries: number): Promise<void> {
    const { source, detail } = busSchema.parse(JSON.parse(body));
    const tenant = source.slice('loans.'.length);
    const event = envelopeSchema.parse(detail);
    const name = incomingNames.find((known) => incomingType(known) === event.type);
    const refusal = name === undefined ? 'unknown_type' : await take(tenant, name, event, tries);
    report.count('event_in', { type: name ?? 'unknown', result: refusal ?? 'taken' });
    if (refusal !== undefined) await park(tenant, event, refusal);
  };

  /** @returns Why a person must look into it, if so. */
  async function take(
    tenant: string,
    name: IncomingName,
    event: Envelope,
    tries: number,
  ): Promise<string | undefined> {
    const data = incomingData[name].safeParse(event.data);
    if (!data.success) return `bad_data ${data.error.issues[0]?.path.join('.') ?? ''}`;
    const eventId = `${event.source}/${event.id}`;
    try {
      return await tell(tenant, eventId, { name, data: data.data } as Incoming, event); // parsed by its name
    } catch (error) {
      const isUnknown = error instanceof StoreError && error.code === 'store.notFound';
      // The event that opens it may still be on its way.
      if (isUnknown && tries >= TRIES) return 'unknown_account';
      throw error;
    }
  }

  async function tell(
    tenant: string,
    eventId: string,
    incoming: Incoming,
    event: Envelope,
  ): Promise<string | undefined> {
    const at = event.time === undefined ? now() : Math.min(instantOf(event.time), now());
    if (incoming.name === 'disbursed') return open(tenant, eventId, incoming.data, at);
    const account = { tenant, accountId: incoming.data.account };
    const fact = factOf(incoming, at);
    if (fact.kind !== 'plan' && fact.kind !== 'write_off') {
      await intake.acceptFact(account, eventId, fact, EVENTS);
      return undefined;
    }
    if (!(await store.getAccount(account))) throw notFound(account.accountId);
    const answer = await intake.request(account, eventId, fact, EVENTS);
    return answer.accepted ? undefined : `refused ${answer.reason}`;
  }

  /** An account that is there already gets what is new of it. */
  async function open(tenant: string, eventId: string, data: WireAccount, at: Instant): Promise<undefined> {
    const account = { tenant, accountId: data.id };
    if (await store.getAccount(account)) {
      for (const debt of data.debts) {
        const fact = { kind: 'debt', at, ...debtOf(debt) } as const;
        await intake.acceptFact(account, `${eventId}/${debt.id}`, fact, EVENTS);
      }
      // Cut short before its workflow began, it must begin now; closed, it stays so.
      if ((await store.readSnapshot(account)) !== undefined) return;
    }
    await intake.openQuietly(newCaseOf(tenant, data, at, strategyOf));
  }

  async function park(tenant: string, { id, source, type }: Envelope, reason: string): Promise<void> {
    const at = now();
    const [kind = ''] = reason.split(' ');
    await store.putWorkItem({
      ...{ tenant, accountId: NO_ACCOUNT, id: `event-${source}/${id}`, kind, queue: OPERATIONS_QUEUE },
      ...{ dueAt: at, at, details: { id, source, type, reason } },
    });
  }
}

type Incoming = {
  [Name in IncomingName]: { readonly name: Name; readonly data: z.infer<(typeof incomingData)[Name]> };
}[IncomingName];

type Told =
  | (CaseFact & { readonly kind: 'debt' | 'payment' | 'reversal' })
  | (CaseFact & { readonly kind: 'plan' | 'write_off' });

function factOf(incoming: Exclude<Incoming, { name: 'disbursed' }>, at: Instant): Told {
  switch (incoming.name) {
    case 'instalment_due':
    case 'instalment_overdue':
      return { kind: 'debt', at, ...debtOf(incoming.data.debt) };
    case 'restructured': {
      const { plan: id, instalments } = incoming.data;
      return {
        kind: 'plan',
        at,
        id,
        instalments: instalments.map(({ due, amount }) => ({ due: dayOf(due), amount })),
      };
    }
    case 'repaid': {
      const { payment: id, amount, debt, on } = incoming.data;
      const optional = { ...(debt !== undefined && { debt }), ...(on !== undefined && { on: dayOf(on) }) };
      return { kind: 'payment', at, id, amount, ...optional };
    }
    case 'reversed':
      return { kind: 'reversal', at, id: incoming.data.reversal, of: incoming.data.payment };
    case 'written_off':
      return { kind: 'write_off', at };
  }
}

const notFound = (account: string): StoreError =>
  new StoreError('store.notFound', `Cannot find account ${account}: open it first`, { item: account });
