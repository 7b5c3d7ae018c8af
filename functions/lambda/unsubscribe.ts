import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { tracedHttp } from '../http';
import { createUnsubscribe } from '../unsubscribe';
import { createUnsubscribeHandler } from '../unsubscribe-handler';
import { theIntake, theStore, tracer, withSecrets } from './root';

/** Lambda behind `/u/{token}`. */
export const handler = withSecrets(
  tracedHttp(
    tracer,
    'unsubscribe',
    async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
      const unsubscribe = createUnsubscribe({ store: theStore(), intake: await theIntake() });
      return createUnsubscribeHandler(unsubscribe, Date.now)(event);
    },
  ),
);
