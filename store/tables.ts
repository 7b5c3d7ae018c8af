import { StoreError } from './errors';

/** A key attribute; every key of Recobro is a string. */
export interface KeyShape {
  readonly partition: string;
  readonly sort?: string;
}

/** What one table is, as plain data: the local environment and the infrastructure code build from the same. */
export interface TableShape {
  readonly key: KeyShape;
  readonly indexes: Readonly<Record<string, Required<KeyShape> & { readonly attributes: readonly string[] }>>;
  /** Attribute with the expiry in seconds since the Unix epoch. */
  readonly ttl?: string;
  readonly stream?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE';
}

/**
 * The indexes carry ids only, which never change, so that an update of an item costs no write in them;
 * what they find is then read from the table, consistently.
 */
const ids = ['_et', 'tenant', 'accountId', 'attemptId', 'workItemId'] as const;

/**
 * `core` holds what changes, `ledger` is append-only (its writer may not update or delete), `idempotency` has the
 * key shape of Powertools for AWS Lambda and forgets by itself.
 */
export const tableShapes = {
  core: {
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk', attributes: ids },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', attributes: ids },
    },
    ttl: 'expiresAt',
    stream: 'NEW_AND_OLD_IMAGES',
  },
  ledger: { key: { partition: 'pk', sort: 'sk' }, indexes: {}, stream: 'NEW_AND_OLD_IMAGES' },
  idempotency: { key: { partition: 'id' }, indexes: {}, ttl: 'expiration' },
} as const satisfies Record<string, TableShape>;

export type TableId = keyof typeof tableShapes;
export type TableNames = Readonly<Record<TableId, string>>;

const variables = {
  core: 'RECOBRO_CORE_TABLE',
  ledger: 'RECOBRO_LEDGER_TABLE',
  idempotency: 'RECOBRO_IDEMPOTENCY_TABLE',
} as const satisfies Record<TableId, string>;

/**
 * The names of the tables from the environment of the process.
 *
 * @throws {StoreError} `store.unnamedTable`
 */
export function tableNames(env: Readonly<Record<string, string | undefined>>): TableNames {
  const named = (id: TableId): string => {
    const variable = variables[id];
    const name = env[variable];
    if (name) return name;
    const message = `Cannot open the ${id} table: set ${variable} to its name`;
    throw new StoreError('store.unnamedTable', message, { variable });
  };
  return { core: named('core'), ledger: named('ledger'), idempotency: named('idempotency') };
}

/** The environment from which {@link tableNames} reads these names. */
export function tableEnvironment(names: TableNames): Record<string, string> {
  return {
    [variables.core]: names.core,
    [variables.ledger]: names.ledger,
    [variables.idempotency]: names.idempotency,
  };
}
