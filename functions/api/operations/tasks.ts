import * as z from 'zod';
import { isoFromInstant, MINUTE_MS } from '../../../domain/time/calendar';
import { workStates } from '../../../store/types';
import type { StoredWorkItem, WorkItemRef } from '../../../store/types';
import { NO_ACCOUNT, taskOf } from '../../payments/book';
import { isReply } from '../../reply-tasks';
import { idSchema } from '../../wire/values';
import type { Operation } from '../operation';
import { operation } from '../operation';
import { refuse } from '../problems';
import { pageOf, pageQuery, recordLook, taken, takenSchema, unknown } from './common';

const taskSchema = z
  .strictObject({
    id: z.string(),
    account: z.string().nullable().meta({ description: 'Null where it is about no account' }),
    ...{ kind: z.string(), queue: z.string(), state: z.enum(workStates) },
    ...{ dueAt: z.string(), openedAt: z.string() },
    ...{ step: z.string().optional(), script: z.string().optional() },
    agent: z.string().optional().meta({ description: 'Who has claimed it' }),
    claimedUntil: z.string().optional(),
    details: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .meta({ description: 'What somebody wrote back is told to whoever claims the task, not in lists' }),
  })
  .meta({ id: 'Task', description: 'Something for a person to do' });

const taskParams = z.strictObject({ task: z.string().regex(/^[\w-]{1,2000}$/) });
const tasked = { method: 'post', tag: 'tasks', params: taskParams, status: 200 } as const;

/** One text for both parts of a work item's key; base64url, because ids may hold anything. */
export const taskId = ({ accountId, id }: Omit<WorkItemRef, 'tenant'>): string =>
  Buffer.from(JSON.stringify([accountId, id])).toString('base64url');

const keySchema = z.tuple([z.string().min(1), z.string().min(1)]);

function refOf(tenant: string, task: string): WorkItemRef {
  const key = keySchema.safeParse(json(Buffer.from(task, 'base64url').toString()));
  if (!key.success) throw unknown('task', task);
  const [accountId, id] = key.data;
  return { tenant, accountId, id };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The queues of what people have to do. */
export const taskOperations: readonly Operation[] = [
  operation({
    ...{ id: 'listTasks', method: 'get', path: '/v1/tasks', tag: 'tasks', permission: 'read' },
    summary: 'What is not done yet, by due date; of one queue or of all',
    query: pageQuery.extend({ queue: z.string().min(1).max(80).optional() }),
    status: 200,
    reply: pageOf(taskSchema),
    run: async ({ store, tenant }, { query: { queue, ...page } }) => {
      const of = { tenant, ...page, ...(queue !== undefined && { queue }) };
      const { items, cursor: next } = await store.listWorkItems(of);
      return { items: items.map(listed), ...(next !== undefined && { next }) };
    },
  }),
  operation({
    ...{ ...tasked, id: 'claimTask', path: '/v1/tasks/{task}/claim', permission: 'work', reply: taskSchema },
    summary: 'Take a task for some minutes, so that nobody else does',
    body: z.strictObject({ minutes: z.int().min(1).max(480) }).meta({ id: 'Claim' }),
    run: async (call, { params: { task }, body: { minutes } }) => {
      const { store, tenant, identity, now } = call;
      const ref = refOf(tenant, task);
      if (!(await store.getWorkItem(ref))) throw unknown('task', task);
      const until = now() + minutes * MINUTE_MS;
      const { claimed } = await store.claimWorkItem({ ...ref, agent: identity.actor, at: now(), until });
      const found = await store.getWorkItem(ref);
      if (!claimed || !found) throw refuse('conflict', { detail: 'Somebody else has it, or it is done' });
      if (isReply(found.kind) && ref.accountId !== NO_ACCOUNT)
        await recordLook(call, [ref.accountId], 'reply');
      return wireOf(found);
    },
  }),
  operation({
    ...{ ...tasked, id: 'completeTask', path: '/v1/tasks/{task}/completion', permission: 'work' },
    summary: 'A task that you have claimed is done',
    body: z.strictObject({ result: z.string().min(1).max(200) }).meta({ id: 'Completion' }),
    reply: takenSchema,
    run: async ({ store, tenant, identity, now }, { params: { task }, body: { result } }) => {
      const ref = refOf(tenant, task);
      if (!(await store.getWorkItem(ref))) throw unknown('task', task);
      const { completed } = await store.completeWorkItem({
        ...ref,
        agent: identity.actor,
        at: now(),
        result,
      });
      if (!completed) throw refuse('conflict', { detail: 'Claim it first' });
      return taken;
    },
  }),
  operation({
    ...{ ...tasked, id: 'matchPayment', path: '/v1/tasks/{task}/match', permission: 'reconcile' },
    summary: 'Say whose the payment of an `unmatched_payment` task is',
    body: z.strictObject({ account: idSchema, debt: idSchema.optional() }).meta({ id: 'PaymentMatch' }),
    reply: takenSchema,
    run: async ({ store, payments, tenant, identity }, { params: { task }, body: { account, debt } }) => {
      const { details } = (await store.getWorkItem(refOf(tenant, task))) ?? {};
      const ref = {
        tenant,
        provider: String(details?.['provider']),
        paymentId: String(details?.['paymentId']),
      };
      if (refOf(tenant, task).id !== taskOf(ref).id) throw unknown('unmatched payment', task);
      const owner = { accountId: account, by: identity.actor, ...(debt !== undefined && { debt }) };
      const booked = await payments.assign(ref, owner);
      if (!booked) throw unknown('payment', ref.paymentId);
      if (booked.kind === 'parked') throw refuse('refused', { reason: booked.reason });
      return taken;
    },
  }),
];

/** A list is looked through by many; what somebody wrote is for the one who answers. */
function listed({ details, ...work }: StoredWorkItem) {
  return wireOf({ ...work, ...(details && !isReply(work.kind) && { details }) });
}

function wireOf({
  accountId,
  id,
  kind,
  queue,
  state,
  dueAt,
  at,
  step,
  script,
  agent,
  until,
  details,
}: StoredWorkItem) {
  return {
    ...{
      id: taskId({ accountId, id }),
      account: accountId === NO_ACCOUNT ? null : accountId,
      kind,
      queue,
      state,
    },
    ...{ dueAt: isoFromInstant(dueAt), openedAt: isoFromInstant(at) },
    ...(step !== undefined && { step }),
    ...(script !== undefined && { script }),
    ...(agent !== undefined && { agent }),
    ...(until !== undefined && { claimedUntil: isoFromInstant(until) }),
    ...(details && { details: { ...details } }),
  };
}
