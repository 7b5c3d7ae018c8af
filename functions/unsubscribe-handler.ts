import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Instant } from '../domain/time/calendar';
import type { createUnsubscribe } from './unsubscribe';

/** `/u/{token}`, the address in List-Unsubscribe. */
export const createUnsubscribeHandler =
  ({ handle }: ReturnType<typeof createUnsubscribe>, now: () => Instant) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method } = event.requestContext.http;
    const { token = '' } = event.pathParameters ?? {};
    const { status, contentType, body } = await handle({ method, token, at: now() });
    const headers = {
      'content-type': contentType,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    };
    return { statusCode: status, headers, ...(method !== 'HEAD' && { body }) };
  };
