import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readTraceparent, TRACEPARENT } from '../traces/context';
import type { Tracer } from '../traces/tracer';

/** RFC 9457. `type` names the kind of problem, so that programs may switch on it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The names of our problems, as URIs that say what they are. */
export const problemType = (code: string): string => `urn:recobro:problem:${code}`;

export function problemResponse(problem: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: { 'content-type': PROBLEM_TYPE },
    body: JSON.stringify(problem),
  };
}

/** The bytes that were sent: the gateway hands over what is not text as base64. */
export function rawBodyOf({
  body,
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** Header names in lower case. */
export const headersOf = ({
  headers,
}: Pick<APIGatewayProxyEventV2, 'headers'>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Each request is a span: of the caller's trace, where its `traceparent` is well-formed, or else of a new one. */
export const tracedHttp =
  (tracer: Tracer, name: string, handle: HttpHandler): HttpHandler =>
  (event) => {
    const parent = readTraceparent(headersOf(event)[TRACEPARENT]) ?? null;
    return tracer.run(name, 'server', { parent }, async (tell) => {
      const answer = await handle(event);
      tell({ status: answer.statusCode ?? 200 });
      return answer;
    });
  };

/** The last value of each parameter, decoded once. */
export const queryOf = ({
  rawQueryString,
}: Pick<APIGatewayProxyEventV2, 'rawQueryString'>): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(rawQueryString));

/** Methods that the platform's own `Request` refuses to carry. */
const UNCARRIED = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** A request without its body, as routers take it. A method that nobody may use becomes one that nobody has. */
export const routedRequest = (method: string, url: URL, headers: Headers): Request =>
  new Request(url, { method: UNCARRIED.has(method.toUpperCase()) ? 'NONE' : method, headers });
