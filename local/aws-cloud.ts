import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from './install';
import { LOOPBACK, freePort } from './ports';
import { startServer, whenReady } from './process';
import { installPythonPackages } from './python';
import { run } from './run';

/** The local AWS is MiniStack (MIT), pinned. `cryptography` lets its KMS sign. */
export const MINISTACK = {
  version: '1.5.33',
  requirements: ['ministack==1.5.33', 'cryptography==50.0.2'],
} as const;

export interface AwsOptions {
  /** The port that is tried first; any free port is taken when it is not free. */
  readonly port?: number;
  /** Where the log file and the data go. Without: a temporary directory, removed at stop. */
  readonly stateDir?: string;
  /** Given one line when something slow begins, such as an installation. */
  readonly progress?: (line: string) => void;
}

/** The environment that points the AWS SDK at the local cloud. */
export type AwsEnv = Readonly<
  Record<
    | 'AWS_ENDPOINT_URL'
    | 'AWS_REGION'
    | 'AWS_ACCESS_KEY_ID'
    | 'AWS_SECRET_ACCESS_KEY'
    | 'AWS_EC2_METADATA_DISABLED',
    string
  >
>;

export interface AwsCloud {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly env: AwsEnv;
  readonly logFile: string;
  /** The process id, which is also the id of the process group. */
  readonly pid: number;
  /** Settles when the server has ended. */
  readonly end: Promise<void>;
  stop(): Promise<void>;
}

// Its Python starts without compiled files, which takes long on a cold disk; a server that dies is seen at once.
const READY_WITHIN_MS = 120_000;

/**
 * Starts a local AWS on loopback, on a free port, and waits until it answers. It is installed if needed.
 *
 * @throws {RecobroError} `local.missing` or `local.installFailed` when it cannot be installed, `local.notReady` when it
 *   does not answer within two minutes.
 */
export async function startAws(options: AwsOptions = {}): Promise<AwsCloud> {
  const programs = await installMinistack(options.progress ?? (() => undefined));
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'recobro-')));
  const port = await freePort(options.port);
  const server = await startServer({
    name: 'aws',
    command: join(programs, 'python'),
    args: ['-m', 'ministack'],
    env: serverEnv(process.env, port, stateDir),
    logFile: join(stateDir, 'aws.log'),
    temporaryDir: options.stateDir ? undefined : stateDir,
  });
  const endpoint = `http://${LOOPBACK}:${port}`;
  await whenReady(server, () => isServing(endpoint), READY_WITHIN_MS);
  return {
    endpoint,
    env: awsEnv(endpoint),
    logFile: server.logFile,
    pid: server.pid,
    end: server.end,
    stop: () => server.stop(),
  };
}

/** The settings with which the product's AWS clients reach a local cloud instead of AWS. */
export function awsEnv(endpoint: string): AwsEnv {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function installMinistack(progress: (line: string) => void): Promise<string> {
  const { version, requirements } = MINISTACK;
  const target = join(cacheDir(process.env), `ministack-${version}`);
  return installPythonPackages(run, { name: 'local AWS', target, requirements }, progress);
}

/** The user's own AWS settings must not reach it, and two clouds must not share data. */
function serverEnv(env: NodeJS.ProcessEnv, port: number, stateDir: string): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('PYTHON'));
  return {
    ...Object.fromEntries(own),
    BIND_HOST: LOOPBACK,
    GATEWAY_PORT: `${port}`,
    IOT_MTLS_ENABLED: '0', // it would listen on every interface
    SFTP_ENABLED: '0', // likewise
    STATE_DIR: join(stateDir, 'aws'),
    S3_DATA_DIR: join(stateDir, 'aws', 's3'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

async function isServing(endpoint: string): Promise<boolean> {
  const response = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(10_000) });
  return response.ok;
}
