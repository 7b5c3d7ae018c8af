import { ApplicationFailure } from '@temporalio/activity';
import type { SendResult } from '../../activities/ports';
import type { Person } from '../../domain/person';
import { HOUR_MS, instantFromIso } from '../../domain/time/calendar';
import type { SendTouchRequest } from '../../workflows/contract';
import { AT, aTouch, aDebtor, TouchLab } from './touch-lab';

const throttled: SendResult = { kind: 'not_sent', retryable: true, reason: 'throttled' };
const refused: SendResult = { kind: 'not_sent', retryable: false, reason: 'no such number' };
const unknown: SendResult = { kind: 'unknown', reason: 'time-out' };

const planned = (touch: Partial<SendTouchRequest['touch']>): SendTouchRequest => ({
  ...aTouch(),
  touch: { ...aTouch().touch, ...touch },
});
const sentBy = (channel: string) => ({
  kind: 'decided',
  journaled: true,
  result: { kind: 'sent', at: AT, channel },
});

interface Row {
  readonly rule: string;
  readonly person?: Partial<Person>;
  readonly answers?: SendResult[];
  readonly request?: SendTouchRequest;
  readonly reply: object;
  readonly states: readonly string[];
}

test.each<Row>([
  { rule: 'sends by the first channel', reply: sentBy('sms'), states: ['sms SENT'] },
  {
    rule: 'takes the next channel after an opt-out',
    person: { optedOut: ['sms'] },
    reply: sentBy('email'),
    states: ['email SENT'],
  },
  {
    rule: 'takes the next channel when the provider refuses for good',
    answers: [refused],
    reply: sentBy('email'),
    states: ['sms FAILED', 'email SENT'],
  },
  {
    rule: 'has no channel left when every provider refuses for good',
    answers: [refused, refused],
    reply: { kind: 'decided', journaled: true, result: { kind: 'impossible', reason: 'no_channel' } },
    states: ['sms FAILED', 'email FAILED'],
  },
  {
    rule: 'does not know what a time-out means, and says so',
    answers: [unknown],
    reply: { kind: 'decided', journaled: true, result: { kind: 'sent', channel: 'sms', unknown: true } },
    states: ['sms UNKNOWN'],
  },
  {
    rule: 'waits outside the window',
    request: planned({ at: AT - HOUR_MS }),
    reply: { kind: 'decided', journaled: false, result: { kind: 'wait', until: AT } },
    states: [],
  },
  {
    rule: 'has no channel without consent',
    person: { consent: [] },
    reply: { kind: 'decided', journaled: false, result: { kind: 'impossible', reason: 'no_channel' } },
    states: [],
  },
  {
    rule: 'sends nothing where there is no pack',
    person: { jurisdiction: 'ATLANTIS' },
    reply: {
      kind: 'decided',
      journaled: false,
      result: { kind: 'impossible', reason: 'unlawful', rule: 'NO-PACK' },
    },
    states: [],
  },
  {
    rule: 'sends nothing beyond the end of the calendar of the place',
    person: { jurisdiction: 'CO' },
    request: planned({ at: instantFromIso('2031-03-18T15:00:00Z') }),
    reply: { kind: 'decided', journaled: false, result: { reason: 'unlawful', rule: 'CALENDAR-ENDS' } },
    states: [],
  },
  {
    rule: 'sends nothing where nobody knows what time it is for the debtor',
    person: { zones: ['America/Nowhere'] },
    reply: { kind: 'decided', journaled: false, result: { reason: 'unlawful', rule: 'ZONE-UNKNOWN' } },
    states: [],
  },
  {
    rule: 'sends nothing when the law forbids it for good, and names the rule',
    person: { jurisdiction: 'CL', zones: ['America/Santiago'], facts: ['insolvency_started'] },
    request: planned({ at: AT + 2 * HOUR_MS }),
    reply: { kind: 'decided', journaled: false, result: { reason: 'unlawful', rule: 'CL-37-STOP' } },
    states: [],
  },
])('sendTouch() $rule', async ({ person = {}, answers = [], request = aTouch(), reply, states }) => {
  const lab = new TouchLab(person, [...answers]);
  expect(await lab.send(request)).toMatchObject(reply);
  expect(lab.store.states()).toEqual(states);
});

describe('a fact that was accepted after the plan', () => {
  const paid = { kind: 'payment', id: 'p', amount: 1, at: AT };
  const stale = { kind: 'stale', journaled: false, facts: [{ seq: 1, eventId: 'e-1', fact: paid }] };

  test('before the look makes the touch stale', async () => {
    const lab = new TouchLab();
    lab.store.accept('e-1', paid);
    expect(await lab.send()).toEqual(stale);
    expect(lab.out).toEqual([]);
  });

  test('between look and claim makes it stale too: nothing goes out', async () => {
    const lab = new TouchLab();
    lab.store.beforeClaim = () => lab.store.accept('e-1', paid);
    expect(await lab.send()).toEqual(stale);
    expect(lab.out).toEqual([]);
    expect(lab.store.types()).toEqual([]);
  });
});

test('looks again when the person changes between look and claim, and heeds the change', async () => {
  const lab = new TouchLab();
  lab.store.beforeClaim = () => lab.store.changePersonTo(aDebtor({ optedOut: ['sms'] }));
  expect(await lab.send()).toMatchObject(sentBy('email'));
  expect(lab.sent()).toEqual(['email']);
});

test('gives up for now when others write at every look', async () => {
  const lab = new TouchLab();
  const interrupt = (): void => {
    lab.store.changePersonTo(aDebtor());
    lab.store.beforeClaim = interrupt;
  };
  lab.store.beforeClaim = interrupt;
  await expect(lab.send()).rejects.toMatchObject({ type: 'touch.contended', nonRetryable: false });
  expect(lab.out).toEqual([]);
});

describe('after a throttled try', () => {
  async function throttledLab(times = 1): Promise<TouchLab> {
    const lab = new TouchLab({}, Array<SendResult>(times).fill(throttled));
    for (let attempt = 1; attempt <= times; attempt += 1) {
      const failure: unknown = await lab.send(aTouch(), attempt).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(failure).toMatchObject({ type: 'touch.notTaken', nonRetryable: false });
    }
    return lab;
  }

  test('the retry is a new attempt, and the journal is written once', async () => {
    const lab = await throttledLab();
    expect(await lab.send(aTouch(), 2)).toMatchObject(sentBy('sms'));
    expect(lab.store.states()).toEqual(['sms FAILED', 'sms SENT']);
    expect(lab.store.types()).toEqual([
      ...['stage_changed', 'touch_claimed', 'touch_failed'],
      ...['touch_claimed', 'touch_sent'],
    ]);
  });

  test('it is tried for as long as the provider is busy', async () => {
    const lab = await throttledLab(25);
    expect(await lab.send(aTouch(), 26)).toMatchObject(sentBy('sms'));
    expect(lab.store.states().filter((state) => state === 'sms FAILED')).toHaveLength(25);
  });

  test('a newer fact makes the retry stale, which says that the journal is written', async () => {
    const lab = await throttledLab();
    lab.store.accept('e-1', { kind: 'payment' });
    expect(await lab.send(aTouch(), 2)).toMatchObject({ kind: 'stale', journaled: true });
  });

  test('the next plan of the same touch is sent, not taken for sent', async () => {
    const lab = await throttledLab();
    lab.store.accept('e-1', { kind: 'payment' });
    await lab.send(aTouch(), 2);
    const journal = { ...aTouch().journal, batchId: 'A-1#1' };
    expect(await lab.send(aTouch({ factSeq: 1, journal }))).toMatchObject(sentBy('sms'));
    expect(lab.store.states()).toEqual(['sms FAILED', 'sms SENT']);
    expect(lab.store.types().filter((type) => type === 'stage_changed')).toHaveLength(2);
  });
});

describe('an earlier try whose answer was lost', () => {
  test('is answered as sent when it was', async () => {
    const lab = new TouchLab();
    const first = await lab.send();
    expect(await lab.send(aTouch(), 2)).toEqual(first);
    expect(lab.sent()).toEqual(['sms']);
    expect(lab.store.types()).toEqual(['stage_changed', 'touch_claimed', 'touch_sent']);
  });

  test('is unknown when its sender died between claim and record, and is never sent again', async () => {
    const lab = new TouchLab();
    lab.store.beforeSettle = () => {
      throw new Error('killed');
    };
    await expect(lab.send()).rejects.toThrow('killed');
    const reply = {
      kind: 'decided',
      journaled: true,
      result: { kind: 'sent', channel: 'sms', unknown: true },
    };
    for (const attempt of [2, 3]) expect(await lab.send(aTouch(), attempt)).toMatchObject(reply);
    expect(lab.sent()).toEqual(['sms']);
    expect(lab.store.states()).toEqual(['sms UNKNOWN']);
    expect(lab.store.types()).toEqual(['stage_changed', 'touch_claimed', 'touch_unknown']);
  });

  test('is found by the claim, too, when Temporal counts the try as the first', async () => {
    const lab = new TouchLab();
    await lab.send();
    expect(await lab.send()).toMatchObject(sentBy('sms'));
    expect(lab.sent()).toEqual(['sms']);
  });

  test('does not vouch for a journal that it did not write', async () => {
    const lab = new TouchLab();
    await lab.send();
    const journal = { ...aTouch().journal, batchId: 'A-1#1' };
    expect(await lab.send(aTouch({ journal }))).toMatchObject({ kind: 'decided', journaled: false });
  });

  test('wins over a fact that came after it', async () => {
    const lab = new TouchLab();
    lab.onSend = () => lab.store.accept('e-1', { kind: 'payment' });
    await lab.send();
    expect(await lab.send(aTouch(), 2)).toMatchObject(sentBy('sms'));
  });
});

test('the message says nothing about the debtor but what its template says, and its links are opaque', async () => {
  const lab = new TouchLab({ optedOut: ['sms'] });
  await lab.send();
  const [message] = lab.out;
  expect(message).toMatchObject({ channel: 'email', to: 'ana@example.test', tenant: 'acme' });
  expect(message).toMatchObject({ unsubscribeUrl: expect.stringMatching(/^https:\/\/[^/]+\/u\/[\w-]{22}$/) });
  expect(JSON.stringify(lab.store.ledger)).not.toMatch(/Ana|example\.test|5730/);
});
