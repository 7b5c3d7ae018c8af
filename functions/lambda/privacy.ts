import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createLetterRemover } from '../../activities/aws/letter-remover';
import type { LawData } from '../../policy/law/compile';
import { compileLaw } from '../../policy/law/compile';
import { createApi } from '../api/app';
import { byToken } from '../api/authenticate';
import { createApiHandler } from '../api/lambda-handler';
import { privacyOperations } from '../api/operations/privacy';
import { createTokenVerifier } from '../aws/token-verifier';
import { tracedHttp } from '../http';
import { createPrivacy } from '../privacy';
import { createSubjectExport } from '../subject-export';
import { report, theClient, theStore, tracer, withSecrets } from './root';

const { env } = process;

/** The law that was read and checked when the function was packed; what it asks to be kept is asked here. */
const law = compileLaw(JSON.parse(readFileSync(env['RECOBRO_LAW'] ?? 'law.json', 'utf8')) as LawData); // as the packer wrote it
const removeLetter = createLetterRemover({ s3: new S3Client({}), bucket: needed('RECOBRO_LETTERS_BUCKET') });

const api = createApi({
  operations: privacyOperations,
  deps: async () => {
    const store = theStore();
    const privacy = createPrivacy({ store, law, removeLetter });
    return {
      store,
      privacy,
      exportOf: createSubjectExport({ store, client: await theClient() }),
      now: Date.now,
    };
  },
  // People only, so that two of them stand behind an erasure.
  authenticate: byToken(createTokenVerifier(needed('RECOBRO_OIDC_ISSUER'), needed('RECOBRO_OIDC_AUDIENCE'))),
  report,
  limit: { requests: Number(env['RECOBRO_API_LIMIT'] || 600), seconds: 10 },
  document: readFileSync(env['RECOBRO_OPENAPI'] ?? join('schemas', 'openapi.json'), 'utf8'),
});

/** Lambda behind `/v1/privacy/{proxy+}`. */
export const handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2> =
  withSecrets(tracedHttp(tracer, 'privacy', createApiHandler(api)));

function needed(variable: string): string {
  const value = env[variable];
  if (value) return value;
  throw new Error(`Cannot answer about personal data: set ${variable}`);
}
