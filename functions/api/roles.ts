export const roles = ['agent', 'supervisor', 'compliance', 'admin', 'machine'] as const;
/** `machine`: a system of the creditor; the others are people. */
export type Role = (typeof roles)[number];

/** Who may do what. Reading is for everybody who is let in at all. */
export const grants = {
  read: ['agent', 'supervisor', 'compliance', 'admin', 'machine'],
  /** Accounts, debts, payments: what the creditor's systems know. */
  book: ['supervisor', 'admin', 'machine'],
  /** Promises, plans, disputes, holds, contacts made elsewhere: what a debtor says to an agent. */
  agree: ['agent', 'supervisor', 'admin', 'machine'],
  /** Contact points, consents, opt-outs, stop facts. */
  person: ['agent', 'supervisor', 'compliance', 'admin', 'machine'],
  /** Taking a block away again: a hold, a stop fact. */
  unblock: ['supervisor', 'compliance', 'admin'],
  /** The judicial way, and the end of a case. */
  decide: ['supervisor', 'compliance', 'admin'],
  work: ['agent', 'supervisor', 'compliance', 'admin'],
  /** Whose an unmatched payment is, and by what a provider knows an account. */
  reconcile: ['supervisor', 'admin', 'machine'],
  /** What somebody asks about their own data. People only, like all that follows. */
  relay: ['agent', 'supervisor', 'compliance', 'admin'],
  /** Erasure, legal holds, copies of what is kept. */
  protect: ['compliance', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof grants;

export const isAllowed = (held: readonly Role[], permission: Permission): boolean =>
  held.some((role) => grants[permission].some((granted) => granted === role));

/** The roles among some names; what is none of ours gives nothing. */
export const rolesAmong = (names: readonly string[]): readonly Role[] =>
  roles.filter((role) => names.includes(role));
