import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '../../domain/time/calendar';
import { sha256Hex } from '../../store/store';
import type { SecretsOf } from '../secrets';
import type { Authenticate, Credentials } from './identity';
import { rolesAmong } from './roles';

const SCHEME = /^RECOBRO-HMAC-SHA256 key=([^,\s]+),ts=(\d{10}),signature=([0-9a-f]{64})$/;
const WINDOW_MS = 300_000;

/** What a machine signs: method, path with query, time in seconds, SHA-256 of the body; one a line. */
export function signedText({ method, target, rawBody }: Credentials, seconds: string): string {
  const hash = createHash('sha256').update(rawBody).digest('hex');
  return [method.toUpperCase(), target, seconds, hash].join('\n');
}

/** Machines by key: `Authorization: RECOBRO-HMAC-SHA256 key=<tenant>.<name>,ts=<seconds>,signature=<hex>`. */
export const byKey =
  (secretsOf: SecretsOf, now: () => Instant): Authenticate =>
  async (credentials) => {
    const match = SCHEME.exec(credentials.headers['authorization'] ?? '');
    if (!match) return undefined;
    const [, key = '', seconds = '', signature = ''] = match;
    const [tenant = '', name = ''] = key.split('.', 2);
    if (Math.abs(now() - Number(seconds) * 1000) > WINDOW_MS) return undefined;
    const secrets = await secretsOf(tenant, `api/${name}`);
    const text = signedText(credentials, seconds);
    const given = Buffer.from(signature, 'hex');
    const holds = (secrets?.signing ?? []).map((secret) =>
      timingSafeEqual(createHmac('sha256', secret).update(text).digest(), given),
    );
    return holds.includes(true) ? { tenant, actor: `key:${name}`, roles: ['machine'] } : undefined;
  };

const tenantsSchema = z.record(z.string(), z.string());

/**
 * Machines by IAM: API Gateway has verified the signature and says whose it is. `RECOBRO_IAM_TENANTS` is JSON from the ARN
 * of a role's sessions, without the session's name, to the tenant.
 *
 * @throws {ZodError | SyntaxError} When the variable holds something else.
 */
export function byIam(env: Readonly<Record<string, string | undefined>>): Authenticate {
  const tenants = new Map(
    Object.entries(tenantsSchema.parse(JSON.parse(env['RECOBRO_IAM_TENANTS'] || '{}'))),
  );
  return async ({ iamArn }) => {
    if (iamArn === undefined) return undefined;
    const role = iamArn.includes(':assumed-role/') ? iamArn.split('/').slice(0, 2).join('/') : iamArn;
    const tenant = tenants.get(role);
    return tenant === undefined
      ? undefined
      : { tenant, actor: `iam:${role.split('/').at(-1) ?? ''}`, roles: ['machine'] };
  };
}

/** Reads and verifies a token: signature, issuer, audience, expiry. Throws when it does not hold. */
export type VerifyToken = (token: string) => Promise<Readonly<Record<string, unknown>>>;

const claimsSchema = z.looseObject({
  sub: z.string().min(1),
  recobro_tenant: z.string().min(1),
  recobro_roles: z.array(z.string()),
});

/**
 * People by OpenID Connect: claims `recobro_tenant` and `recobro_roles`. Nobody becomes a machine by a claim. The actor is a
 * hash: some providers put an address into `sub`.
 */
export const byToken =
  (verifyToken: VerifyToken): Authenticate =>
  async ({ headers }) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined) return undefined;
    const claims = await verifyToken(token).then(claimsSchema.safeParse.bind(claimsSchema), () => undefined);
    if (!claims?.success) return undefined;
    const { sub, recobro_tenant: tenant, recobro_roles: named } = claims.data;
    const held = rolesAmong(named).filter((role) => role !== 'machine');
    return { tenant, actor: `person:${sha256Hex(sub).slice(0, 16)}`, roles: held };
  };
