import { changePerson } from '../../domain/person';
import type { PersonChange } from '../../domain/person';
import { createUnsubscribe } from '../../functions/unsubscribe';
import type { StoredAttempt } from '../../store/types';
import { AT, aPerson } from '../store/fixtures';
import { createUnsubscribeHandler } from '../../functions/unsubscribe-handler';

const ATTEMPT = 'a'.repeat(32);
const TOKEN = Buffer.from(ATTEMPT, 'hex').toString('base64url');

const attempt: StoredAttempt = {
  ...{ tenant: 'acme', accountId: 'A-1', personId: 'p-1', attemptId: ATTEMPT, state: 'SENT', at: AT },
  ...{ step: 'aviso', anchor: 'D1', channel: 'email', template: 'aviso-previo', language: 'es' },
  ...{ bodyHash: '', batchId: '' },
};

/** One person with one message; changes are applied as the store applies them, each id once. */
function lab() {
  const asked: string[] = [];
  let known = { person: aPerson('p-1'), version: 1, accounts: ['A-1'] };
  const change = async (
    _tenant: string,
    _id: string,
    eventId: string,
    _at: number,
    made: PersonChange,
  ): Promise<void> => {
    if (!asked.includes(eventId))
      known = { ...known, person: changePerson(known.person, made), version: known.version + 1 };
    asked.push(eventId);
  };
  const store = {
    findAttempt: async (id: string) => (id === ATTEMPT ? attempt : undefined),
    getPerson: async () => known,
  };
  const { handle } = createUnsubscribe({ store, intake: { changePerson: change } });
  const call = (method: string, token = TOKEN) => handle({ method, token, at: AT });
  return { call, change, asked, person: () => known.person };
}

test('POST opts out of the channel of the message, with proof', async () => {
  const { call, person } = lab();
  expect((await call('POST')).status).toBe(200);
  expect(person().optedOut).toEqual(['email']);
  const proof = {
    choice: 'opt_out',
    channel: 'email',
    at: AT,
    how: 'one_click',
    textVersion: 'aviso-previo',
  };
  expect(person().proofs).toEqual([proof]);
});

test.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])('%s never acts', async (method) => {
  const { call, asked } = lab();
  expect((await call(method)).status).toBe(method === 'GET' || method === 'HEAD' ? 200 : 405);
  expect(asked).toEqual([]);
});

test.each(['', 'x', '../../etc', Buffer.alloc(16).toString('base64url'), `${TOKEN}${TOKEN}`])(
  'a token that nobody has ("%s") is answered like one that somebody has',
  async (token) => {
    const { call, asked } = lab();
    const answers = [await call('POST', token), await call('GET', token)];
    expect(asked).toEqual([]);
    expect(answers).toEqual([await call('POST'), await call('GET')]);
  },
);

test('a second click changes nothing, two at once make one choice', async () => {
  const { call, asked } = lab();
  await Promise.all([call('POST'), call('POST')]);
  await call('POST');
  expect(new Set(asked).size).toBe(1);
});

test('a click after the person came back counts again', async () => {
  const { call, change, person } = lab();
  await call('POST');
  await change('acme', 'p-1', 'back', AT, { kind: 'consent', channel: 'email' });
  await call('POST');
  expect(person().optedOut).toEqual(['email']);
});

test('the handler answers as the web asked, and never lets the page be kept', async () => {
  const seen: string[] = [];
  const handler = createUnsubscribeHandler(
    {
      handle: async ({ method, token }) => {
        seen.push(`${method} ${token}`);
        return { status: 200, contentType: 'text/html; charset=utf-8', body: 'page' };
      },
    },
    () => 0,
  );
  const event = { pathParameters: { token: 'abc' }, requestContext: { http: { method: 'POST' } } };
  // The handler reads nothing else of the event.
  const answer = await handler(event as unknown as Parameters<typeof handler>[0]);
  expect(seen).toEqual(['POST abc']);
  expect(answer).toMatchObject({ statusCode: 200, body: 'page', headers: { 'cache-control': 'no-store' } });
});
