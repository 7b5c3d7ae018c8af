import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { createDocument } from 'zod-openapi';
import * as z from 'zod';
import { PROBLEM_TYPE } from '../http';
import { operations } from './operations';
import { refusalSchema } from './operations/privacy-wire';
import { grants } from './roles';

const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'What kind of problem it is; switch on this' }),
    ...{ title: z.string(), status: z.int(), detail: z.string().optional() },
    reason: z.string().optional().meta({ description: 'Why the case refused a request' }),
    refusals: z.array(refusalSchema).optional().meta({ description: 'What stands against erasing somebody' }),
    retryAfter: z.int().optional().meta({ description: 'Seconds, as in the header `Retry-After`' }),
    faults: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Each wrong field, by JSON pointer' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const keyHeader = z.strictObject({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .meta({ description: 'One of its own for each write, the same when it is repeated; kept for a day' }),
});

/** The document of the API, as text; made of the same schemas that check the requests. */
export function openApiText(): string {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Recobro',
      version: '1.0.0',
      description: 'Accounts in collection: what happens to them, and why. Amounts are whole minor units.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { key: [] }, { sigv4: [] }],
    tags: ['accounts', 'money', 'requests', 'persons', 'tasks', 'privacy', 'overview'].map((name) => ({
      name,
    })),
    paths,
    components: { securitySchemes },
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'People, by OpenID Connect' },
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'Machines: RECOBRO-HMAC-SHA256 key=<tenant>.<name>,ts=<seconds>,signature=<hex> (docs/api.md)',
  },
  sigv4: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'Machines in AWS: Signature Version 4, verified by API Gateway',
  },
} as const;

type Described = (typeof operations)[number];

function described(operation: Described): ZodOpenApiOperationObject {
  const { id, tag, summary, permission, method, params, query, body, status, reply } = operation;
  const isWrite = method !== 'get';
  return {
    ...{ operationId: id, tags: [tag], summary },
    description: `For: ${grants[permission].join(', ')}.`,
    requestParams: {
      ...(params instanceof z.ZodObject && { path: params }),
      ...(query instanceof z.ZodObject && { query }),
      ...(isWrite && { header: keyHeader }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(status)]: { description: 'Done', content: { 'application/json': { schema: reply } } },
      ...problemResponses(operation),
    },
  };
}

const problems = {
  '401': 'Nobody we know',
  '403': 'Not for this role',
  '404': 'There is no such thing',
  '409': 'Not in a state for this, refused by the case, or under way',
  '413': 'Too large',
  '422': 'Not as described, or a key that was used for something else',
  '429': 'The tenant asks too much: wait as long as `Retry-After` says',
  '500': 'Our fault',
  '503': 'Try again later',
} as const;

/** Reading has no conflict and no body, as a rule. */
function problemResponses({ method, problems: own = [] }: Described) {
  const codes = Object.entries(problems).filter(
    ([code]) => method !== 'get' || !['409', '413'].includes(code) || own.includes(Number(code)),
  );
  const content = { [PROBLEM_TYPE]: { schema: problemSchema } };
  return Object.fromEntries(codes.map(([code, description]) => [code, { description, content }]));
}
