import { createOriginCheck } from '../../functions/origin';

const check = (secret: string | undefined, headers: Record<string, string>) =>
  createOriginCheck(async () => secret)({ headers });

test.each([
  {
    rule: 'the secret of the edge',
    secret: 'abc',
    headers: { 'x-recobro-origin': 'abc' },
    isAuthorized: true,
  },
  { rule: 'another one', secret: 'abc', headers: { 'x-recobro-origin': 'abd' }, isAuthorized: false },
  { rule: 'a longer one', secret: 'abc', headers: { 'x-recobro-origin': 'abcd' }, isAuthorized: false },
  { rule: 'none', secret: 'abc', headers: {}, isAuthorized: false },
  { rule: 'none where nobody made a secret', secret: undefined, headers: {}, isAuthorized: false },
  {
    rule: 'an empty one where the secret is empty',
    secret: '',
    headers: { 'x-recobro-origin': '' },
    isAuthorized: false,
  },
])('a request with $rule: $isAuthorized', async ({ secret, headers, isAuthorized }) => {
  expect(await check(secret, headers)).toEqual({ isAuthorized });
});
