import type { Activities } from '../workflows/contract';
import { createChangePerson } from './change-person';
import type { ActivityHost } from './host';
import { createKeepBooks } from './keep-books';
import { createReadFacts } from './read-facts';
import { createSendTouch } from './send-touch';

/** Activities of the accounts queue: they keep books and send nothing. */
export const createAccountActivities = (host: ActivityHost): Omit<Activities, 'sendTouch'> => ({
  keepBooks: createKeepBooks(host),
  readFacts: createReadFacts(host),
  changePerson: createChangePerson(host),
});

/** Activities of the sending queue. */
export const createSendingActivities = (host: ActivityHost): Pick<Activities, 'sendTouch'> => ({
  sendTouch: createSendTouch(host),
});
