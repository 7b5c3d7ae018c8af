import * as z from 'zod';

/** What a tenant shares with a provider. */
const providerSecretsSchema = z.strictObject({
  /** All that hold now: while one is being changed, the new and the old. */
  signing: z.array(z.string().min(8)).min(1),
  /** With which the provider's API is asked. */
  accessToken: z.string().min(8).optional(),
});

export type ProviderSecrets = z.infer<typeof providerSecretsSchema>;

/** Undefined: the tenant has none with this provider. */
export type SecretsOf = (tenant: string, provider: string) => Promise<ProviderSecrets | undefined>;

interface SecretsDeps {
  /** The text of a secret by its name; undefined when there is none. */
  readonly read: (name: string) => Promise<string | undefined>;
  readonly now: () => number;
}

/** A changed secret is known after so long, without a deploy. */
const KEPT_MS = 5 * 60_000;
/** A name that does not exist is not asked for again at once: strangers may guess tenants. */
const MOST_KEPT = 1_000;

/** Secrets by `recobro/<tenant>/<provider>`, kept for five minutes. */
export function createSecrets({ read, now }: SecretsDeps): SecretsOf {
  const kept = new Map<
    string,
    { readonly until: number; readonly secrets: Promise<ProviderSecrets | undefined> }
  >();
  return (tenant, provider) => {
    const name = `recobro/${tenant}/${provider}`;
    const known = kept.get(name);
    if (known && known.until > now()) return known.secrets;
    if (kept.size >= MOST_KEPT) kept.clear();
    const secrets = read(name).then((text) => (text === undefined ? undefined : parse(text)));
    kept.set(name, { until: now() + KEPT_MS, secrets });
    secrets.catch(() => kept.delete(name));
    return secrets;
  };
}

/** The text of a parse error would quote the secret. */
function parse(text: string): ProviderSecrets {
  const read = providerSecretsSchema.safeParse(json(text));
  if (read.success) return read.data;
  throw new Error('Cannot read a provider secret: write {"signing": ["…"], "accessToken": "…"}');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
