import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorKind } from '../../traces/tracer';
import { headersOf, problemResponse, problemType, queryOf, rawBodyOf } from '../http';
import type { Report } from '../report';
import type { Knock, WebhookAnswer } from './receive';

type Receive = (knock: Knock) => Promise<WebhookAnswer>;

const titles: Readonly<Record<WebhookAnswer['status'], string>> = {
  202: 'Taken',
  401: 'The delivery is not signed as agreed',
  404: 'No such endpoint',
  413: 'The delivery is too large',
};

/** `POST /webhooks/{provider}/{tenant}`. What cannot be kept now is answered 503, so that the provider tries again. */
export const createWebhookHandler =
  (receive: Receive, report: Report) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { provider = '', tenant = '' } = event.pathParameters ?? {};
    const delivery = { rawBody: rawBodyOf(event), headers: headersOf(event), query: queryOf(event) };
    try {
      const answer = await receive({
        provider,
        tenant,
        requestId: event.requestContext.requestId,
        ...delivery,
      });
      if (answer.refusal === undefined) return { statusCode: answer.status };
      const { status, refusal } = answer;
      return problemResponse({ type: problemType(refusal), title: titles[status], status });
    } catch (error) {
      report.count('webhook_failed', { provider }, { error: errorKind(error) });
      return problemResponse({ type: problemType('unavailable'), title: 'Try again later', status: 503 });
    }
  };
