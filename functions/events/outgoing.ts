import * as z from 'zod';
import type { LedgerEntry } from '../../domain/ledger';
import { sendChannels } from '../../domain/channel';
import { outcomes } from '../../domain/case/state';
import { isCure } from '../../domain/case/cure';

const account = z.string().meta({ description: 'Account in the creditor’s books' });
const step = z.string().meta({ description: 'Step of the strategy' });
const debt = z.string().meta({ description: 'Debt that the step is about' });
const stage = z.string().meta({ description: 'preventive, administrative, extrajudicial or judicial' });
const promise = z.string().meta({ description: 'Id of the promise to pay' });

const amount = (description: string) =>
  z.int().meta({ description: `${description}; whole minor units of the account’s currency` });
/** Offers that the strategy makes by itself, and settlements that somebody has agreed. */
const offer = {
  account,
  offer: z.string().meta({ description: 'Id of the offer, the same in all that follows from it' }),
  by: z.enum(['incentive', 'settlement']).meta({
    description: 'Made by the strategy for whoever pays early, or agreed with the debtor',
  }),
};

/** What we tell, by the last part of the type `io.recobro.account.<name>.v1`. Ids, codes, dates, amounts: no personal data. */
export const outgoingData = {
  stage_changed: z.strictObject({ account, stage }),
  cured: z
    .strictObject({ account, stage })
    .meta({ description: 'Nothing is overdue any more; debts remain' }),
  outcome_changed: z.strictObject({ account, outcome: z.enum(outcomes) }),
  touch_sent: z.strictObject({
    ...{ account, step, debt },
    channel: z.enum(sendChannels),
    attempt: z.string().meta({ description: 'Id under which feedback about it comes' }),
  }),
  touch_refused: z.strictObject({
    ...{ account, step, debt },
    rule: z.string().meta({ description: 'Rule that stood against it' }),
    lawVersion: z.string(),
    next: z.string().meta({ description: 'Instant from which it may be lawful' }),
  }),
  promise_made: z.strictObject({ account, promise }),
  promise_kept: z.strictObject({ account, promise }),
  promise_broken: z.strictObject({ account, promise }),
  offer_made: z
    .strictObject({
      ...offer,
      owed: amount('What is left to pay of its debts'),
      amount: amount('What settles them instead'),
      saving: amount('The difference'),
      until: z.string().meta({ description: 'Last local date to pay, of the last instalment' }),
      debts: z.array(z.string()).meta({ description: 'Debts that it settles' }),
    })
    .meta({ description: 'Whoever pays the amount in time owes no more of these debts' }),
  offer_kept: z.strictObject({ ...offer, saving: amount('What is no longer owed') }),
  offer_lapsed: z
    .strictObject({
      ...offer,
      reason: z.enum(['expired', 'changed', 'replaced']).meta({
        description: 'Not paid in time; one of its debts has changed; a settlement took its place',
      }),
    })
    .meta({ description: 'The full debt stands' }),
  offer_taken_back: z
    .strictObject({ ...offer, stands: z.boolean().meta({ description: 'There is still time to pay' }) })
    .meta({ description: 'A payment that had earned it was reversed, and what it saved is owed again' }),
  handed_off: z.strictObject({ account, step, to: z.string().meta({ description: 'Who takes it over' }) }),
} as const;

export type OutgoingName = keyof typeof outgoingData;
export const outgoingNames = Object.keys(outgoingData).filter(
  (name): name is OutgoingName => name in outgoingData,
);

export const outgoingType = (name: OutgoingName): string => `io.recobro.account.${name}.v1`;

/** A CloudEvent. `sequence` orders the events of one account as text; what was told twice has the same id. */
export interface OutgoingEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly sequence: string;
  readonly data: unknown;
}

export interface LedgerNews {
  readonly tenant: string;
  readonly accountId: string;
  readonly entry: LedgerEntry;
  /** The stage before this entry, where it enters one; undefined: it is the first. */
  readonly stageBefore?: string;
}

/** What a ledger entry means to those outside; mostly nothing. Only the members of the schema leave. */
export function eventsOf(news: LedgerNews): readonly OutgoingEvent[] {
  const { entry, accountId } = news;
  const { anchor: debt, ...facts } = entry.facts;
  const raw = { ...facts, debt, account: accountId };
  return namesOf(news).map((name) => {
    const data = picked(name, name === 'promise_made' ? { ...raw, promise: facts['id'] } : raw);
    return eventOf(news, name, data);
  });
}

function namesOf({ entry, stageBefore }: LedgerNews): readonly OutgoingName[] {
  const { type, facts } = entry;
  if (type === 'fact_received') return facts['kind'] === 'promise' ? ['promise_made'] : [];
  if (type === 'stage_changed') {
    return isCure(stageBefore, facts['stage']) ? ['stage_changed', 'cured'] : ['stage_changed'];
  }
  return outgoingNames.filter((name) => name === type);
}

/** @throws {ZodError} When the entry lacks a member: then the ledger has changed and this file has not. */
function picked(name: OutgoingName, raw: Readonly<Record<string, unknown>>): unknown {
  const schema = outgoingData[name];
  const wanted = Object.keys(schema.shape);
  return schema.parse(Object.fromEntries(Object.entries(raw).filter(([key]) => wanted.includes(key))));
}

function eventOf({ tenant, accountId, entry }: LedgerNews, name: OutgoingName, data: unknown): OutgoingEvent {
  const { seq, at } = entry;
  return {
    specversion: '1.0',
    id: `${accountId}/${seq}/${name}`,
    source: `/recobro/${tenant}`,
    type: outgoingType(name),
    subject: accountId,
    time: at,
    datacontenttype: 'application/json',
    dataschema: `urn:recobro:schema:account.${name}.v1`,
    sequence: String(seq).padStart(10, '0'),
    data,
  };
}
