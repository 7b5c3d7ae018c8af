import { readFileSync } from 'node:fs';
import { Client, Connection, type TLSConfig, type WorkflowClientInterceptor } from '@temporalio/client';
import { RecobroError } from '../domain/errors';
import { createDataConverter } from './data-converter';
import { keyRingFromEnv } from './key-ring';
import type { PersonKeySource } from './person-keys';

type Env = Readonly<Record<string, string | undefined>>;

/** How to reach Temporal; the same for `Connection` (client) and `NativeConnection` (worker). */
export interface ConnectionSettings {
  /** `host:port` */
  readonly address: string;
  readonly apiKey?: string;
  /** False also where the SDK would turn TLS on by itself because of an API key. */
  readonly tls?: TLSConfig | boolean;
}

const DEFAULT_ADDRESS = 'localhost:7233';
const DEFAULT_NAMESPACE = 'default';

/**
 * The connection that the environment describes, with the variable names of Temporal's own tools: `TEMPORAL_ADDRESS`,
 * `TEMPORAL_API_KEY`, `TEMPORAL_TLS`, `TEMPORAL_TLS_SERVER_NAME`, and `TEMPORAL_TLS_CLIENT_CERT`, `…_CLIENT_KEY` and
 * `…_SERVER_CA_CERT`, each with `_PATH` (a file) or `_DATA` (the PEM text). An API key or a certificate turns TLS on.
 *
 * @throws {RecobroError} `temporal.badSetting`
 * @see https://docs.temporal.io/develop/environment-configuration
 */
export function connectionSettings(env: Env): ConnectionSettings {
  const address = env['TEMPORAL_ADDRESS'] || DEFAULT_ADDRESS;
  if (!/^[^/\s]+:\d+$/.test(address))
    throw badSetting('TEMPORAL_ADDRESS', 'is not host:port, such as localhost:7233');
  const apiKey = env['TEMPORAL_API_KEY'];
  const tls = tlsOf(env);
  return { address, ...(apiKey && { apiKey }), ...(tls !== undefined && { tls }) };
}

/** The namespace of clients and workers: `TEMPORAL_NAMESPACE`, or else `default`. */
export function namespaceOf(env: Env): string {
  return env['TEMPORAL_NAMESPACE'] || DEFAULT_NAMESPACE;
}

/**
 * A client with encrypted payloads. Close it with `client.connection.close()`.
 *
 * @param env Such as `process.env`; see `connectionSettings`, `namespaceOf` and `keyRingFromEnv`.
 * @param persons The store's `payloadKeys`.
 * @param calls What stands around each call, such as `traceCalls`.
 */
export async function connectClient(
  env: Env,
  persons?: PersonKeySource,
  calls: readonly WorkflowClientInterceptor[] = [],
): Promise<Client> {
  const namespace = namespaceOf(env);
  const dataConverter = createDataConverter({ keys: keyRingFromEnv(env), namespace, persons });
  const connection = await Connection.connect(connectionSettings(env));
  return new Client({ connection, namespace, dataConverter, interceptors: { workflow: [...calls] } });
}

function tlsOf(env: Env): TLSConfig | boolean | undefined {
  const wanted = booleanOf(env, 'TEMPORAL_TLS');
  if (wanted === false) return false;
  const config = { ...serverOf(env), ...clientCertificateOf(env) };
  if (Object.keys(config).length > 0) return config;
  return wanted || env['TEMPORAL_API_KEY'] ? true : undefined;
}

function serverOf(env: Env): TLSConfig {
  const name = env['TEMPORAL_TLS_SERVER_NAME'];
  const ca = pemOf(env, 'TEMPORAL_TLS_SERVER_CA_CERT');
  return { ...(name && { serverNameOverride: name }), ...(ca && { serverRootCACertificate: ca }) };
}

function clientCertificateOf(env: Env): TLSConfig {
  const crt = pemOf(env, 'TEMPORAL_TLS_CLIENT_CERT');
  const key = pemOf(env, 'TEMPORAL_TLS_CLIENT_KEY');
  if (crt && key) return { clientCertPair: { crt, key } };
  if (crt) throw badSetting('TEMPORAL_TLS_CLIENT_KEY_PATH', 'is missing beside the client certificate');
  if (key) throw badSetting('TEMPORAL_TLS_CLIENT_CERT_PATH', 'is missing beside the client key');
  return {};
}

function pemOf(env: Env, name: string): Buffer | undefined {
  const data = env[`${name}_DATA`];
  if (data) return Buffer.from(data);
  const path = env[`${name}_PATH`];
  if (!path) return undefined;
  try {
    return readFileSync(path);
  } catch {
    throw badSetting(`${name}_PATH`, `names a file that cannot be read: ${path}`);
  }
}

function booleanOf(env: Env, name: string): boolean | undefined {
  const value = env[name]?.toLowerCase();
  if (!value) return undefined;
  if (['true', '1'].includes(value)) return true;
  if (['false', '0'].includes(value)) return false;
  throw badSetting(name, 'is neither true nor false');
}

function badSetting(variable: string, problem: string): RecobroError {
  return new RecobroError('temporal.badSetting', `Cannot connect to Temporal: ${variable} ${problem}`, {
    variable,
  });
}
