import { factAccepted } from '../../workflows/messages';
import { aStrategy, at, Lab, payment } from './lab';

const lab = Lab.forTests();

const IN_THE_NEXT_STAGE = '2026-03-11 12:00';

const holdId = { kind: 'hold', id: 'h' } as const;
const hold = { ...holdId, until: null, freeze: false, reason: 'review', at: at('2026-03-03 10:00') };

describe('continue-as-new at a change of stage', () => {
  test('begins another run of the same case, where it stood', async () => {
    const one = await lab.open();
    const first = await one.handle.describe();
    await one.liveUntil('2026-03-10 12:00');
    expect((await one.handle.describe()).runId).toBe(first.runId);
    const before = await one.status();
    await one.liveUntil(IN_THE_NEXT_STAGE);
    const second = await one.handle.describe();
    expect(second.runId).not.toBe(first.runId);
    expect(second.raw.workflowExtendedInfo?.originalStartTime).toBeDefined();
    expect(await one.status()).toMatchObject({
      ...{ stage: 'administrative', anchor: 'D1', seq: before.seq, clockOffsetMs: before.clockOffsetMs },
      ...{ waitsUntil: at('2026-03-18 10:00') },
    });
    expect(await one.sent()).toEqual(['aviso email', 'hoy sms', 'vencido sms']);
  });

  test('remembers the events it has seen', async () => {
    const one = await lab.open();
    const half = payment('p', 50_000, '2026-03-03 09:00');
    await one.fact('e-1', half);
    await one.ask('holdCase', hold, { by: 'agent-7' }, 'request-1');
    await one.ask('releaseHold', { kind: 'release', id: 'h', at: at('2026-03-03 11:00') }, { by: 'agent-7' });
    await one.liveUntil(IN_THE_NEXT_STAGE);
    await one.signal({ seq: 1, eventId: 'e-1', fact: half });
    await one.signal({ seq: 2, eventId: 'e-1', fact: { ...half, id: 'other' } });
    const again = await one.ask('holdCase', hold, { by: 'agent-7' }, 'request-1');
    expect(again).toEqual({ accepted: true });
    expect((await one.pending()).filter(({ type }) => type === 'fact_received')).toEqual([]);
    expect((await one.events('fact_received')).map(({ kind }) => kind)).toEqual([
      'payment',
      'hold',
      'release',
    ]);
  });

  test('carries what waits for the ledger, and writes it once', async () => {
    const steps = [{ id: 'aviso', day: 1, via: ['email'], template: 'aviso-previo' }];
    const one = await lab.open({ strategy: aStrategy({ steps }) });
    const first = await one.handle.describe();
    await one.pay('p', 30_000, '2026-03-11 09:00');
    expect((await one.handle.describe()).runId).not.toBe(first.runId);
    const journal = ['stage_changed', 'fact_received'];
    expect((await one.pending()).map(({ type }) => type)).toEqual(journal);
    await one.liveUntil(IN_THE_NEXT_STAGE);
    expect(await one.pending()).toEqual([]);
    const written = (await lab.cluster.store.readLedger(one.key)).map(({ type }) => type);
    expect(written).toEqual(['account_opened', 'stage_changed', ...journal, 'touch_claimed', 'touch_sent']);
  });

  test('carries facts that came before those they follow', async () => {
    const one = await lab.open();
    const late = { seq: 2, eventId: 'e-2', fact: payment('p-2', 60_000, '2026-03-03 10:00') };
    await one.handle.signal(factAccepted, late);
    await one.liveUntil(IN_THE_NEXT_STAGE);
    expect(await one.status()).toMatchObject({ stage: 'administrative', seq: 0 });
    await one.pay('p-1', 40_000, '2026-03-11 13:00');
    expect(await one.handle.result()).toBe('paid');
  });
});

describe('a closed case', () => {
  const closed = async () => {
    const one = await lab.open();
    await one.liveUntil('2026-03-05 12:00');
    await one.pay('p', 100_000, '2026-03-06 09:00');
    expect(await one.handle.result()).toBe('paid');
    return one;
  };

  test('goes on from its snapshot when the payment is reversed', async () => {
    const one = await closed();
    const { runId } = await one.handle.describe();
    await one.fact('bank-1', { kind: 'reversal', id: 'r', of: 'p', at: at('2026-03-09 09:00') });
    expect(await one.status()).toMatchObject({ outcome: 'open', anchor: 'D1', seq: 2 });
    expect((await one.handle.describe()).runId).not.toBe(runId);
    await one.liveUntil('2026-03-10 12:00');
    expect(await one.sent()).toEqual(['aviso email', 'hoy sms']);
    const outcomes = (await one.events('outcome_changed')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['paid', 'open']);
  });

  test('goes on when a new debt falls due, and knows what the person chose meanwhile', async () => {
    const one = await closed();
    const stop = { kind: 'stop', fact: 'deceased' } as const;
    await lab.cluster.intake.changePerson(one.key.tenant, one.personId, 'c-1', at('2026-03-07 09:00'), stop);
    const debt = { kind: 'debt', id: 'D2', due: 20_522, amount: 70_000, at: at('2026-03-08 09:00') } as const;
    await one.fact('loan-1', debt);
    await one.liveUntil('2026-03-12 12:00');
    expect(await one.status()).toMatchObject({ outcome: 'open', anchor: 'D2' });
    expect(await one.sent()).toEqual(['aviso email']);
  });

  test('does not open for a fact that was there before', async () => {
    const one = await closed();
    await lab.cluster.intake.acceptFact(one.key, 'event-p', payment('p', 100_000, '2026-03-06 09:00'));
    expect(await one.handle.result()).toBe('paid');
    expect(await one.events('fact_received')).toHaveLength(1);
  });

  test('is told of by name when it was never opened', async () => {
    const nobody = { tenant: 'acme', accountId: 'nobody' };
    const asking = lab.cluster.intake.request(nobody, 'r', { kind: 'write_off', at: 0 }, 'agent-7');
    await expect(asking).rejects.toThrow(/nobody.*open it first/);
  });
});

test('a case that is handed off stays so, and a payment in full recalls it', async () => {
  const steps = [{ id: 'juicio', day: 5, handoff: { to: 'estudio', approval: 'none', requires: [] } }];
  const stages = { extrajudicial: { from: 3 }, judicial: { from: 5 } };
  const one = await lab.open({ strategy: aStrategy({ steps, stages }) });
  await one.liveUntil('2026-03-16 12:00');
  expect(await one.handle.result()).toBe('handed_off');
  await one.fact('e-1', payment('p', 100_000, '2026-03-20 09:00'));
  expect(await one.handle.result()).toBe('paid');
  const outcomes = (await one.events('outcome_changed')).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['handed_off', 'paid']);
});
