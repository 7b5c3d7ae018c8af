import { type Client, Connection, WorkflowClient, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { NativeConnection, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { type CodecServer, startCodecServer } from '../../local/codec-server';
import { stopAll } from '../../local/process';
import { run } from '../../local/run';
import { findTemporal } from '../../local/temporal-binary';
import { type TemporalServer, startTemporal } from '../../local/temporal-server';
import { connectClient, connectionSettings } from '../../temporal/connection';
import { FAILURE_CONVERTER_PATH, createDataConverter } from '../../temporal/data-converter';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { SECRET, keepSecret, leave, rename } from './encrypted-workflow';

const RECOBRO_PAYLOAD_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const ID = 'account/acme/A-1';
const taskQueue = 'secrets';
const keys = keyRingFromEnv({ RECOBRO_PAYLOAD_KEYS });

const { History } = temporal.api.history.v1;

let server: TemporalServer;
let codec: CodecServer;
let client: Client;
let native: NativeConnection;
let bundle: { code: string };

beforeAll(async () => {
  Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
  [server, bundle, codec] = await Promise.all([
    startTemporal(),
    bundleWorkflowCode({
      workflowsPath: require.resolve('./encrypted-workflow'),
      failureConverterPath: FAILURE_CONVERTER_PATH,
      logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    }),
    startCodecServer(keys),
  ]);
  const env = { TEMPORAL_ADDRESS: server.address, RECOBRO_PAYLOAD_KEYS };
  client = await connectClient(env);
  native = await NativeConnection.connect(connectionSettings(env));
});

afterAll(async () => {
  await client.connection.close();
  await native.close();
  await codec.stop();
  await stopAll();
});

const dataConverter = createDataConverter({ keys, namespace: 'default' });

/** One account from start to failure, with the secret in every message. */
async function liveThrough(): Promise<unknown> {
  const look = async (name: string) => Promise.reject(ApplicationFailure.nonRetryable(`${name} is not here`));
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: bundle,
    dataConverter,
    activities: { look },
  });
  return worker.runUntil(async () => {
    const handle = await client.workflow.start(keepSecret, {
      workflowId: ID,
      taskQueue,
      args: ['nobody'],
      memo: { note: SECRET },
      staticSummary: `summary of ${SECRET}`,
    });
    expect(await handle.executeUpdate(rename, { args: [SECRET] })).toBe(SECRET);
    await handle.signal(leave, `${SECRET} moved`);
    return handle.result().catch((error: unknown) => error);
  });
}

test('everything a workflow carries is encrypted, readable with the key, and replays', async () => {
  const failure = await liveThrough();
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect(failure).toMatchObject({ cause: { message: `${SECRET} left: ${SECRET} moved`, details: [SECRET] } });

  const handle = client.workflow.getHandle(ID);
  const description = await handle.describe();
  expect(description.memo).toMatchObject({ note: SECRET });
  expect(await description.staticSummary()).toBe(`summary of ${SECRET}`);

  const history = await handle.fetchHistory();
  expect(Buffer.from(History.encode(history).finish()).includes('Juan')).toBe(false);

  const replay = { workflowBundle: bundle, dataConverter };
  await Worker.runReplayHistory(replay, history, ID);
  await expect(Worker.runReplayHistory(replay, history, 'account/acme/B-2')).rejects.toThrow();
});

test('the CLI shows the history through the codec server', async () => {
  const program = await findTemporal(() => undefined);
  const show = ['workflow', 'show', '--address', server.address, '-w', ID, '--output', 'json'];
  const [plain, decoded] = await Promise.all([
    run(program, show),
    run(program, [...show, '--codec-endpoint', codec.url]),
  ]);
  expect(bytesOf(plain.output)).not.toContain('Juan');
  expect(bytesOf(decoded.output)).toContain(SECRET);
  expect(decoded.output + bytesOf(decoded.output)).toContain(`looks at ${SECRET}`);
});

test('a client without the key reads nothing', async () => {
  const other = keyRingFromEnv({ RECOBRO_PAYLOAD_KEYS: `k1:${Buffer.alloc(32, 8).toString('base64')}` });
  const connection = await Connection.connect({ address: server.address });
  const stranger = new WorkflowClient({
    connection,
    dataConverter: createDataConverter({ keys: other, namespace: 'default' }),
  });
  await expect(stranger.getHandle(ID).result()).rejects.toMatchObject({ code: 'payload.notAuthentic' });
  await connection.close();
});

/** The text with every base64 part of it decoded as well. */
function bytesOf(json: string): string {
  const parts = json.match(/"[A-Za-z0-9+/]{8,}={0,2}"/g) ?? [];
  return json + parts.map((part) => Buffer.from(part.slice(1, -1), 'base64').toString('utf8')).join('\n');
}
