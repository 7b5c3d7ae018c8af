import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { createPayloadCodec } from './codec';
import type { KeyRing } from './key-ring';
import type { PersonKeySource } from './person-keys';

type History = temporal.api.history.v1.IHistory;

interface Place {
  readonly namespace: string;
  readonly workflowId: string;
}

/** The history with every payload decrypted, wherever in it a payload stands. */
export async function decodedHistory(codec: PayloadCodec, history: History, place: Place): Promise<History> {
  const context = { type: 'workflow', ...place } as const;
  const decode = async (payload: Payload): Promise<Payload> => {
    const [plain = payload] = await codec.decode([payload], context);
    return plain;
  };
  // Events come in and events go out; only payloads are exchanged.
  return (await decodedWithin(history, decode)) as History;
}

async function decodedWithin(
  value: unknown,
  decode: (payload: Payload) => Promise<Payload>,
): Promise<unknown> {
  if (isPayload(value)) return decode(value);
  if (Array.isArray(value)) return Promise.all(value.map((item) => decodedWithin(item, decode)));
  if (!isMessage(value)) return value;
  const members = Object.entries(value).map(async ([name, member]) => [
    name,
    await decodedWithin(member, decode),
  ]);
  return Object.fromEntries(await Promise.all(members)) as object;
}

/** By its shape: the classes of messages are not told apart at run time. No other message of a history has this one. */
const isPayload = (value: unknown): value is Payload =>
  isMessage(value) && 'metadata' in value && 'data' in value && value.data instanceof Uint8Array;

/** A message or a map of messages; numbers of 64 bits and bytes are values. */
function isMessage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return !(value instanceof Uint8Array) && !('low' in value && 'high' in value);
}

/** A run with its payloads decrypted. */
export interface DecodedRun {
  readonly runId: string;
  readonly history: History;
}

/** Where decrypted histories come from. */
export interface HistoriesFrom {
  readonly client: Client;
  readonly keys: KeyRing;
  readonly namespace: string;
  /** The store's `payloadKeys`. */
  readonly persons?: PersonKeySource | undefined;
}

/**
 * Reads runs of a workflow from the server, decrypted: the newest, those named, and all that lead to them or on from them by
 * continue-as-new, oldest first. The list of workflows is not asked, because it lags behind.
 */
export function historiesFrom({ client, keys, namespace, persons }: HistoriesFrom) {
  const codec = createPayloadCodec(keys, namespace, persons);
  const fetch = async (workflowId: string, runId: string): Promise<DecodedRun | undefined> => {
    try {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      return { runId, history: await decodedHistory(codec, history, { namespace, workflowId }) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  };
  return {
    runsOf: async (workflowId: string, known: readonly string[]) => {
      const waiting = [...known, ...(await newestOf(client, workflowId))];
      const runs = new Map<string, DecodedRun | undefined>();
      for (let runId = waiting.pop(); runId !== undefined; runId = waiting.pop()) {
        if (runs.has(runId)) continue;
        const run = await fetch(workflowId, runId);
        runs.set(runId, run);
        if (run) waiting.push(...neighboursOf(run));
      }
      const found = [...runs.values()].filter((run) => run !== undefined);
      const missing = [...runs].filter(([, run]) => run === undefined).map(([runId]) => runId);
      return { runs: found.sort((a, b) => startOf(a) - startOf(b)), missing };
    },
  };
}

async function newestOf(client: Client, workflowId: string): Promise<string[]> {
  try {
    return [(await client.workflow.getHandle(workflowId).describe()).runId];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

function neighboursOf({ history: { events } }: DecodedRun): string[] {
  const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  const after = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return [before, after].filter((runId) => typeof runId === 'string' && runId !== '').map(String);
}

function startOf({ history: { events } }: DecodedRun): number {
  const { seconds = 0, nanos = 0 } = events?.[0]?.eventTime ?? {};
  return Number(seconds) + Number(nanos) / 1e9;
}
