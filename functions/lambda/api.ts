import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createApi } from '../api/app';
import { byIam, byKey, byToken } from '../api/authenticate';
import type { Authenticate } from '../api/identity';
import { firstOf } from '../api/identity';
import { createApiHandler } from '../api/lambda-handler';
import { createTokenVerifier } from '../aws/token-verifier';
import { caseOperations } from '../api/operations/cases';
import { tracedHttp } from '../http';
import { createPaymentBook } from '../payments/book';
import {
  report,
  theClient,
  theIntake,
  theSecrets,
  theStore,
  theStrategies,
  tracer,
  withSecrets,
} from './root';

const { env } = process;
const { RECOBRO_OIDC_ISSUER: issuer, RECOBRO_OIDC_AUDIENCE: audience } = env;

const ways: readonly Authenticate[] = [
  byIam(env),
  byKey((tenant, name) => theSecrets()(tenant, name), Date.now),
  ...(issuer && audience ? [byToken(createTokenVerifier(issuer, audience))] : []),
];

const api = createApi({
  operations: caseOperations,
  deps: async () => {
    const [store, intake] = [theStore(), await theIntake()];
    const payments = createPaymentBook({ store, intake, report, now: Date.now });
    return { store, intake, payments, strategies: theStrategies(), client: await theClient(), now: Date.now };
  },
  authenticate: firstOf(ways),
  report,
  limit: { requests: Number(env['RECOBRO_API_LIMIT'] || 600), seconds: 10 },
  document: readFileSync(env['RECOBRO_OPENAPI'] ?? join('schemas', 'openapi.json'), 'utf8'),
});

/** Lambda behind `/v1/{proxy+}`. */
export const handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2> =
  withSecrets(tracedHttp(tracer, 'api', createApiHandler(api)));
