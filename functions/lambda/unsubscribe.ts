import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createUnsubscribe } from '../unsubscribe';
import { createUnsubscribeHandler } from '../unsubscribe-handler';
import { theIntake, theStore } from './root';

/** Lambda behind `/u/{token}`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const unsubscribe = createUnsubscribe({ store: theStore(), intake: await theIntake() });
  return createUnsubscribeHandler(unsubscribe, Date.now)(event);
}
