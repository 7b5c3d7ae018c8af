import type { Operation } from '../operation';
import { accountOperations } from './accounts';
import { agreementOperations } from './agreements';
import { moneyOperations } from './money';
import { overviewOperations } from './overview';
import { personOperations } from './persons';
import { taskOperations } from './tasks';

/** Everything that the API can do; the router, the document and the table of roles are made of it. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...moneyOperations,
  ...agreementOperations,
  ...personOperations,
  ...taskOperations,
  ...overviewOperations,
];
