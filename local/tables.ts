import type { TableNames } from '../store/tables';

/** The tables of the local environment, the demo and the tests. */
export const LOCAL_TABLES: TableNames = {
  core: 'recobro-core',
  ledger: 'recobro-ledger',
  idempotency: 'recobro-idempotency',
};
