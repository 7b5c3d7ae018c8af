import type { Operation } from '../operation';
import { accountOperations } from './accounts';
import { agreementOperations } from './agreements';
import { moneyOperations } from './money';
import { overviewOperations } from './overview';
import { personOperations } from './persons';
import { taskOperations } from './tasks';

/** What the product's function answers: accounts, and what happens to them. */
export const caseOperations: readonly Operation[] = [
  ...accountOperations,
  ...moneyOperations,
  ...agreementOperations,
  ...personOperations,
  ...taskOperations,
  ...overviewOperations,
];
