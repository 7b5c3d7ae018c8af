import type { Role } from './roles';

/** Who asks, for which tenant, and in which roles. `actor` is opaque and stands in ledgers: no name, no address. */
export interface Identity {
  readonly tenant: string;
  readonly actor: string;
  readonly roles: readonly Role[];
}

/** A request as far as it matters for who sends it. */
export interface Credentials {
  readonly method: string;
  /** Path with query, as sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
  /** ARN of the caller whose signature API Gateway has verified. */
  readonly iamArn?: string;
}

/** One way to show who you are. Undefined: these are no credentials of this way, or they do not hold. */
export type Authenticate = (credentials: Credentials) => Promise<Identity | undefined>;

/** The first way that knows the caller. */
export const firstOf =
  (ways: readonly Authenticate[]): Authenticate =>
  async (credentials) => {
    for (const way of ways) {
      const identity = await way(credentials);
      if (identity) return identity;
    }
    return undefined;
  };
