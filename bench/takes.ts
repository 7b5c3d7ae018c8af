import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Client } from '@temporalio/client';
import { tableShapes } from '../store/tables';
import type { TableId, TableNames } from '../store/tables';
import type { AwsMeter } from './aws-meter';
import { usageBetween } from './aws-meter';
import type { WireItem } from './capacity';
import { itemBytes, STORED_OVERHEAD_BYTES } from './capacity';
import { cpuMsOfProcess } from './cpu';
import type { Lived } from './driver';
import { actionsOf, runsOf } from './history';

/** What one life, or one thing in a life, takes: the members of `simulator/data/consumption.yaml`. */
export interface Take {
  /** As Temporal Cloud bills them. */
  readonly actions: number;
  /** Bytes of history, all runs. */
  readonly history_bytes: number;
  readonly write_units: number;
  readonly read_units: number;
  readonly kms_requests: number;
  readonly ledger_entries: number;
  /** Bytes that stay in the tables, indexes and overhead included. */
  readonly kept_bytes: number;
  /** Processor time of the worker. */
  readonly worker_ms: number;
}

export const members = [
  'actions',
  'history_bytes',
  'write_units',
  'read_units',
  'kms_requests',
  'ledger_entries',
  'kept_bytes',
  'worker_ms',
] as const satisfies readonly (keyof Take)[];

/** The members, each by a function of the name. */
export const takeOf = (of: (member: keyof Take) => number): Take =>
  // All names of the type, each with its number.
  Object.fromEntries(members.map((member) => [member, of(member)])) as unknown as Take;

/** What one of so many takes, by which two lives differ. */
export const difference = (more: Take, less: Take, count: number): Take =>
  takeOf((member) => (more[member] - less[member]) / count);

export interface Bench {
  readonly meter: AwsMeter;
  readonly client: Client;
  /** Where the tables really are: looks of the bench are not counted. */
  readonly tables: DynamoDBClient;
  readonly names: TableNames;
  readonly workerPid: number;
}

/** Lives, and says what one of them took on average. */
export async function takeOfLives(
  bench: Bench,
  lives: number,
  live: () => Promise<readonly Lived[]>,
): Promise<Take> {
  const { meter, workerPid } = bench;
  const [kept, usage, cpu] = [await keptBytes(bench), meter.usage(), cpuMsOfProcess(workerPid)];
  const lived = await live();
  const used = usageBetween(usage, meter.usage());
  const cpuMs = cpuMsOfProcess(workerPid) - cpu;
  const keptAfter = await keptBytes(bench);
  const runs = await Promise.all(
    lived.map(({ workflowId, firstRunId }) => runsOf(bench.client, workflowId, firstRunId)),
  );
  const actions = runs.map((chain) => total(Object.values(actionsOf(chain))));
  const bytes = runs.flat().map((run) => run.bytes);
  const kms = Object.entries(used.requests).filter(([name]) => name.startsWith('TrentService.'));
  const sums: Take = {
    actions: total(actions),
    history_bytes: total(bytes),
    write_units: used.writeUnits,
    read_units: used.readUnits,
    kms_requests: total(kms.map(([, count]) => count)),
    ledger_entries: keptAfter.ledgerEntries - kept.ledgerEntries,
    kept_bytes: keptAfter.bytes - kept.bytes,
    worker_ms: cpuMs,
  };
  return takeOf((member) => sums[member] / lives);
}

interface Kept {
  readonly bytes: number;
  readonly ledgerEntries: number;
}

async function keptBytes({ tables, names }: Bench): Promise<Kept> {
  let bytes = 0;
  let ledgerEntries = 0;
  // The keys are those of the shapes, which Object.keys forgets.
  for (const id of Object.keys(tableShapes) as TableId[])
    for await (const { Items = [] } of paginateScan({ client: tables }, { TableName: names[id] })) {
      bytes += total(Items.map((item) => storedBytes(id, item)));
      if (id === 'ledger') ledgerEntries += Items.length;
    }
  return { bytes, ledgerEntries };
}

/** The item and its entries in indexes, which hold ids only. */
function storedBytes(id: TableId, item: WireItem): number {
  const { key, indexes } = tableShapes[id] as (typeof tableShapes)['core'];
  const entries = Object.values(indexes).flatMap(({ partition, sort, attributes }) => {
    if (item[partition] === undefined) return [];
    const names = [key.partition, key.sort, partition, sort, ...attributes];
    const held = names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]] as const]));
    return [itemBytes(Object.fromEntries(held))];
  });
  return total([itemBytes(item), ...entries].map((bytes) => bytes + STORED_OVERHEAD_BYTES));
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);
