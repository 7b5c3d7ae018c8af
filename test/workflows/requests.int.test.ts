import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { dayFromIso } from '../../domain/time/calendar';
import type { RequestFact, RequestName } from '../../workflows/messages';
import {
  changeContactPoint,
  recordConsent,
  recordContact,
  recordOptOut,
  requestUpdate,
} from '../../workflows/messages';
import type { CaseWish, LabCase } from './lab';
import { aPerson, at, Lab } from './lab';

const lab = Lab.forTests();

const NOW = at('2026-03-03 09:00');
const agent = { by: 'agent-7', at: NOW };
const day = dayFromIso;
const promise = (amount: number, due: string): RequestFact => ({
  ...{ kind: 'promise', id: 'pr', amount },
  ...{ due: day(due), at: NOW },
});
const hold: RequestFact = { kind: 'hold', id: 'h', until: null, freeze: false, reason: 'review', at: NOW };
const dispute = (debt: string): RequestFact => ({ kind: 'dispute', id: 'd', debt, at: NOW });
const plan = (due: string): RequestFact => ({
  ...{ kind: 'plan', id: 'pl', at: NOW },
  instalments: [{ due: day(due), amount: 100_000 }],
});

const serve = (step: string, proof: string): RequestFact => ({
  ...{ kind: 'serve', id: 's', step, proof },
  ...{ on: day('2026-03-02'), at: NOW },
});

const LEDGERED_BY = '2026-03-11 12:00';

describe('a request that the rules accept', () => {
  test.each<{ name: RequestName; fact: RequestFact }>([
    { name: 'promiseToPay', fact: promise(50_000, '2026-03-06') },
    { name: 'agreePlan', fact: plan('2026-03-20') },
    { name: 'openDispute', fact: dispute('D1') },
    { name: 'resolveDispute', fact: { kind: 'resolve', id: 'd', as: 'rejected', at: NOW } },
    { name: 'holdCase', fact: hold },
    { name: 'releaseHold', fact: { kind: 'release', id: 'h', at: NOW } },
    { name: 'approveHandoff', fact: { kind: 'approve', step: 'juicio', at: NOW } },
    { name: 'completeDossier', fact: { kind: 'dossier', complete: true, at: NOW } },
    {
      name: 'holdCase',
      fact: {
        kind: 'hold',
        id: 'h',
        from: day('2026-04-01'),
        until: null,
        freeze: true,
        reason: 'x',
        at: NOW,
      },
    },
  ])('$name is answered so and noted', async ({ name, fact }) => {
    const one = await lab.open();
    expect(await one.ask(name, fact, agent)).toEqual({ accepted: true });
    expect(await received(one)).toEqual([fact.kind]);
  });

  test.each([
    { name: 'writeOff', fact: { kind: 'write_off', at: NOW }, outcome: 'written_off' },
    { name: 'withdraw', fact: { kind: 'withdraw', at: NOW }, outcome: 'withdrawn' },
  ] as const)('$name ends the case', async ({ name, fact, outcome }) => {
    const one = await lab.open();
    await one.ask(name, fact, agent);
    expect(await one.handle.result()).toBe(outcome);
    expect(await received(one)).toEqual([fact.kind]);
    expect(await one.events('outcome_changed')).toMatchObject([{ outcome }]);
  });

  test('keeps messages back where it should', async () => {
    const one = await lab.open();
    await one.ask('holdCase', hold, agent);
    await one.liveUntil('2026-03-06 12:00');
    expect(await one.sent()).toEqual([]);
    await one.ask('releaseHold', { kind: 'release', id: 'h', at: at('2026-03-06 12:01') }, { by: 'agent-7' });
    await one.liveUntil('2026-03-06 12:05');
    expect(await one.sent()).toEqual(['aviso email']);
  });

  test('takes the time of the case when the request has none', async () => {
    const one = await lab.open();
    await one.liveUntil('2026-03-05 12:00');
    await one.ask('promiseToPay', { ...promise(50_000, '2026-03-08'), at: 0 }, { by: 'agent-7' });
    const noted = await one.events('fact_received');
    expect(noted).toContainEqual(expect.objectContaining({ kind: 'promise', on: day('2026-03-05') }));
  });
});

/** Kinds of what was taken in, as the ledger tells it. */
async function received(one: LabCase): Promise<string[]> {
  return (await one.events('fact_received')).map(({ kind }) => kind);
}

describe('a request that the rules refuse', () => {
  test.each<{ name: RequestName; fact: RequestFact; reason: string }>([
    { name: 'promiseToPay', fact: promise(50_000, '2026-04-30'), reason: 'too_far_ahead' },
    { name: 'promiseToPay', fact: promise(1, '2026-03-06'), reason: 'too_small' },
    { name: 'agreePlan', fact: plan('2026-01-01'), reason: 'past_date' },
    { name: 'openDispute', fact: dispute('D9'), reason: 'unknown_debt' },
    { name: 'approveHandoff', fact: { kind: 'approve', step: 'aviso', at: NOW }, reason: 'unknown_step' },
    { name: 'serveNotice', fact: serve('aviso', 'acta'), reason: 'unknown_step' },
    { name: 'endPlan', fact: { kind: 'end_plan', id: 'e', plan: 'pl', at: NOW }, reason: 'unknown_plan' },
    {
      name: 'writeOffDebt',
      fact: { kind: 'write_off_debt', id: 'w', debt: 'D9', at: NOW },
      reason: 'unknown_debt',
    },
    { name: 'undoWriteOff', fact: { kind: 'undo_write_off', id: 'u', at: NOW }, reason: 'unknown_write_off' },
  ])('$name: $reason stands in the answer and in the ledger', async ({ name, fact, reason }) => {
    const one = await lab.open();
    expect(await one.ask(name, fact, agent)).toEqual({ accepted: false, reason });
    await one.liveUntil(LEDGERED_BY);
    expect(await one.events('request_refused')).toMatchObject([{ reason }]);
    expect(await one.sent()).toEqual(['aviso email', 'hoy sms', 'vencido sms']);
  });

  test('is noted once, and answered alike, when it is asked again under its id', async () => {
    const one = await lab.open();
    const asking = () => one.ask('openDispute', dispute('D9'), agent, 'request-1');
    const answers = [await asking(), await asking(), await one.ask('openDispute', dispute('D9'), agent)];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await one.events('request_refused')).toHaveLength(1);
  });

  test('is closed for a case that has ended, and ends again', async () => {
    const one = await lab.open();
    await one.pay('p', 100_000, '2026-03-03 10:00');
    await one.handle.result();
    const ask = () =>
      lab.cluster.intake.request(one.key, 'late', { ...hold, at: at('2026-03-04 09:00') }, 'agent-7');
    expect(await ask()).toEqual({ accepted: false, reason: 'closed' });
    expect(await one.handle.result()).toBe('paid');
    expect(await one.events('request_refused')).toMatchObject([{ event: 'h', reason: 'closed' }]);
  });
});

describe('a request of the wrong shape is refused without a trace:', () => {
  test.each<{ rule: string; ask: (one: LabCase) => Promise<unknown> }>([
    { rule: 'another kind of fact', ask: (one) => one.ask('promiseToPay', hold, agent) },
    {
      rule: 'a notice served with an address for proof',
      ask: (one) => one.ask('serveNotice', serve('intima', 'ana@example.test'), agent),
    },
    { rule: 'nobody asks', ask: (one) => one.ask('holdCase', hold, { by: '' }) },
    {
      rule: 'no arguments at all',
      ask: (one) => one.handle.executeUpdate(requestUpdate('holdCase').name, { args: [] }),
    },
    {
      rule: 'no such channel to send by',
      ask: (one) =>
        one.handle.executeUpdate(changeContactPoint.name, {
          args: [{ channel: 'fax', address: '1' }, agent],
        }),
    },
    {
      rule: 'consent without proof',
      ask: (one) =>
        one.handle.executeUpdate(recordConsent, { args: [{ channel: 'whatsapp', proof: '' }, agent] }),
    },
    {
      rule: 'no such channel to opt out of',
      ask: (one) => one.handle.executeUpdate(recordOptOut.name, { args: [{ channel: 'fax' }, agent] }),
    },
    {
      rule: 'no such outcome',
      ask: (one) =>
        one.handle.executeUpdate(recordContact.name, {
          args: [{ channel: 'voice', outcome: 'nice' }, agent],
        }),
    },
  ])('$rule', async ({ ask }) => {
    const one = await lab.open();
    const { historyLength } = await one.handle.describe();
    const refusal: unknown = await ask(one).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WorkflowUpdateFailedError);
    const { cause } = refusal as WorkflowUpdateFailedError; // checked the line above
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect(cause).toMatchObject({ type: 'request.badShape', nonRetryable: true });
    expect((await one.handle.describe()).historyLength).toBe(historyLength);
    expect(await one.pending()).toEqual([]);
  });
});

describe('a request about the person', () => {
  let persons = 0;
  const both = async (wish: CaseWish = {}) => {
    const person = wish.person ?? aPerson(`P-both-${(persons += 1)}`);
    return [await lab.open({ ...wish, person }), await lab.open({ ...wish, person })] as const;
  };

  test('changes where messages go, for all accounts', async () => {
    const [one, other] = await both();
    const point = { channel: 'email', address: 'nueva@example.test' } as const;
    expect(await one.change(changeContactPoint, point, agent)).toEqual({
      accepted: true,
    });
    for (const account of [one, other]) await account.liveUntil('2026-03-05 12:00');
    expect(lab.outbox.sent.filter(({ to }) => to === 'nueva@example.test')).toHaveLength(2);
    const entries = await lab.cluster.store.readLedger(one.key);
    expect(entries).toContainEqual(expect.objectContaining({ type: 'person_changed', actor: 'agent-7' }));
    expect(JSON.stringify(entries)).not.toContain('nueva@');
  });

  test('gives a channel free once it has consent', async () => {
    const person = aPerson('P-whatsapp', { addresses: { whatsapp: '+573009998877' }, consent: [] });
    const [one, other] = await both({ person });
    const consent = { channel: 'whatsapp', proof: 'form-3' } as const;
    await one.change(recordConsent, consent, agent);
    for (const account of [one, other]) await account.liveUntil('2026-03-18 12:00');
    for (const account of [one, other]) expect(await account.sent()).toEqual(['recordatorio whatsapp']);
  });

  test('closes a channel for all accounts at once, also for a touch that waits', async () => {
    const [one, other] = await both();
    await one.change(recordOptOut, { channel: 'email' }, agent);
    await other.liveUntil('2026-03-05 12:00');
    expect(await other.sent()).toEqual(['aviso sms']);
    const noted = await lab.cluster.store.readLedger(other.key);
    expect(noted).toContainEqual(expect.objectContaining({ type: 'person_changed' }));
  });

  test('notes a contact made elsewhere in the one log of the person', async () => {
    const [one] = await both();
    const contact = { channel: 'voice', outcome: 'direct' } as const;
    await one.change(recordContact, contact, agent);
    const known = await lab.cluster.store.getPerson({ tenant: one.key.tenant, personId: one.personId });
    expect(known?.person.contacts).toEqual([{ ...contact, at: NOW, account: one.key.accountId }]);
  });
});
