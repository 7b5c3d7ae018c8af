import type { Client } from '@temporalio/client';
import type { SubjectAccess, SubjectRequest } from '../evidence/subject/collect';
import { subjectAccess } from '../evidence/subject/collect';
import type { Store } from '../store/store';
import { readCaseState } from './case-state';

interface Sources {
  readonly store: Store;
  readonly client: Pick<Client, 'workflow' | 'withDeadline'>;
}

/** Reads everything that is kept of a person, once it is written down that somebody does. */
export const createSubjectExport =
  ({ store, client }: Sources) =>
  (request: SubjectRequest): Promise<SubjectAccess> => {
    const stateOf = (accountId: string) =>
      readCaseState({ store, client }, { tenant: request.tenant, accountId });
    return subjectAccess({ store, stateOf }, request);
  };
