import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import type { CoreTable } from './entities';
import { accountKey, numbered, queueDaysKey } from './keys';
import { workStates } from './types';

/** Something for a person to do. Until it is done, it is listed by queue (`gsi1`) and by tenant (`gsi2`). */
export const workItemEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'WorkItem',
    table,
    schema: item({
      tenant: string().key(),
      accountId: string().key(),
      workItemId: string().key(),
      kind: string(),
      queue: string(),
      step: string().optional(),
      dueAt: number(),
      at: number(),
      script: string().optional(),
      /** JSON, sealed. */
      details: string().optional(),
      state: string().enum(...workStates),
      agent: string().optional(),
      until: number().optional(),
      completedAt: number().optional(),
      result: string().optional(),
      gsi1pk: string().optional(),
      gsi1sk: string().optional(),
      gsi2pk: string().optional(),
      gsi2sk: string().optional(),
    }),
    computeKey: ({ workItemId, ...ref }) => ({ pk: accountKey(ref), sk: `TASK#${workItemId}` }),
  });

/** How much of a queue's work is planned for a day; the day is a local date as a number, see `Day`. */
export const queueDayEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'QueueDay',
    table,
    schema: item({ tenant: string().key(), queue: string().key(), day: number().key(), planned: number() }),
    computeKey: ({ tenant: of, queue, day }) => ({ pk: queueDaysKey(of, queue), sk: numbered('D', day) }),
  });
