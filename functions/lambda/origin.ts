import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecretReader } from '../../temporal/secret-reader';
import { createOriginCheck } from '../origin';

const read = createSecretReader(new SecretsManagerClient({}));

/** Authorizer of the public routes. The gateway keeps its answer for five minutes, so the secret is read that often. */
export const handler = createOriginCheck(() => read(process.env['RECOBRO_ORIGIN_SECRET'] ?? ''));
