import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { headersOf, rawBodyOf, routedRequest } from '../http';
import type { createApi } from './app';

const iamSchema = z.looseObject({
  authorizer: z.looseObject({ iam: z.looseObject({ userArn: z.string() }) }),
});

/** Lets API Gateway (HTTP API, payload 2.0) call the API. Who signed with SigV4 is taken from the gateway only. */
export const createApiHandler =
  (api: ReturnType<typeof createApi>) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { rawPath, rawQueryString, requestContext } = event;
    const { method } = requestContext.http;
    const rawBody = rawBodyOf(event);
    const url = new URL(`https://api.invalid${rawPath}${rawQueryString ? `?${rawQueryString}` : ''}`);
    const headers = new Headers();
    for (const [name, value] of Object.entries(headersOf(event)))
      if (value !== undefined) headers.set(name, value);
    const iam = iamSchema.safeParse(requestContext);
    const arrival = { rawBody, ...(iam.success && { iamArn: iam.data.authorizer.iam.userArn }) };
    const answer = await api.fetch(routedRequest(method, url, headers), arrival);
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
  };
