import { RecobroError } from '../domain/errors';
import { PAYLOAD_KEYS_VARIABLE } from './key-ring';

type Env = Record<string, string | undefined>;

/** The text of a secret by its name or ARN; undefined when there is none. */
export type ReadSecret = (name: string) => Promise<string | undefined>;

interface Deps {
  /** Read for the names of the secrets, and written with what they hold. */
  readonly env: Env;
  readonly read: ReadSecret;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A changed secret is known after so long, without a deploy. */
const KEPT_MS = 5 * 60_000;

/** Variables that name a secret, and how its text becomes variables. */
const sources: Readonly<Record<string, (text: string, name: string) => Env>> = {
  TEMPORAL_SECRET: temporalVariables,
  RECOBRO_PAYLOAD_KEYS_SECRET: (text, name) => ({ [PAYLOAD_KEYS_VARIABLE]: payloadKeys(text, name) }),
  RECOBRO_INDEX_KEY_SECRET: (text) => ({ RECOBRO_INDEX_KEY: text.trim() }),
};

/**
 * Puts secrets into the environment of the process, where the rest of the product looks for them: `TEMPORAL_SECRET` names
 * a JSON object of `TEMPORAL_…` variables (API key, or certificate and key), `RECOBRO_PAYLOAD_KEYS_SECRET` one from key id
 * to key, the current one first, and `RECOBRO_INDEX_KEY_SECRET` the key itself. What names no secret is left as it is.
 *
 * @returns A function that reads them, at most every five minutes, and says whether something is new.
 */
export function createSecretEnvironment({ env, read, now }: Deps): () => Promise<boolean> {
  let until = -Infinity;
  return async () => {
    if (now() < until) return false;
    const named = Object.entries(sources).flatMap(([variable, variablesOf]) => {
      const name = env[variable];
      return name ? [{ name, variablesOf }] : [];
    });
    const held = await Promise.all(
      named.map(async ({ name, variablesOf }) => variablesOf(await textOf(name), name)),
    );
    const wanted = held.flatMap((variables) => Object.entries(variables));
    const isNew = wanted.some(([variable, value]) => env[variable] !== value);
    Object.assign(env, Object.fromEntries(wanted));
    until = now() + KEPT_MS;
    return isNew;
  };

  async function textOf(name: string): Promise<string> {
    const text = await read(name);
    if (text === undefined) throw badSecret(name, 'does not exist');
    return text;
  }
}

function temporalVariables(text: string, name: string): Env {
  const entries = entriesOf(text, name);
  const strange = entries.find(([variable]) => !variable.startsWith('TEMPORAL_'));
  if (strange) throw badSecret(name, `holds ${strange[0]}, which is no TEMPORAL_… variable`);
  return Object.fromEntries(entries);
}

const payloadKeys = (text: string, name: string): string =>
  entriesOf(text, name)
    .map(([id, key]) => `${id}:${key}`)
    .join(',');

/** The text of a parse error would quote the secret. */
function entriesOf(text: string, name: string): [string, string][] {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) throw badSecret(name, 'is no JSON object');
  return Object.entries(value).map(([key, held]: [string, unknown]) => {
    if (typeof held !== 'string') throw badSecret(name, `holds ${key}, which is no text`);
    return [key, held];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const badSecret = (name: string, problem: string): RecobroError =>
  new RecobroError('secret.bad', `Cannot use the secret ${name}: it ${problem}; mend it in Secrets Manager`, {
    name,
  });
