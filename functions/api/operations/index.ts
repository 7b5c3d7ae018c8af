import type { ApiDeps, Operation } from '../operation';
import { caseOperations } from './cases';
import type { PrivacyApiDeps } from './privacy';
import { privacyOperations } from './privacy';

/** Everything that the API can do; the document and the table of roles are made of it. */
export const operations: readonly Operation<ApiDeps & PrivacyApiDeps>[] = [
  ...caseOperations,
  ...privacyOperations,
];
