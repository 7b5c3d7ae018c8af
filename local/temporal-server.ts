import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { LOOPBACK, freePorts } from './ports';
import { startServer, whenReady } from './process';
import { findTemporal } from './temporal-binary';

export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface TemporalOptions {
  /** Registered at start, such as `{ RecobroStage: 'Keyword' }`. */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  /** With the web UI; `codecEndpoint` is the URL of the codec server it decodes with. Without: headless. */
  readonly ui?: { readonly codecEndpoint?: string; readonly port?: number };
  /** Keeps the workflows in this SQLite file. Without: in memory. */
  readonly dbFilename?: string;
  /** The port that is tried first; any free port is taken when it is not free. */
  readonly port?: number;
  /** Settings of the server besides ours, as `key=value`. */
  readonly settings?: readonly string[];
  /** Where the log file goes. Without: a temporary directory, removed at stop. */
  readonly stateDir?: string;
  /** Given one line when something slow begins, such as an installation. */
  readonly progress?: (line: string) => void;
}

export interface TemporalServer {
  /** `host:port` of the gRPC service. */
  readonly address: string;
  readonly namespace: string;
  /** Address of the web UI, where there is one. */
  readonly uiUrl?: string;
  readonly metricsUrl: string;
  readonly logFile: string;
  /** The process id, which is also the id of the process group. */
  readonly pid: number;
  /** Settles when the server has ended. */
  readonly end: Promise<void>;
  stop(): Promise<void>;
}

export const LOCAL_NAMESPACE = 'default';

// A machine with cold disks that compiles beside it needs most of a minute; a server that dies is seen at once.
const READY_WITHIN_MS = 120_000;
/** For one look whether it answers: long enough for a process that is busy with a bundle at the same time. */
const PROBE_MS = 10_000;

/**
 * Lets time be skipped per workflow, without the second that the server otherwise waits at every skip and without
 * the wrong clock after a fast continue-as-new. The server accepts an unknown key silently: what counts is the effect.
 */
export const TIME_SKIPPING_CONFIG = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'history.timerProcessorMaxTimeShift="10ms"',
  'history.timerProcessorMaxPollRPS=1000',
  'history.transferProcessorMaxPollRPS=1000',
  'history.workflowIdReuseMinimalInterval="0s"',
] as const;

// The default pragmas make every write wait for the disk: 23 instead of 61 touches a second.
const FILE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'] as const;

/**
 * Starts a Temporal dev server on loopback, on free ports, and waits until it answers. The CLI is installed if needed.
 *
 * @throws {RecobroError} `local.missing` or `local.installFailed` when there is no Temporal CLI and it cannot be
 *   installed, `local.notReady` when it does not answer within two minutes.
 */
export async function startTemporal(options: TemporalOptions = {}): Promise<TemporalServer> {
  const command = await findTemporal(options.progress ?? (() => undefined));
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'recobro-')));
  const [port = 0, uiPort = 0, metricsPort = 0, httpPort = 0] = await freePorts([
    options.port,
    options.ui?.port,
    undefined,
    undefined,
  ]);
  const args = serverArguments(options, { port, uiPort, metricsPort, httpPort });
  const logFile = join(stateDir, 'temporal.log');
  const temporaryDir = options.stateDir ? undefined : stateDir;
  const env = serverEnv(process.env);
  const server = await startServer({ name: 'temporal', command, args, env, logFile, temporaryDir });
  const address = `${LOOPBACK}:${port}`;
  await whenReady(
    server,
    () => isServing(address, Object.keys(options.searchAttributes ?? {})),
    READY_WITHIN_MS,
  );
  return {
    address,
    namespace: LOCAL_NAMESPACE,
    ...(options.ui && { uiUrl: `http://${LOOPBACK}:${uiPort}` }),
    metricsUrl: `http://${LOOPBACK}:${metricsPort}/metrics`,
    logFile,
    pid: server.pid,
    end: server.end,
    stop: () => server.stop(),
  };
}

export interface TemporalPorts {
  readonly port: number;
  readonly uiPort: number;
  readonly metricsPort: number;
  readonly httpPort: number;
}

/** The arguments of `temporal` for these options. */
export function serverArguments(options: TemporalOptions, ports: TemporalPorts): string[] {
  return [
    ...['server', 'start-dev', '--ip', LOOPBACK, '--log-level', 'warn', '--log-format', 'json'],
    ...[
      '--port',
      `${ports.port}`,
      '--http-port',
      `${ports.httpPort}`,
      '--metrics-port',
      `${ports.metricsPort}`,
    ],
    ...uiArguments(options.ui, ports.uiPort),
    ...(options.dbFilename
      ? ['--db-filename', options.dbFilename, ...each('--sqlite-pragma', FILE_PRAGMAS)]
      : []),
    ...each('--dynamic-config-value', [...TIME_SKIPPING_CONFIG, ...(options.settings ?? [])]),
    ...each(
      '--search-attribute',
      Object.entries(options.searchAttributes ?? {}).map((pair) => pair.join('=')),
    ),
  ];
}

function uiArguments(ui: TemporalOptions['ui'], uiPort: number): string[] {
  if (!ui) return ['--headless'];
  const codec = ui.codecEndpoint ? ['--ui-codec-endpoint', ui.codecEndpoint] : [];
  return ['--ui-port', `${uiPort}`, '--ui-disable-news-fetch', ...codec];
}

const each = (flag: string, values: readonly string[]): string[] => values.flatMap((value) => [flag, value]);

/** The settings of clients do not belong to the server: the CLI reads TEMPORAL_* as its own flags. */
function serverEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

async function isServing(address: string, searchAttributes: readonly string[]): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: PROBE_MS });
  const ask = async (): Promise<boolean> => {
    await connection.workflowService.describeNamespace({ namespace: LOCAL_NAMESPACE });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: LOCAL_NAMESPACE,
    });
    return searchAttributes.every((name) => name in customAttributes);
  };
  try {
    return await connection.withDeadline(Date.now() + PROBE_MS, ask);
  } finally {
    await connection.close();
  }
}
