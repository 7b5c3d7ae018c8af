import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataConverter, Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Additions, ReleasedRun } from '../../evidence/replay/released';
import { createPayloadCodec } from '../../temporal/codec';
import { namespaceOf } from '../../temporal/connection';
import { decodedHistory } from '../../temporal/histories';
import { createDataConverter } from '../../temporal/data-converter';
import { keyRingFromEnv, PAYLOAD_KEYS_VARIABLE } from '../../temporal/key-ring';
import type { PersonKeySource } from '../../temporal/person-keys';

type Env = Readonly<Record<string, string>>;
type History = temporal.api.history.v1.IHistory;

const { History: HistoryMessage } = temporal.api.history.v1;

/** The key of the recorded histories. They hold nothing but made-up people, so that it may be known. */
export const HISTORY_ENV: Env = {
  [PAYLOAD_KEYS_VARIABLE]: `history:${Buffer.alloc(32, 7).toString('base64')}`,
};

export const HISTORIES = join(__dirname, '..', 'histories');

/** All runs of one case, first to last. Payloads stay encrypted, as the server keeps them. */
export interface RecordedCase {
  readonly workflowId: string;
  readonly runs: readonly History[];
}

/** The versions of the workflow that have been recorded, oldest first. */
export const recordedVersions = (): string[] =>
  readdirSync(HISTORIES)
    .filter((name) => /^v\d+$/.test(name))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

/** Every run of every version, decrypted. */
export async function releasedRuns(): Promise<ReleasedRun[]> {
  const namespace = namespaceOf(HISTORY_ENV);
  const codec = createPayloadCodec(keyRingFromEnv(HISTORY_ENV), namespace);
  const runs: ReleasedRun[] = [];
  for (const version of recordedVersions()) {
    for (const { name: file, recorded } of readCases(version)) {
      const name = basename(file, '.json');
      for (const [index, history] of recorded.runs.entries()) {
        const { workflowId } = recorded;
        const decoded = await decodedHistory(codec, history, { namespace, workflowId });
        const runId = `${version}/${name}/${index + 1}`;
        runs.push({ workflowId, runId, history: decoded, version, name, number: index + 1 });
      }
    }
  }
  return runs;
}

/** What later code has added to the states of recorded versions, with the reasons. */
export const additions = (): Additions =>
  // Written by hand; a test reads all of it.
  JSON.parse(readFileSync(join(HISTORIES, 'additions.json'), 'utf8')) as Additions;

/** Reads the recorded cases of one version of the workflow, such as `v1`, by name. */
export function readCases(version: string): { name: string; recorded: RecordedCase }[] {
  const folder = join(HISTORIES, version);
  return readdirSync(folder).map((file) => ({
    name: `${version}/${file}`,
    recorded: fromText(readFileSync(join(folder, file), 'utf8')),
  }));
}

/** One event a line, so that a difference can be read; without the name of the machine that recorded it. */
export function toText({ workflowId, runs }: RecordedCase): string {
  const asText = { longs: String, enums: String, bytes: String };
  const lines = runs.map((run) => {
    const { events = [] } = HistoryMessage.toObject(HistoryMessage.fromObject(run), asText) as {
      events?: object[];
    };
    return `[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]`;
  });
  const text = `{"workflowId":${JSON.stringify(workflowId)},"runs":[${lines.join(',')}]}\n`;
  return text.replaceAll(/\d+@[\w.-]*/g, 'recorder');
}

function fromText(text: string): RecordedCase {
  // Written by toText.
  const { workflowId, runs } = JSON.parse(text) as { workflowId: string; runs: object[][] };
  return { workflowId, runs: runs.map((events) => HistoryMessage.fromObject({ events })) };
}

/** The data converter that reads the recorded histories. */
export const historyConverter = (): DataConverter =>
  createDataConverter({ keys: keyRingFromEnv(HISTORY_ENV), namespace: namespaceOf(HISTORY_ENV) });

/** What payloads of a workflow say, read with the key of the environment. */
export async function decoded(
  env: Env,
  workflowId: string,
  payloads: readonly Payload[],
  persons?: PersonKeySource,
): Promise<unknown[]> {
  const namespace = namespaceOf(env);
  const codec = createPayloadCodec(keyRingFromEnv(env), namespace, persons);
  const plain = await codec.decode([...payloads], { type: 'workflow', namespace, workflowId });
  return plain.map((payload): unknown => defaultPayloadConverter.fromPayload(payload));
}

export async function decodedText(
  env: Env,
  workflowId: string,
  payload: Payload,
  persons?: PersonKeySource,
): Promise<string> {
  const [text] = await decoded(env, workflowId, [payload], persons);
  return String(text);
}
