import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery, Provider } from '../../../functions/webhooks/signatures';
import { providers, verify } from '../../../functions/webhooks/signatures';

interface Vector {
  readonly provider: string;
  readonly secret: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly verifyAtUnix: number;
  readonly expect: string;
}

const file = join(__dirname, '../../fixtures/webhooks/signature-vectors.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[]; // made by hand, in this shape
const lower = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const ours = vectors.filter(({ provider }) => providers.some((known) => known === provider));

test('the vectors speak of both providers', () => {
  expect(new Set(ours.map(({ provider }) => provider))).toEqual(new Set(providers));
});

test.each(ours)('$provider vector: $expect', ({ provider, secret, body, headers, query = {}, ...vector }) => {
  const delivery = { rawBody: Buffer.from(body), headers: lower(headers), query };
  const verdict = verify(provider as Provider, delivery, [secret], vector.verifyAtUnix * 1000);
  expect(verdict.ok).toBe(vector.expect.startsWith('ok'));
});

const NOW = 1_764_547_200_000;
const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');
const stripe = (seconds: number, secret: string, body = '{}'): Delivery => ({
  rawBody: Buffer.from(body),
  headers: { 'stripe-signature': `t=${seconds},v1=${sign(secret, `${seconds}.${body}`)}` },
  query: {},
});
const mercadoPago = (ts: number): Delivery => ({
  rawBody: Buffer.from(''),
  headers: { 'x-signature': `ts=${ts},v1=${sign('secret', `id:abc1;ts:${ts};`)}` },
  query: { 'data.id': 'ABC1' },
});
const T = NOW / 1000;

test.each<{ rule: string; provider: Provider; delivery: Delivery; verdict: string }>([
  { rule: 'the new secret', provider: 'stripe', delivery: stripe(T, 'secret'), verdict: 'ok' },
  { rule: 'the old secret', provider: 'stripe', delivery: stripe(T, 'old-secret'), verdict: 'ok' },
  { rule: 'another secret', provider: 'stripe', delivery: stripe(T, 'guess'), verdict: 'wrong_signature' },
  {
    rule: 'a replay after five minutes',
    provider: 'stripe',
    delivery: stripe(T - 301, 'secret'),
    verdict: 'too_old',
  },
  {
    rule: 'a clock five minutes ahead',
    provider: 'stripe',
    delivery: stripe(T + 301, 'secret'),
    verdict: 'from_the_future',
  },
  {
    rule: 'clocks that differ by less',
    provider: 'stripe',
    delivery: stripe(T + 299, 'secret'),
    verdict: 'ok',
  },
  {
    rule: 'no header',
    provider: 'stripe',
    delivery: { rawBody: Buffer.from('{}'), headers: {}, query: {} },
    verdict: 'no_signature',
  },
  {
    rule: 'a header without signature',
    provider: 'stripe',
    delivery: { rawBody: Buffer.from('{}'), headers: { 'stripe-signature': `t=${T},v1=zz` }, query: {} },
    verdict: 'malformed',
  },
  { rule: 'seconds', provider: 'mercadopago', delivery: mercadoPago(T), verdict: 'ok' },
  { rule: 'milliseconds', provider: 'mercadopago', delivery: mercadoPago(NOW), verdict: 'ok' },
  { rule: 'a retry hours later', provider: 'mercadopago', delivery: mercadoPago(T - 40_000), verdict: 'ok' },
  {
    rule: 'a replay the next day',
    provider: 'mercadopago',
    delivery: mercadoPago(T - 86_401),
    verdict: 'too_old',
  },
])('$provider, $rule: $verdict', ({ provider, delivery, verdict }) => {
  const answer = verify(provider, delivery, ['secret', 'old-secret'], NOW);
  expect(answer.ok ? 'ok' : answer.reason).toBe(verdict);
});

test('nothing is believed without a secret', () => {
  expect(verify('stripe', stripe(T, ''), [], NOW).ok).toBe(false);
});
