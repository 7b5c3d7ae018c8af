import type { Feedback } from '../../../functions/feedback';
import { createFeedbackConsumer, TRIES } from '../../../functions/provider-events/consume';
import { ownNumbersFrom } from '../../../functions/provider-events/own-numbers';
import type { ReadReply } from '../../../functions/replies';
import type { WorkItem } from '../../../store/types';
import { aPerson, AT } from '../../store/fixtures';
import { watch } from '../watch';
import * as events from './events';

function lab({
  known = true,
  reply = { intent: null, persons: ['p-1'] },
}: { known?: boolean; reply?: ReadReply } = {}) {
  const told: string[] = [];
  const parked: WorkItem[] = [];
  const tell = (kind: string) => async () => (told.push(kind), known);
  const feedback: Feedback = {
    bounced: tell('bounced'),
    delivered: tell('delivered'),
    complained: tell('complained'),
  };
  const consume = createFeedbackConsumer({
    feedback,
    replies: { received: async ({ tenant, text }) => (told.push(`${tenant} ${text}`), reply) },
    store: {
      putWorkItem: async (item) => (parked.push(item), { created: true }),
      getPerson: async ({ personId }) => ({ person: aPerson(personId), version: 1, accounts: ['A-1'] }),
    },
    tenantOf: ownNumbersFrom({ RECOBRO_NUMBERS: '{"+5215500000000":"acme"}' }),
    report: watch().report,
    now: () => AT,
  });
  return { told, parked, consume };
}

test.each([
  { event: events.sesBounce('Permanent'), kind: 'bounced' },
  { event: events.sesDelivery, kind: 'delivered' },
  { event: events.sesComplaint, kind: 'complained' },
])('a $kind event is told', async ({ event, kind }) => {
  const { told, consume } = lab();
  await consume(events.bySns(event), 1);
  expect(told).toEqual([kind]);
});

test('an event about an unknown message is tried again, then an operator sees it', async () => {
  const { parked, consume } = lab({ known: false });
  for (let tries = 1; tries < TRIES; tries += 1)
    await expect(consume(events.bySns(events.sesDelivery), tries)).rejects.toThrow('Nobody knows');
  expect(parked).toEqual([]);
  await consume(events.bySns(events.sesDelivery), TRIES);
  expect(parked).toMatchObject([
    { tenant: 'acme', queue: 'operaciones', kind: 'unknown_message', details: { providerId: 'ses-1' } },
  ]);
});

test.each<{ rule: string; reply: ReadReply; parked: object[] }>([
  {
    rule: 'a keyword that was obeyed needs nobody',
    reply: { intent: 'opt_out', persons: ['p-1'] },
    parked: [],
  },
  {
    rule: 'what is no keyword is read by a person',
    reply: { intent: null, persons: ['p-1'] },
    parked: [{ accountId: 'A-1', queue: 'revision', kind: 'reply', details: { text: 'hola' } }],
  },
  {
    rule: 'somebody who wants help gets a person',
    reply: { intent: 'help', persons: ['p-1'] },
    parked: [{ kind: 'reply' }],
  },
  {
    rule: 'an opt-out of nobody we know is not lost',
    reply: { intent: 'opt_out', persons: [] },
    parked: [{ accountId: '(none)', kind: 'reply_of_unknown' }],
  },
])('$rule', async ({ reply, parked }) => {
  const it = lab({ reply });
  await it.consume(events.bySns(events.inboundSms('hola')), 1);
  expect(it.told).toEqual(['acme hola']);
  expect(it.parked).toMatchObject(parked);
});

test('a text to a number that is nobody’s is put before an operator', async () => {
  const { parked, told, consume } = lab();
  await consume(events.bySns({ ...events.inboundSms('BAJA'), destinationNumber: '+1' }), 1);
  expect(told).toEqual([]);
  expect(parked).toMatchObject([{ tenant: '(operator)', kind: 'unknown_number' }]);
});
