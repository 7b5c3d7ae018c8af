import * as z from 'zod';
import { amountOrNothingSchema, amountSchema, dateSchema, dayOf, idSchema } from '../../wire/values';
import type { Operation } from '../operation';
import { operation } from '../operation';
import { accountParams, ask, takenSchema } from './common';
import { agreeSettlement } from './settlement';

const asked = {
  method: 'post',
  tag: 'requests',
  params: accountParams,
  status: 200,
  reply: takenSchema,
} as const;
/** It stands in the ledger: a code, not a story. */
const codeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{1,60}$/)
  .meta({
    description: 'A code; it stands in the ledger, so say nothing about the person',
    examples: ['illness'],
  });

/** What a person asks of a case, which may refuse it with a reason (problem `refused`). */
export const agreementOperations: readonly Operation[] = [
  operation({
    ...{ ...asked, id: 'promiseToPay', path: '/v1/accounts/{account}/promises', permission: 'agree' },
    summary: 'The debtor promises to pay',
    body: z.strictObject({ id: idSchema, amount: amountSchema, due: dateSchema }).meta({ id: 'Promise' }),
    run: (call, { params, body: { id, amount, due } }) =>
      ask(call, params.account, { kind: 'promise', at: call.now(), id, amount, due: dayOf(due) }),
  }),
  operation({
    ...{ ...asked, id: 'agreePlan', path: '/v1/accounts/{account}/plans', permission: 'agree' },
    summary: 'Instalments take the place of the debts',
    body: z
      .strictObject({
        id: idSchema,
        instalments: z
          .array(z.strictObject({ due: dateSchema, amount: amountSchema }))
          .min(1)
          .max(200),
      })
      .meta({ id: 'Plan' }),
    run: (call, { params, body: { id, instalments } }) =>
      ask(call, params.account, {
        ...{ kind: 'plan', at: call.now(), id },
        instalments: instalments.map(({ due, amount }) => ({ due: dayOf(due), amount })),
      }),
  }),
  agreeSettlement,
  operation({
    ...{ ...asked, id: 'endPlan', path: '/v1/accounts/{account}/plan-endings', permission: 'decide' },
    summary: 'A plan ends; the debts come back with all their days',
    body: z.strictObject({ id: idSchema, plan: idSchema }).meta({ id: 'PlanEnding' }),
    run: (call, { params, body }) => ask(call, params.account, { kind: 'end_plan', at: call.now(), ...body }),
  }),
  operation({
    ...{ ...asked, id: 'openDispute', path: '/v1/accounts/{account}/disputes', permission: 'agree' },
    summary: 'The debtor disputes a debt',
    body: z.strictObject({ id: idSchema, debt: idSchema }).meta({ id: 'Dispute' }),
    run: (call, { params, body }) => ask(call, params.account, { kind: 'dispute', at: call.now(), ...body }),
  }),
  operation({
    ...{
      ...asked,
      id: 'resolveDispute',
      path: '/v1/accounts/{account}/dispute-resolutions',
      permission: 'decide',
    },
    summary: 'A dispute is accepted (the debt has a new total) or rejected (the debt comes back)',
    body: z
      .strictObject({
        id: idSchema.meta({ description: 'Id of the dispute' }),
        as: z.enum(['accepted', 'rejected']),
        amount: amountOrNothingSchema.optional().meta({ description: 'New total where accepted; absent: 0' }),
        freeze: z.boolean().optional().meta({ description: 'Take the days of the dispute out of the count' }),
      })
      .meta({ id: 'DisputeResolution' }),
    run: (call, { params, body: { id, as, amount, freeze } }) =>
      ask(call, params.account, {
        ...{ kind: 'resolve', at: call.now(), id, as },
        ...(amount !== undefined && { amount }),
        ...(freeze !== undefined && { freeze }),
      }),
  }),
  operation({
    ...{ ...asked, id: 'holdAccount', path: '/v1/accounts/{account}/holds', permission: 'agree' },
    summary: 'Nothing is sent until a date, or until released',
    body: z
      .strictObject({
        id: idSchema,
        from: dateSchema.optional().meta({ description: 'First held date; absent: from now' }),
        until: dateSchema.nullable().meta({ description: 'First free date; null: until released' }),
        freeze: z.boolean().meta({ description: 'Take the held days out of the count' }),
        reason: codeSchema,
      })
      .meta({ id: 'Hold' }),
    run: (call, { params, body: { from, until, ...hold } }) =>
      ask(call, params.account, {
        ...{ kind: 'hold', at: call.now(), ...hold, until: until === null ? null : dayOf(until) },
        ...(from !== undefined && { from: dayOf(from) }),
      }),
  }),
  operation({
    ...{ ...asked, id: 'releaseHold', path: '/v1/accounts/{account}/hold-releases', permission: 'unblock' },
    summary: 'A hold ends',
    body: z
      .strictObject({ id: idSchema.meta({ description: 'Id of the hold' }) })
      .meta({ id: 'HoldRelease' }),
    run: (call, { params, body }) => ask(call, params.account, { kind: 'release', at: call.now(), ...body }),
  }),
  operation({
    ...{
      ...asked,
      id: 'approveHandoff',
      path: '/v1/accounts/{account}/handoff-approvals',
      permission: 'decide',
    },
    summary: 'A person approves that the account is handed off',
    body: z.strictObject({ step: idSchema }).meta({ id: 'HandoffApproval' }),
    run: (call, { params, body }) => ask(call, params.account, { kind: 'approve', at: call.now(), ...body }),
  }),
  operation({
    ...{ ...asked, id: 'completeDossier', path: '/v1/accounts/{account}/dossier', permission: 'decide' },
    summary: 'The dossier of the account is complete, or is not any more',
    body: z.strictObject({ complete: z.boolean() }).meta({ id: 'Dossier' }),
    run: (call, { params, body }) => ask(call, params.account, { kind: 'dossier', at: call.now(), ...body }),
  }),
  operation({
    ...{ ...asked, id: 'serveNotice', path: '/v1/accounts/{account}/served-notices', permission: 'decide' },
    summary: 'A required notice was served by hand',
    body: z
      .strictObject({ id: idSchema, step: idSchema, on: dateSchema, proof: codeSchema })
      .meta({ id: 'ServedNotice' }),
    run: (call, { params, body }) =>
      ask(call, params.account, { kind: 'serve', at: call.now(), ...body, on: dayOf(body.on) }),
  }),
  operation({
    ...{ ...asked, id: 'writeOff', path: '/v1/accounts/{account}/write-off', permission: 'decide' },
    summary: 'Collection ends: the account is written off',
    run: (call, { params }) => ask(call, params.account, { kind: 'write_off', at: call.now() }),
  }),
  operation({
    ...{ ...asked, id: 'withdraw', path: '/v1/accounts/{account}/withdrawal', permission: 'decide' },
    summary: 'Collection ends: the creditor takes the account back',
    run: (call, { params }) => ask(call, params.account, { kind: 'withdraw', at: call.now() }),
  }),
];
