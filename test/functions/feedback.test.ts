import type { CaseFact } from '../../domain/case/facts';
import type { PersonChange } from '../../domain/person';
import { instantFromIso } from '../../domain/time/calendar';
import { createFeedback } from '../../functions/feedback';
import type { Intake } from '../../functions/intake';
import type { Store } from '../../store/store';
import type { StoredAttempt } from '../../store/types';

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
function lab() {
  const told: (CaseFact | PersonChange)[] = [];
  const ids: string[] = [];
  const store: Pick<Store, 'findAttemptByProvider'> = {
    findAttemptByProvider: async (id) => (id === 'sns-1' ? attempt : undefined),
  };
  const intake: Pick<Intake, 'acceptFact' | 'changePerson'> = {
    acceptFact: async (_account, eventId, fact) => void (ids.push(eventId), told.push(fact)),
    changePerson: async (_tenant, _person, eventId, _at, change) =>
      void (ids.push(eventId), told.push(change)),
  };
  // Feedback uses nothing else of them.
  const feedback = createFeedback({ store: store as Store, intake: intake as Intake });
  return { feedback, told, ids };
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
