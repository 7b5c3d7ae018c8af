import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INDEX_KEY_VARIABLE } from '../store/blind-index';
import { PAYLOAD_KEYS_VARIABLE, keyRingFromEnv } from '../temporal/key-ring';
import type { PersonKeySource } from '../temporal/person-keys';
import { type AwsCloud, startAws } from './aws-cloud';
import { type CodecServer, startCodecServer } from './codec-server';
import { personKeysAt } from './person-keys';
import { stopAll } from './process';
import { endRuns } from './run';
import type { LocalService, LocalSetup } from './services';
import { LOCAL_NAMESPACE, type TemporalServer, startTemporal } from './temporal-server';

export interface LocalOptions extends Partial<LocalSetup> {
  /** With the Temporal UI and the codec server that lets it show payloads. */
  readonly ui?: boolean;
  /** Tries the ports people know (7233, 8233, 4566) first. Without: any free ports, as tests want. */
  readonly usualPorts?: boolean;
  /** Keeps the workflows in this SQLite file. Without: in memory. */
  readonly dbFilename?: string;
  /** Where logs and data go. Without: a temporary directory, removed at stop. */
  readonly stateDir?: string;
  /** `id:base64[,…]`. Without: the keys of `RECOBRO_PAYLOAD_KEYS`, or else a new random key. */
  readonly payloadKeys?: string;
  readonly progress?: (line: string) => void;
  /** Ends what has begun and lets `startLocal` throw. */
  readonly signal?: AbortSignal;
}

export interface LocalEnvironment {
  readonly temporal: TemporalServer;
  readonly aws: AwsCloud;
  readonly codec?: CodecServer;
  readonly services: readonly LocalService[];
  /** What a client, a worker or the AWS SDK needs to use this environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Names and addresses for people. */
  readonly urls: Readonly<Record<string, string>>;
  /** Settles with the name of the first server that ends by itself. */
  readonly end: Promise<string>;
  stop(): Promise<void>;
}

const USUAL = { temporal: 7233, ui: 8233, codec: 8234, aws: 4566 } as const;

type Stop = () => Promise<void>;

/**
 * Starts Temporal and a local AWS together, then the services on top. When anything fails, what had begun is stopped.
 *
 * @throws {RecobroError} `local.missing`, `local.installFailed` or `local.notReady`, see `startTemporal` and `startAws`.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalEnvironment> {
  const stops: Stop[] = [];
  const stop = once(() => stopReversed(stops));
  options.signal?.addEventListener('abort', () => endUnfinished(), { once: true });
  try {
    options.signal?.throwIfAborted();
    const stateDir = options.stateDir ?? (await temporaryDir(stops));
    return { ...(await startAll({ ...options, stateDir }, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: LocalOptions & { stateDir: string },
  stops: Stop[],
): Promise<Omit<LocalEnvironment, 'stop'>> {
  const payloadKeys = options.payloadKeys ?? process.env[PAYLOAD_KEYS_VARIABLE] ?? newPayloadKeys();
  const later: { persons?: PersonKeySource | undefined } = {};
  const codec = options.ui ? await startCodec(payloadKeys, options, () => later.persons) : undefined;
  if (codec) stops.push(codec.stop);
  const [temporal, aws] = await startServers(options, codec, stops);
  later.persons = personKeysAt(aws.endpoint, payloadKeys);
  if (temporal.uiUrl) codec?.allow(temporal.uiUrl);
  const env = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: LOCAL_NAMESPACE,
    [PAYLOAD_KEYS_VARIABLE]: payloadKeys,
    [INDEX_KEY_VARIABLE]: process.env[INDEX_KEY_VARIABLE] ?? indexKeyFrom(payloadKeys),
    ...aws.env,
  };
  const services = await startServices(options, env, stops);
  const end = Promise.race([temporal.end.then(() => 'Temporal'), aws.end.then(() => 'AWS')]);
  const urls = urlsOf(temporal, aws, codec, services);
  return { temporal, aws, ...(codec && { codec }), services, env, urls, end };
}

/** Both at once. The one that came up is stopped when the other one failed. */
async function startServers(
  options: LocalOptions & { stateDir: string },
  codec: CodecServer | undefined,
  stops: Stop[],
): Promise<[TemporalServer, AwsCloud]> {
  const { stateDir, progress, searchAttributes, dbFilename, usualPorts } = options;
  const common = { stateDir, ...(progress && { progress }) };
  const ui = codec && { codecEndpoint: codec.url, ...(usualPorts && { port: USUAL.ui }) };
  const keep = <S extends { stop: Stop }>(server: S): S => (stops.push(server.stop), server);
  const starts = [
    startTemporal({
      ...common,
      ...(ui && { ui }),
      ...(searchAttributes && { searchAttributes }),
      ...(dbFilename && { dbFilename }),
      ...(usualPorts && { port: USUAL.temporal }),
    }).then(keep),
    startAws({ ...common, ...(usualPorts && { port: USUAL.aws }) }).then(keep),
  ] as const;
  await Promise.allSettled(starts);
  const servers = await Promise.all(starts);
  options.signal?.throwIfAborted();
  return servers;
}

async function startServices(
  options: LocalOptions & { stateDir: string },
  env: Readonly<Record<string, string>>,
  stops: Stop[],
): Promise<LocalService[]> {
  const context = { env, stateDir: options.stateDir, progress: options.progress ?? (() => undefined) };
  const started: LocalService[] = [];
  for (const start of options.services ?? []) {
    const service = await start(context);
    stops.push(() => service.stop());
    started.push(service);
    options.signal?.throwIfAborted();
  }
  return started;
}

function startCodec(
  payloadKeys: string,
  { usualPorts }: LocalOptions,
  persons: () => PersonKeySource | undefined,
): Promise<CodecServer> {
  const keys = keyRingFromEnv({ [PAYLOAD_KEYS_VARIABLE]: payloadKeys });
  return startCodecServer(keys, { persons, ...(usualPorts && { port: USUAL.codec }) });
}

/** A random payload key, in the form of `RECOBRO_PAYLOAD_KEYS`. */
export function newPayloadKeys(): string {
  return `local:${randomBytes(32).toString('base64')}`;
}

/** The same for the same payload keys, so that an environment that is started again knows its persons. */
const indexKeyFrom = (payloadKeys: string): string =>
  createHash('sha256').update(`index|${payloadKeys}`).digest('base64');

function urlsOf(
  temporal: TemporalServer,
  aws: AwsCloud,
  codec: CodecServer | undefined,
  services: readonly LocalService[],
): Record<string, string> {
  return {
    Temporal: temporal.address,
    ...(temporal.uiUrl && { 'Temporal UI': temporal.uiUrl }),
    ...(codec && { 'Codec server': codec.url }),
    AWS: aws.endpoint,
    ...Object.fromEntries(services.map(({ name, url }) => [name, url ?? 'running'])),
  };
}

/** Whatever is on its way fails now instead of coming up first. */
function endUnfinished(): void {
  endRuns();
  void stopAll();
}

async function temporaryDir(stops: Stop[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'recobro-'));
  stops.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The servers at the bottom last, and all of them even when one fails. */
async function stopReversed(stops: Stop[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of [...stops].reverse()) await stop().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

function once(stop: Stop): Stop {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stop());
}
