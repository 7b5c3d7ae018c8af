import { Entity } from 'dynamodb-toolbox/entity';
import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { sendChannels } from '../domain/channel';
import type { Halt, HaltScope } from '../domain/halt';
import { isoFromInstant } from '../domain/time/calendar';
import type { Base } from './base';
import type { Entities } from './entities';
import { ALL, HALTS, HALT_LOG, haltKey } from './keys';

/** One thing done to the stop switch. */
export interface HaltChange extends Halt {
  readonly done: 'halted' | 'resumed';
}

const haltEntity = (table: Entities['core']) =>
  new Entity({
    timestamps: false,
    name: 'Halt',
    table,
    schema: item({
      haltTenant: string().key(),
      channel: string().key(),
      at: number(),
      by: string(),
      reason: string(),
    }),
    computeKey: ({ haltTenant, channel }) => ({ pk: HALTS, sk: haltKey(haltTenant, channel) }),
  });

/** What was done to the switch, never changed: who stopped or resumed what, and why. */
const changeEntity = (table: Entities['core']) =>
  new Entity({
    timestamps: false,
    name: 'HaltChange',
    table,
    schema: item({
      at: number().key(),
      haltTenant: string().key(),
      channel: string().key(),
      done: string().key(),
      by: string(),
      reason: string(),
    }),
    computeKey: ({ at, haltTenant, channel, done }) => ({
      pk: HALT_LOG,
      sk: `${isoFromInstant(at)}#${haltKey(haltTenant, channel)}#${done}`,
    }),
  });

type Entry = { readonly haltTenant: string; readonly channel: string };

const entryOf = ({ tenant, channel }: HaltScope): Entry => ({
  haltTenant: tenant ?? ALL,
  channel: channel ?? ALL,
});

function scopeOf({ haltTenant, channel }: Entry): HaltScope {
  const known = sendChannels.find((name) => name === channel);
  return { tenant: haltTenant === ALL ? null : haltTenant, channel: known ?? null };
}

/** The stop switch: what may not be sent now, and who said so. */
export function createHalts({ entities: { core } }: Base) {
  const halts = haltEntity(core);
  const changes = changeEntity(core);

  /** Nothing of this scope is sent any more; halting it again keeps the newer reason. */
  async function haltSending({ at, by, reason, ...scope }: Halt): Promise<void> {
    const written = { ...entryOf(scope), at, by, reason };
    await halts.build(PutItemCommand).item(written).send();
    await changes
      .build(PutItemCommand)
      .item({ ...written, done: 'halted' })
      .send();
  }

  /** Lifts the halt of exactly this scope. @returns False when there was none. */
  async function resumeSending({ at, by, reason, ...scope }: Halt): Promise<{ resumed: boolean }> {
    const { Attributes } = await halts
      .build(DeleteItemCommand)
      .key(entryOf(scope))
      .options({ returnValues: 'ALL_OLD' })
      .send();
    if (!Attributes) return { resumed: false };
    await changes
      .build(PutItemCommand)
      .item({ ...entryOf(scope), at, by, reason, done: 'resumed' })
      .send();
    return { resumed: true };
  }

  /** Every halt that holds now; read consistently, because the next message depends on it. */
  async function listHalts(): Promise<readonly Halt[]> {
    const { Items } = await core
      .build(QueryCommand)
      .query({ partition: HALTS })
      .entities(halts)
      .options({ consistent: true })
      .send();
    return (Items ?? []).map(({ at, by, reason, ...entry }) => ({ ...scopeOf(entry), at, by, reason }));
  }

  /** The last things done to the switch, newest first. */
  async function listHaltChanges(limit: number): Promise<readonly HaltChange[]> {
    const { Items } = await core
      .build(QueryCommand)
      .query({ partition: HALT_LOG })
      .entities(changes)
      .options({ limit, reverse: true })
      .send();
    return (Items ?? []).map(({ at, by, reason, done, ...entry }) => ({
      ...scopeOf(entry),
      at,
      by,
      reason,
      done: done === 'halted' ? 'halted' : 'resumed',
    }));
  }

  return { haltSending, resumeSending, listHalts, listHaltChanges };
}
