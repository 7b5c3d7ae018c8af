import type { CaseFact } from '../../domain/case/facts';
import type { PersonChange } from '../../domain/person';
import { instantFromIso } from '../../domain/time/calendar';
import { createFeedback } from '../../functions/feedback';
import type { Intake } from '../../functions/intake';
import type { StoredAttempt } from '../../store/types';
import { aPerson } from '../store/fixtures';

const AT = instantFromIso('2026-03-11T10:05:00-05:00');
const attempt: StoredAttempt = {
  ...{
    attemptId: 'a'.repeat(32),
    tenant: 'acme',
    accountId: 'A-1',
    personId: 'P-1',
    step: 'vencido',
    anchor: 'D1',
  },
  ...{ channel: 'sms', at: AT, template: 'vencido', language: 'es', bodyHash: '', batchId: 'A-1#0' },
  ...{ state: 'SENT', providerId: 'sns-1' },
};

/** What feedback told the intake, in order. */
function lab(doubt: Partial<StoredAttempt> = {}) {
  const ledger: string[] = [];
  const batches = new Set<string>();
  const told: (CaseFact | PersonChange)[] = [];
  const ids: string[] = [];
  const store: Parameters<typeof createFeedback>[0]['store'] = {
    findAttemptByProvider: async (id) => (id === 'sns-1' ? attempt : undefined),
    findAttempt: async (id) => (id === attempt.attemptId ? { ...attempt, ...doubt } : undefined),
    getPerson: async () => ({ person: aPerson('P-1'), version: 1, accounts: ['A-1'] }),
    settleTouch: async ({ from, state, drafts }) => {
      ledger.push(`${from ?? ''} ${state}`, ...drafts.map(({ type }) => type));
      return { settled: true };
    },
    appendEntries: async ({ drafts, batchId }) => {
      if (!batches.has(batchId)) ledger.push(...drafts.map(({ type }) => type));
      batches.add(batchId);
      return { appended: true, ledger: { seq: 0, hash: '' } };
    },
  };
  const intake: Pick<Intake, 'acceptFact' | 'changePerson'> = {
    acceptFact: async (_account, eventId, fact) => void (ids.push(eventId), told.push(fact)),
    changePerson: async (_tenant, _person, eventId, _at, change) =>
      void (ids.push(eventId), told.push(change)),
  };
  const feedback = createFeedback({ store, intake });
  return { feedback, told, ids, ledger };
}

const report = { eventId: 'e-1', providerId: 'sns-1', at: AT };
const fact = { kind: 'bounce', at: AT, step: 'vencido', channel: 'sms' };

test.each([
  {
    rule: 'a hard bounce kills the address first, then the case falls back',
    hard: true,
    told: [
      { kind: 'bounce', channel: 'sms', attempt: attempt.attemptId },
      { ...fact, hard: true },
    ],
  },
  { rule: 'a soft bounce leaves the address alone', hard: false, told: [{ ...fact, hard: false }] },
])('bounced() $rule', async ({ hard, told }) => {
  const { feedback, ...seen } = lab();
  expect(await feedback.bounced({ ...report, hard })).toBe(true);
  expect(seen.told).toEqual(told);
  expect(new Set(seen.ids).size).toBe(seen.ids.length);
});

test('bounced() of a message that nobody knows (yet) changes nothing and says so', async () => {
  const { feedback, told } = lab();
  expect(await feedback.bounced({ ...report, providerId: 'sns-2', hard: true })).toBe(false);
  expect(told).toEqual([]);
});

test('a late hard bounce of an old address leaves the new one alone; the case falls back', async () => {
  const { feedback, told } = lab();
  await feedback.bounced({ ...report, hard: true, address: '+573000000000' });
  expect(told).toEqual([{ ...fact, hard: true }]);
  await feedback.bounced({ ...report, hard: true, address: '+573001234567' });
  expect(told[1]).toMatchObject({ kind: 'bounce', channel: 'sms', attempt: attempt.attemptId });
});

test('delivered() stands in the ledger once', async () => {
  const { feedback, ledger } = lab();
  for (let times = 0; times < 2; times += 1) expect(await feedback.delivered(report)).toBe(true);
  expect(ledger).toEqual(['touch_delivered']);
});

test('delivered() settles an attempt in doubt, found by our own id', async () => {
  const { feedback, ledger } = lab({ state: 'UNKNOWN' });
  const byTag = { ...report, providerId: 'sns-9', attemptId: attempt.attemptId };
  expect(await feedback.delivered(byTag)).toBe(true);
  expect(ledger).toEqual(['UNKNOWN SENT', 'touch_confirmed', 'touch_delivered']);
});

test('delivered() of a message whose send is not recorded yet waits', async () => {
  const { feedback, ledger } = lab({ state: 'CLAIMED' });
  expect(await feedback.delivered({ ...report, providerId: 'x', attemptId: attempt.attemptId })).toBe(false);
  expect(ledger).toEqual([]);
});

test('complained() closes the channel, with proof', async () => {
  const { feedback, told } = lab();
  expect(await feedback.complained(report)).toBe(true);
  const proof = { at: AT, how: 'complaint', textVersion: 'vencido' };
  expect(told).toEqual([{ kind: 'opt_out', channel: 'sms', proof }]);
});
