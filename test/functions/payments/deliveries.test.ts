import { createHmac } from 'node:crypto';
import { createBatchHandler } from '../../../functions/queue';
import type { Knock } from '../../../functions/webhooks/receive';
import { createWebhookReceiver } from '../../../functions/webhooks/receive';
import { TENANT } from '../../store/fixtures';
import { PaymentLab } from './lab';

const NOW = 1_764_547_200_000;
const SECRETS = { stripe: ['new-secret', 'old-secret'], mercadopago: ['mp-secret'] };
const DELIVERIES = 2_000;

/** Small and the same on every machine (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

/** What really happened to one payment; the provider tells of it in several events. */
interface Truth {
  readonly id: string;
  readonly account: string;
  readonly captured: number;
  readonly refunded: number;
  readonly disputed: 'no' | 'lost' | 'won';
}

const netOf = ({ captured, refunded, disputed }: Truth): number =>
  disputed === 'lost' ? 0 : captured - refunded;

function truths(roll: (sides: number) => number): Truth[] {
  return Array.from({ length: 150 }, (_, at) => {
    const captured = 1_000 + roll(9_000);
    const refunded = roll(4) === 0 ? roll(captured) : 0;
    const disputed = (['no', 'no', 'no', 'lost', 'won'] as const)[refunded > 0 ? 0 : roll(5)] ?? 'no';
    return { id: `pi_${at}`, account: `A-${at % 40}`, captured, refunded, disputed };
  });
}

function eventsOf({ id, account, captured, refunded, disputed }: Truth): object[] {
  const common = { currency: 'cop', created: NOW / 1000 - 60, metadata: { recobro_account: account } };
  const charge = { id: `ch_${id}`, payment_intent: id, captured: true, amount_captured: captured, ...common };
  const dispute = { id: `dp_${id}`, payment_intent: id, amount: captured, currency: 'cop' };
  const objects: [string, object][] = [
    ['payment_intent.succeeded', { id, amount_received: captured, ...common }],
    ['charge.succeeded', { ...charge, amount_refunded: 0 }],
  ];
  if (refunded > 0) {
    objects.push(['charge.refunded', { ...charge, amount_refunded: Math.floor(refunded / 2) }]);
    objects.push(['charge.refunded', { ...charge, amount_refunded: refunded }]);
  }
  if (disputed !== 'no') objects.push(['charge.dispute.funds_withdrawn', dispute]);
  if (disputed === 'won') objects.push(['charge.dispute.funds_reinstated', dispute]);
  return objects.map(([type, object], at) => ({
    id: `evt_${id}_${at}`,
    object: 'event',
    type,
    data: { object },
  }));
}

type Fault =
  'none' | 'old secret' | 'forged' | 'changed' | 'truncated' | 'replayed' | 'clock ahead' | 'unsigned';
const faults: readonly Fault[] = ['forged', 'changed', 'truncated', 'replayed', 'clock ahead', 'unsigned'];
const isBelieved = (fault: Fault): boolean => fault === 'none' || fault === 'old secret';

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** What a sender without the secret would want: more money for the same payment. */
const inflated = (body: string): string =>
  body.replace(/"(amount_received|amount_captured)":(\d+)/g, (_all, name: string) => `"${name}":99999999`);

function deliver(event: object, fault: Fault, skewSeconds: number): Knock {
  const body = JSON.stringify(event);
  const age = { replayed: -301, 'clock ahead': 301 }[fault as string] ?? skewSeconds;
  const t = NOW / 1000 + age;
  const secret = { forged: 'guess', 'old secret': 'old-secret' }[fault as string] ?? 'new-secret';
  const signed = fault === 'forged' ? inflated(body) : body;
  const headers = {
    'stripe-signature': fault === 'unsigned' ? '' : `t=${t},v1=${hmac(secret, `${t}.${signed}`)}`,
  };
  const sent =
    { truncated: body.slice(0, body.length / 2), changed: inflated(`${body} `) }[fault as string] ?? signed;
  return {
    provider: 'stripe',
    tenant: TENANT,
    requestId: 'r',
    rawBody: Buffer.from(sent),
    headers,
    query: {},
  };
}

test.each([1, 2, 3])(
  'of 2,000 deliveries every payment counts once, and every forged one is refused and seen (seed %i)',
  async (seed) => {
    const roll = dice(seed);
    const accounts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`A-${at}`, 'COP' as const]));
    const lab = new PaymentLab(accounts);
    const queued: string[] = [];
    const receive = createWebhookReceiver({
      secretsOf: async () => ({ signing: SECRETS.stripe }),
      queue: { send: async (body) => void queued.push(body) },
      report: lab.watch.report,
      now: () => NOW,
    });
    const payments = truths(roll);
    const events = payments.flatMap(eventsOf);
    const order = Array.from({ length: DELIVERIES }, (_, at) =>
      at < events.length ? at : roll(events.length),
    ).sort(() => roll(3) - 1);
    let refused = 0;
    const firsts = new Set<number>();
    for (const at of order) {
      const event = events[at];
      if (!event) continue;
      // Each event gets through at least once, as providers try again until they are answered.
      const fault: Fault =
        firsts.has(at) && roll(2) === 0
          ? (faults[roll(faults.length)] ?? 'none')
          : roll(3)
            ? 'none'
            : 'old secret';
      firsts.add(at);
      const answer = await receive(deliver(event, fault, roll(500) - 250));
      expect([fault, answer.status]).toEqual([fault, isBelieved(fault) ? 202 : 401]);
      if (!isBelieved(fault)) refused += 1;
    }
    expect(refused).toBeGreaterThan(300);
    expect(lab.watch.of('webhook_refused')).toBe(refused);

    const handle = createBatchHandler({
      queue: 'payments',
      handle: lab.consume,
      report: lab.watch.report,
    });
    // The queue repeats, mixes up and loses answers.
    for (const pending = [...queued, ...queued.slice(0, 300)]; pending.length > 0;) {
      const bodies = pending.splice(roll(pending.length), 1 + roll(9));
      if (roll(20) === 0) lab.loseAnswers = 1;
      const Records = bodies.map((body, at) => ({
        messageId: String(at),
        body,
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
      }));
      // The handler reads nothing else of a record.
      const { batchItemFailures } = await handle({ Records } as unknown as Parameters<typeof handle>[0]);
      pending.push(...batchItemFailures.map(({ itemIdentifier }) => bodies[Number(itemIdentifier)] ?? ''));
    }
    for (const account of Object.keys(accounts)) {
      const expected = payments
        .filter((one) => one.account === account)
        .reduce((sum, one) => sum + netOf(one), 0);
      expect([account, lab.paid(account)]).toEqual([account, expected]);
    }
    expect([...lab.tasks.keys()]).toEqual([]);
  },
);

test('deliveries of Mercado Pago count once, however often they tell us to look', async () => {
  const lab = new PaymentLab({ 'A-1': 'COP' });
  const resource = {
    id: 77,
    status: 'approved',
    currency_id: 'COP',
    transaction_amount: 50,
    external_reference: 'A-1',
  };
  let state: object = resource;
  lab.api = { ...lab.api, payment: async () => state };
  const queued: string[] = [];
  const receive = createWebhookReceiver({
    secretsOf: async (_tenant, provider) =>
      provider === 'mercadopago' ? { signing: SECRETS.mercadopago } : undefined,
    queue: { send: async (body) => void queued.push(body) },
    report: lab.watch.report,
    now: () => NOW,
  });
  const knock = (id: string, secret: string): Knock => ({
    ...{
      provider: 'mercadopago',
      tenant: TENANT,
      requestId: 'r',
      rawBody: Buffer.from('{"data":{"id":"88"'),
    },
    headers: { 'x-signature': `ts=${NOW},v1=${hmac(secret, `id:${id};ts:${NOW};`)}` },
    query: { 'data.id': id, type: 'payment' },
  });
  expect(await receive(knock('77', 'guess'))).toMatchObject({ status: 401 });
  for (let times = 0; times < 3; times += 1)
    expect(await receive(knock('77', 'mp-secret'))).toEqual({ status: 202 });
  for (const body of queued) await lab.consume(body);
  expect(lab.paid('A-1')).toBe(5_000);
  state = { ...resource, status: 'charged_back', status_detail: 'settled' };
  for (const body of queued) await lab.consume(body);
  expect(lab.paid('A-1')).toBe(0);
});

type MercadoFault =
  'none' | 'truncated' | 'forged' | 'other payment' | 'a day old' | 'clock ahead' | 'unsigned';
const mercadoFaults: readonly MercadoFault[] = [
  'forged',
  'other payment',
  'a day old',
  'clock ahead',
  'unsigned',
];
const DAY_MS = 86_400_000;

/** Mercado Pago signs the id in the query; the body says nothing that we rely on, so half of it is as good as all. */
function notify(id: string, fault: MercadoFault, skewMs: number): Knock {
  const body = JSON.stringify({ type: 'payment', data: { id } });
  const ts = NOW + ({ 'a day old': -DAY_MS - 1, 'clock ahead': 300_001 }[fault as string] ?? skewMs);
  const signature = hmac(fault === 'forged' ? 'guess' : 'mp-secret', `id:${id};ts:${ts};`);
  return {
    ...{ provider: 'mercadopago', tenant: TENANT, requestId: 'r' },
    rawBody: Buffer.from(fault === 'truncated' ? body.slice(0, body.length / 2) : body),
    headers: fault === 'unsigned' ? {} : { 'x-signature': `ts=${ts},v1=${signature}` },
    query: { 'data.id': fault === 'other payment' ? `${id}0` : id, type: 'payment' },
  };
}

test.each([1, 2, 3])(
  'of 2,000 deliveries of Mercado Pago every payment counts once, and every forged one is refused and seen (seed %i)',
  async (seed) => {
    const roll = dice(seed);
    const amounts = new Map(Array.from({ length: 150 }, (_, at) => [String(1_000 + at), 1 + roll(900)]));
    const ids = [...amounts.keys()];
    const lab = new PaymentLab({ 'A-1': 'COP' });
    const payment = (id: string, amount: number) => ({
      ...{ id: Number(id), status: 'approved', currency_id: 'COP' },
      ...{ transaction_amount: amount, external_reference: 'A-1' },
    });
    lab.api = {
      ...lab.api,
      payment: async (_tenant: string, id: string) => {
        const amount = amounts.get(id);
        return amount === undefined ? undefined : payment(id, amount);
      },
    };
    const queued: string[] = [];
    const receive = createWebhookReceiver({
      secretsOf: async () => ({ signing: SECRETS.mercadopago }),
      queue: { send: async (body) => void queued.push(body) },
      report: lab.watch.report,
      now: () => NOW,
    });
    let refused = 0;
    for (let at = 0; at < DELIVERIES; at += 1) {
      const isFirst = at < ids.length;
      const id = ids[isFirst ? at : roll(ids.length)] ?? '';
      const isFaulty = !isFirst && roll(2) === 0;
      const kind: MercadoFault = isFaulty ? (mercadoFaults[roll(mercadoFaults.length)] ?? 'forged') : 'none';
      const fault = kind === 'none' && roll(4) === 0 ? 'truncated' : kind;
      const { status } = await receive(notify(id, fault, roll(600_000) - 300_000));
      expect([fault, status]).toEqual([fault, isFaulty ? 401 : 202]);
      if (isFaulty) refused += 1;
    }
    expect(refused).toBeGreaterThan(300);
    expect(lab.watch.of('webhook_refused')).toBe(refused);
    for (const body of queued.sort(() => roll(3) - 1)) await lab.consume(body);
    const total = [...amounts.values()].reduce((sum, amount) => sum + amount * 100, 0);
    expect(lab.paid('A-1')).toBe(total);
    expect([...lab.tasks.keys()]).toEqual([]);
  },
);

test('what cannot be looked up waits for a person', async () => {
  const lab = new PaymentLab({});
  const believed = { provider: 'mercadopago', tenant: TENANT, receivedAt: NOW, body: '' };
  await lab.consume(JSON.stringify({ ...believed, query: { 'data.id': '9', type: 'payment' } }));
  expect([...lab.tasks.values()]).toMatchObject([{ kind: 'look_up_failed', queue: 'conciliacion' }]);
});
