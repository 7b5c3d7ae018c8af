import * as z from 'zod';
import { sendChannels } from '../../domain/channel';
import { nearestName } from '../nearest';
import type { Fault } from './checks';
import type { Draft } from './draft';

const cost = z.number().min(0).describe('a number of at least 0, in the unit of the limit');

/** Which account of a person speaks first, what may be spent on one, and how much work a queue takes. */
export const constraintFields = {
  priority: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe(
      'a whole number from 0 to 100: when the law lets only one of a person’s accounts speak on a day, the one with the highest does; absent = 0',
    ),
  budget: z
    .strictObject({
      limit: z
        .number()
        .positive()
        .describe('a number above 0: the most that is spent on one account, in any one unit'),
      costs: z
        .partialRecord(z.enum([...sendChannels, 'task']), cost)
        .describe('what one message of each channel costs, and one task; what is not named is free'),
    })
    .optional()
    .describe(
      'the most that is spent on one account; steps that no longer fit are passed over, required ones excepted',
    ),
  capacity: z
    .record(
      z.string(),
      z.strictObject({
        agents: z.int().min(1).describe('a whole number from 1: people who work the queue'),
        tasks_per_agent: z
          .int()
          .min(1)
          .describe('a whole number from 1: tasks that one of them can do a day'),
      }),
    )
    .optional()
    .describe(
      'by work queue: how many tasks it takes a day; the next ones are planned for the next day that has room',
    ),
} as const;

type ConstraintsFile = {
  readonly [K in keyof typeof constraintFields]: z.output<(typeof constraintFields)[K]>;
};

/** The same as the core reads it. */
export function constraintsOf({ priority, budget, capacity }: Partial<ConstraintsFile>) {
  return {
    ...(priority !== undefined && { priority }),
    ...(budget && { budget }),
    ...(capacity && { capacity: capacitiesOf(capacity) }),
  };
}

const capacitiesOf = (capacity: NonNullable<ConstraintsFile['capacity']>) =>
  Object.fromEntries(
    Object.entries(capacity).map(([queue, { agents, tasks_per_agent: tasksPerAgent }]) => [
      queue,
      { agents, tasksPerAgent },
    ]),
  );

/** A limit on a queue to which no step gives work limits nothing: mostly a slip of the pen. */
export function capacityFaults({ fields }: Draft): readonly Fault[] {
  const { capacity, steps } = fields;
  if (typeof capacity !== 'object' || capacity === null || !Array.isArray(steps)) return [];
  const queues = steps.flatMap((step: unknown) => queueOf(step) ?? []);
  return Object.keys(capacity)
    .filter((queue) => !queues.includes(queue))
    .map((queue) => {
      const near = nearestName(queue, queues);
      const remedy = near ? `write ${near}` : 'name a queue of one of the steps, or take the limit out';
      const message = `no step gives work to the queue ${queue}`;
      return { path: ['capacity', queue], part: 'key', code: 'capacity.queue', message, remedy };
    });
}

function queueOf(step: unknown): string | undefined {
  const isFields = typeof step === 'object' && step !== null;
  return isFields && 'queue' in step && typeof step.queue === 'string' ? step.queue : undefined;
}
