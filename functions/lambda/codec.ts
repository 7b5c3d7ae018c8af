import { createPayloadCodec } from '../../temporal/codec';
import { namespaceOf } from '../../temporal/connection';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { byToken } from '../api/authenticate';
import { createTokenVerifier } from '../aws/token-verifier';
import { createCodecHandler } from '../codec';
import { report, theStore, withSecrets } from './root';

const { env } = process;

/** Lambda behind `/{proxy+}` of the codec server: who may look is said by the identity provider. */
export const handler = withSecrets((event: Parameters<ReturnType<typeof createCodecHandler>>[0]) => {
  const [namespace, store] = [namespaceOf(env), theStore()];
  return createCodecHandler({
    authenticate,
    codec: createPayloadCodec(keyRingFromEnv(env), namespace, store.payloadKeys),
    ...{ store, namespace, report },
    uiOrigin: needed('RECOBRO_TEMPORAL_UI'),
    now: Date.now,
  })(event);
});

const authenticate = byToken(
  createTokenVerifier(needed('RECOBRO_OIDC_ISSUER'), needed('RECOBRO_OIDC_AUDIENCE')),
);

function needed(variable: string): string {
  const value = env[variable];
  if (value) return value;
  throw new Error(`Cannot decrypt for anybody: set ${variable}`);
}
