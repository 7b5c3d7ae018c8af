import type { Store } from '../../store/store';
import { aPerson, aStrategy, at, Lab, payment } from './lab';

/** What happens to an account between the last look of its touch and the claim. */
const beforeClaim = new Map<string, () => Promise<void>>();

const interrupting = (store: Store): Store => ({
  ...store,
  claimTouch: async (claim) => {
    const interrupt = beforeClaim.get(claim.ref.accountId);
    beforeClaim.delete(claim.ref.accountId);
    await interrupt?.();
    return store.claimTouch(claim);
  },
});

const lab = Lab.forTests({ wrapStore: interrupting });

test('a case sleeps until its dates and sends at the opening of the window', async () => {
  const one = await lab.open();
  await one.liveUntil('2026-03-12 09:00');
  const sent = await one.events('touch_sent');
  expect(sent.map(({ step, channel, at: sentAt }) => ({ step, channel, sentAt }))).toEqual([
    { step: 'aviso', channel: 'email', sentAt: at('2026-03-05 10:00') },
    { step: 'hoy', channel: 'sms', sentAt: at('2026-03-10 10:00') },
    { step: 'vencido', channel: 'sms', sentAt: at('2026-03-11 10:00') },
  ]);
  const texts = lab.outbox.sent.filter(({ to }) => to === one.opened.person.addresses.email);
  expect(texts).toHaveLength(1);
  expect(await one.status()).toMatchObject({ waitsUntil: at('2026-03-18 10:00') });
});

describe('a payment', () => {
  test('ends the case at once', async () => {
    const one = await lab.open();
    await one.liveUntil('2026-03-05 12:00');
    await one.pay('p', 100_000, '2026-03-05 12:01');
    expect(await one.handle.result()).toBe('paid');
    expect(await one.sent()).toEqual(['aviso email']);
  });

  test.each([
    { rule: 'that pays all ends the case', amount: 100_000, sent: [], outcome: 'paid' },
    {
      rule: 'that pays a part is known to the message',
      amount: 30_000,
      sent: ['aviso email'],
      outcome: 'open',
    },
  ])('accepted between look and claim $rule: nothing goes out before', async ({ amount, sent, outcome }) => {
    const account = `race-${amount}`;
    const one = await lab.open({ account });
    beforeClaim.set(account, async () => {
      await one.acceptSilently('race', payment('p', amount, '2026-03-05 10:00'));
      expect(await one.sent()).toEqual([]);
    });
    const status = await one.liveUntil('2026-03-05 12:00');
    expect(beforeClaim.has(account)).toBe(false);
    expect(status?.outcome ?? 'paid').toBe(outcome);
    expect(await one.sent()).toEqual(sent);
    const message = lab.outbox.sent.find(({ to }) => to === one.opened.person.addresses.email);
    expect(message?.text.includes('700') ?? false).toBe(sent.length > 0); // 70,000 cents are left
    expect((await one.events('fact_received')).map(({ kind }) => kind)).toEqual(['payment']);
  });
});

test('opening twice finds the running case', async () => {
  const one = await lab.open();
  const { runId } = await one.handle.describe();
  expect(await lab.cluster.intake.open(one.opened)).toEqual({ outcome: 'open', stage: 'preventive' });
  expect((await one.handle.describe()).runId).toBe(runId);
  const ledger = await lab.cluster.store.readLedger(one.key);
  expect(ledger.filter(({ type }) => type === 'account_opened')).toHaveLength(1);
});

test('opening at once, many times, opens one case', async () => {
  const one = await lab.open({ account: 'many' });
  const answers = await Promise.all(Array.from({ length: 5 }, () => lab.cluster.intake.open(one.opened)));
  expect(new Set(answers.map(({ stage }) => stage))).toEqual(new Set(['preventive']));
});

describe('a fact', () => {
  test('that is reported again changes nothing', async () => {
    const one = await lab.open();
    const half = payment('p', 50_000, '2026-03-03 09:00');
    for (let times = 0; times < 3; times += 1) await one.fact('e-1', half);
    const other = { ...half, id: 'another-id' };
    await one.signal({ seq: 1, eventId: 'e-1', fact: other });
    await one.liveUntil('2026-03-05 12:00');
    expect(await one.status()).toMatchObject({ outcome: 'open', seq: 1 });
    expect(await one.events('fact_received')).toHaveLength(1);
  });

  test('of two feeds under one event id counts once', async () => {
    const one = await lab.open();
    await one.fact('e-1', payment('p', 50_000, '2026-03-03 09:00'));
    await one.fact('e-2', payment('p', 50_000, '2026-03-03 09:00'));
    expect(await one.status()).toMatchObject({ outcome: 'open', seq: 2 });
  });

  test('that overtakes another waits for it', async () => {
    const one = await lab.open();
    const paid = await one.acceptSilently('e-1', payment('p-1', 40_000, '2026-03-03 09:00'));
    const reversed = await one.acceptSilently('e-2', {
      ...{ kind: 'reversal', id: 'r', of: 'p-1' },
      at: at('2026-03-03 10:00'),
    });
    await one.signal(reversed);
    await one.signal(paid);
    await one.liveUntil('2026-03-05 12:00');
    expect(await one.status()).toMatchObject({ seq: 2 });
    const kinds = (await one.events('fact_received')).map(({ kind }) => kind);
    expect(kinds).toEqual(['payment', 'reversal']);
  });

  test('whose signal was lost is fetched from the store', async () => {
    const one = await lab.open();
    await one.acceptSilently('e-1', payment('p-1', 40_000, '2026-03-03 09:00'));
    await one.fact('e-2', payment('p-2', 60_000, '2026-03-03 10:00'));
    expect(await one.handle.result()).toBe('paid');
    expect(await one.events('fact_received')).toMatchObject([{ id: 'p-1' }, { id: 'p-2' }]);
  });

  test('whose signal was lost, and that none follows, is found by the next touch', async () => {
    const one = await lab.open();
    await one.acceptSilently('e-1', payment('p-1', 100_000, '2026-03-03 09:00'));
    expect(await one.liveUntil('2026-03-05 12:00')).toBeNull();
    expect(await one.handle.result()).toBe('paid');
    expect(await one.sent()).toEqual([]);
  });
});

test('a task that falls due together with a message is handed to its queue', async () => {
  const steps = [
    { id: 'llamada', day: -5, task: 'call', queue: 'temprana' },
    { id: 'aviso', day: -5, via: ['email'], template: 'aviso-previo' },
  ];
  const one = await lab.open({ strategy: aStrategy({ steps }) });
  await one.liveUntil('2026-03-05 12:00');
  expect(await one.sent()).toEqual(['aviso email']);
  expect(await one.events('task_opened')).toMatchObject([{ step: 'llamada' }]);
  expect(await one.workItems()).toMatchObject([{ step: 'llamada', kind: 'call', state: 'OPEN' }]);
});

test('a step that nothing can send is skipped, and somebody is asked', async () => {
  const person = aPerson('P-none', { consent: [] });
  const one = await lab.open({ person });
  await one.liveUntil('2026-03-06 12:00');
  expect(await one.events('step_skipped')).toMatchObject([{ step: 'aviso', reason: 'no_channel' }]);
  expect(await one.workItems()).toMatchObject([{ step: 'aviso', kind: 'no_channel', queue: 'revision' }]);
});
