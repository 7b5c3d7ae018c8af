import * as z from 'zod';
import { outcomes } from '../../../domain/case/state';
import type { LedgerEntry } from '../../../domain/ledger';
import type { AccountRecord } from '../../../store/types';
import { newAccountSchema, newCaseOf } from '../../wire/account';
import { liveSchema, readLiveCase } from '../live-case';
import type { Operation } from '../operation';
import { operation } from '../operation';
import { refuse } from '../problems';
import { accountParams, pageOf, pageQuery, unknown } from './common';

const accountSchema = z
  .strictObject({
    id: z.string(),
    person: z.string(),
    currency: z.string(),
    strategy: z.strictObject({ id: z.string(), version: z.int(), hash: z.string() }),
    jurisdiction: z.string(),
    outcome: z.string().meta({ description: '`open`, or how it ended' }),
    entries: z.int().meta({ description: 'Entries of its ledger' }),
  })
  .meta({ id: 'Account' });

const accountWithCaseSchema = accountSchema
  .extend({
    live: liveSchema.optional().meta({ description: 'Absent where it has ended or does not answer' }),
  })
  .meta({ id: 'AccountWithCase' });

const entrySchema = z
  .strictObject({
    ...{ seq: z.int(), at: z.string(), type: z.string(), actor: z.string() },
    facts: z.record(z.string(), z.unknown()),
    ...{ strategyVersion: z.string(), lawVersion: z.string(), hash: z.string() },
  })
  .meta({ id: 'LedgerEntry', description: 'What happened, from the account’s ledger' });

const wireOf = ({
  accountId: id,
  personId: person,
  outcome = 'open',
  ledger,
  ...account
}: AccountRecord) => ({
  ...{ id, person, outcome, entries: ledger.seq },
  ...{ currency: account.currency, strategy: account.strategy, jurisdiction: account.jurisdiction },
});

const entryOf = ({ prevHash: _hash, workflowId: _id, runId: _run, ...entry }: LedgerEntry) => entry;

/** Accounts and what happened to them. */
export const accountOperations: readonly Operation[] = [
  operation({
    ...{ id: 'openAccount', method: 'post', path: '/v1/accounts', tag: 'accounts', permission: 'book' },
    summary: 'Open an account; one that is open is found, and stays as it is',
    body: newAccountSchema,
    status: 201,
    reply: z
      .strictObject({ id: z.string(), outcome: z.enum(outcomes), stage: z.string().nullable() })
      .meta({ id: 'OpenedAccount' }),
    run: async ({ store, intake, tenant, now, strategies }, { body }) => {
      const known = await store.getAccount({ tenant, accountId: body.id });
      const outcome = known?.outcome ?? 'open';
      if (outcome !== 'open') throw refuse('conflict', { detail: `The account has ended: ${outcome}` });
      const opened = await intake.open(newCaseOf(tenant, body, now(), strategies.of));
      return { id: body.id, outcome: opened.outcome, stage: opened.stage };
    },
  }),
  operation({
    ...{ id: 'listAccounts', method: 'get', path: '/v1/accounts', tag: 'accounts', permission: 'read' },
    summary: 'Accounts by id',
    query: pageQuery,
    status: 200,
    reply: pageOf(accountSchema),
    run: async ({ store, tenant }, { query }) => {
      const { items, cursor: next } = await store.listAccounts({ tenant, ...query });
      return { items: items.map(wireOf), ...(next !== undefined && { next }) };
    },
  }),
  operation({
    ...{
      id: 'getAccount',
      method: 'get',
      path: '/v1/accounts/{account}',
      tag: 'accounts',
      permission: 'read',
    },
    summary: 'One account, and where its case stands',
    params: accountParams,
    status: 200,
    reply: accountWithCaseSchema,
    run: async ({ store, client, tenant, now }, { params: { account } }) => {
      const ref = { tenant, accountId: account };
      const found = await store.getAccount(ref);
      if (!found) throw unknown('account', account);
      const { outcome = 'open' } = found;
      const live = outcome === 'open' ? await readLiveCase(client, ref, now()) : undefined;
      return { ...wireOf(found), ...(live && { live }) };
    },
  }),
  operation({
    id: 'getTimeline',
    ...{ method: 'get', path: '/v1/accounts/{account}/timeline', tag: 'accounts', permission: 'read' },
    summary: 'What happened to an account, oldest first',
    params: accountParams,
    query: pageQuery,
    status: 200,
    reply: pageOf(entrySchema),
    run: async ({ store, tenant }, { params: { account }, query }) => {
      const ref = { tenant, accountId: account };
      if (!(await store.getAccount(ref))) throw unknown('account', account);
      const { items, cursor: next } = await store.readLedgerPage({ ...ref, ...query });
      return { items: items.map(entryOf), ...(next !== undefined && { next }) };
    },
  }),
];
