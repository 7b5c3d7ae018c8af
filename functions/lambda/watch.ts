import { Client, Connection } from '@temporalio/client';
import { connectionSettings, namespaceOf } from '../../temporal/connection';
import { createTemporalWatch } from '../temporal-watch';
import { report, withSecrets } from './root';

/** Lambda of every minute. It reads no payload, so it has no payload keys; a frozen connection would not live that long. */
export const handler = withSecrets(async (): Promise<void> => {
  const connection = await Connection.connect(connectionSettings(process.env));
  try {
    const client = new Client({ connection, namespace: namespaceOf(process.env) });
    await createTemporalWatch({ client, report })();
  } finally {
    await connection.close();
  }
});
