import { createHmac } from 'node:crypto';
import { byIam, byKey, byToken, signedText } from '../../../functions/api/authenticate';
import type { Credentials } from '../../../functions/api/identity';
import { firstOf } from '../../../functions/api/identity';

const NOW = 1_764_547_200_000;
const credentials = (more: Partial<Credentials> = {}): Credentials => ({
  ...{ method: 'POST', target: '/v1/accounts?x=1', headers: {}, rawBody: Buffer.from('{"a":1}') },
  ...more,
});

const way = byKey(
  async (tenant, name) =>
    `${tenant}/${name}` === 'acme/api/core' ? { signing: ['new-secret', 'old-secret'] } : undefined,
  () => NOW,
);
function signed(
  secret: string,
  { key = 'acme.core', seconds = NOW / 1000, sent = credentials() } = {},
): Credentials {
  const signature = createHmac('sha256', secret)
    .update(signedText(credentials(), String(seconds)))
    .digest('hex');
  return {
    ...sent,
    headers: { authorization: `RECOBRO-HMAC-SHA256 key=${key},ts=${seconds},signature=${signature}` },
  };
}

test.each<{ rule: string; given: Credentials; holds: boolean }>([
  { rule: 'the secret', given: signed('new-secret'), holds: true },
  { rule: 'the one before it', given: signed('old-secret'), holds: true },
  { rule: 'another secret', given: signed('guess'), holds: false },
  { rule: 'another tenant’s key', given: signed('new-secret', { key: 'other.core' }), holds: false },
  {
    rule: 'a signature of ten minutes ago',
    given: signed('new-secret', { seconds: NOW / 1000 - 600 }),
    holds: false,
  },
  {
    rule: 'another body',
    given: signed('new-secret', { sent: credentials({ rawBody: Buffer.from('{}') }) }),
    holds: false,
  },
  {
    rule: 'another path',
    given: signed('new-secret', { sent: credentials({ target: '/v1/accounts' }) }),
    holds: false,
  },
  { rule: 'nothing', given: credentials(), holds: false },
])('by key, $rule: $holds', async ({ given, holds }) => {
  const expected = { tenant: 'acme', actor: 'key:core', roles: ['machine'] };
  expect(await way(given)).toEqual(holds ? expected : undefined);
});

test.each([
  { arn: 'arn:aws:sts::123456789012:assumed-role/Core/session-1', tenant: 'acme' },
  { arn: 'arn:aws:sts::123456789012:assumed-role/Other/session-1', tenant: undefined },
  { arn: undefined, tenant: undefined },
])('by IAM, $arn is $tenant', async ({ arn, tenant }) => {
  const iam = byIam({ RECOBRO_IAM_TENANTS: '{"arn:aws:sts::123456789012:assumed-role/Core":"acme"}' });
  expect((await iam(credentials(arn === undefined ? {} : { iamArn: arn })))?.tenant).toBe(tenant);
});

const claims = {
  sub: 'ana@example.com',
  recobro_tenant: 'acme',
  recobro_roles: ['agent', 'machine', 'king'],
};
const token = credentials({ headers: { authorization: 'Bearer a.b.c' } });

test('by token, roles are those of ours that a person may have, and the actor says nothing', async () => {
  const identity = await byToken(async () => claims)(token);
  expect(identity).toEqual({
    tenant: 'acme',
    actor: expect.stringMatching(/^person:[0-9a-f]{16}$/),
    roles: ['agent'],
  });
});

test.each([
  { rule: 'a token that does not hold', verify: () => Promise.reject(new Error('expired')) },
  { rule: 'claims without a tenant', verify: async () => ({ sub: 'x', recobro_roles: ['admin'] }) },
])('by token, $rule is nobody', async ({ verify }) => {
  expect(await byToken(verify)(token)).toBeUndefined();
});

test('the first way that knows the caller counts', async () => {
  const identity = await firstOf([way, byToken(async () => claims)])(token);
  expect(identity?.roles).toEqual(['agent']);
});
