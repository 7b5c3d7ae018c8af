import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createEventBus } from '../../../functions/aws/event-bus';
import type { OutgoingEvent } from '../../../functions/events/outgoing';
import { createLedgerPublisher } from '../../../functions/events/publish';
import { ledgerDraft } from '../../../domain/case/entries';
import type { CaseEvent } from '../../../domain/case/events';
import type { LedgerEntry } from '../../../domain/ledger';
import { watch } from '../watch';

const entry = (seq: number, type: string, facts: object): LedgerEntry => ({
  ...{ seq, type, at: '2026-03-10T15:00:00Z', actor: 'recobro', strategyVersion: '', lawVersion: '' },
  ...{ workflowId: '', runId: '', prevHash: '', hash: '', facts: { ...facts } },
});

function lab(ledger: readonly LedgerEntry[] = []) {
  const told: OutgoingEvent[] = [];
  let failing: string | undefined;
  const { report, counted } = watch();
  const bus = {
    put: async (events: readonly OutgoingEvent[]) => {
      if (events.some(({ subject }) => subject === failing)) throw new Error('down');
      told.push(...events);
    },
  };
  const lastEntryBefore = async (asked: { seq: number; type: string }) =>
    ledger.findLast(({ seq, type }) => seq < asked.seq && type === asked.type);
  const publish = createLedgerPublisher({ store: { lastEntryBefore }, bus, report });
  const stream = (entries: readonly (LedgerEntry & { accountId?: string })[], eventName = 'INSERT') =>
    publish({
      Records: entries.map((one) => ({
        eventName: eventName as 'INSERT',
        dynamodb: {
          SequenceNumber: `s${one.seq}`,
          // One type under two packages' names.
          NewImage: marshall({ tenant: 'acme', accountId: 'A-1', pk: 'x', ...one }) as Record<
            string,
            { S: string }
          >,
        },
      })),
    });
  return { told, counted, stream, fail: (account: string | undefined) => (failing = account) };
}

test.each<{ type: string; facts: object; out: [string, object][] }>([
  {
    type: 'stage_changed',
    facts: { on: '2026-03-10', stage: 'judicial' },
    out: [['stage_changed', { stage: 'judicial' }]],
  },
  {
    type: 'touch_sent',
    facts: {
      attempt: 'at',
      step: 's',
      anchor: 'D',
      channel: 'sms',
      template: 't',
      bodyHash: 'h',
      providerId: 'p',
    },
    out: [['touch_sent', { attempt: 'at', step: 's', debt: 'D', channel: 'sms' }]],
  },
  {
    type: 'touch_refused',
    facts: { on: 'x', step: 's', anchor: 'D', rule: 'CO-1', lawVersion: 'v', next: '2026-03-11T12:00:00Z' },
    out: [
      [
        'touch_refused',
        { step: 's', debt: 'D', rule: 'CO-1', lawVersion: 'v', next: '2026-03-11T12:00:00Z' },
      ],
    ],
  },
  { type: 'fact_received', facts: { kind: 'promise', id: 'pr' }, out: [['promise_made', { promise: 'pr' }]] },
  { type: 'fact_received', facts: { kind: 'payment', id: 'p' }, out: [] },
  { type: 'promise_kept', facts: { on: 'x', promise: 'pr' }, out: [['promise_kept', { promise: 'pr' }]] },
  { type: 'promise_broken', facts: { on: 'x', promise: 'pr' }, out: [['promise_broken', { promise: 'pr' }]] },
  {
    type: 'handed_off',
    facts: { on: 'x', step: 's', anchor: 'D', to: 'estudio' },
    out: [['handed_off', { step: 's', to: 'estudio' }]],
  },
  {
    type: 'outcome_changed',
    facts: { on: 'x', outcome: 'paid' },
    out: [['outcome_changed', { outcome: 'paid' }]],
  },
  { type: 'person_changed', facts: { change: 'address', channel: 'sms' }, out: [] },
])('$type $facts leaves as $out', async ({ type, facts, out }) => {
  const { told, stream } = lab();
  expect(await stream([entry(7, type, facts)])).toEqual({ batchItemFailures: [] });
  expect(told).toEqual(
    out.map(([name, data]) => ({
      ...{ specversion: '1.0', id: `A-1/7/${name}`, source: '/recobro/acme', subject: 'A-1' },
      ...{ type: `io.recobro.account.${name}.v1`, time: '2026-03-10T15:00:00Z', sequence: '0000000007' },
      ...{ datacontenttype: 'application/json', dataschema: `urn:recobro:schema:account.${name}.v1` },
      data: { account: 'A-1', ...data },
    })),
  );
});

const OFFER = { offer: 'settlement:s-1', by: 'settlement' } as const;
const made = { owed: 900, amount: 700, saving: 200, until: '2026-04-01', debts: ['D'] };

/** As the core writes them, so that a member that it renames fails here. */
test.each<DistributiveOmit<CaseEvent & { type: `offer_${string}` }, 'at' | 'on'>>([
  { type: 'offer_made', ...OFFER, ...made },
  { type: 'offer_kept', ...OFFER, saving: 200 },
  { type: 'offer_lapsed', ...OFFER, reason: 'expired' },
  { type: 'offer_taken_back', ...OFFER, stands: true },
])('$type leaves with all that the ledger says of the offer', async (news) => {
  const { told, stream } = lab();
  const { type, facts } = ledgerDraft({ ...news, at: 0, on: 0 });
  expect(await stream([entry(7, type, facts)])).toEqual({ batchItemFailures: [] });
  const { type: name, ...data } = news;
  expect(told).toMatchObject([{ type: `io.recobro.account.${name}.v1`, data: { account: 'A-1', ...data } }]);
});

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

test.each([
  { before: [], names: ['stage_changed'] },
  { before: [entry(2, 'stage_changed', { stage: 'administrative' })], names: ['stage_changed', 'cured'] },
])('coming back to where nothing is overdue is curing, beginning there is not', async ({ before, names }) => {
  const { told, stream } = lab(before);
  await stream([entry(3, 'stage_changed', { stage: 'preventive' })]);
  expect(told.map(({ type }) => type)).toEqual(names.map((name) => `io.recobro.account.${name}.v1`));
});

test('what could not be told stops the stream there, and comes again', async () => {
  const { told, stream, fail } = lab();
  const entries = [1, 2, 3].map((seq) => ({
    ...entry(seq, 'promise_kept', { promise: 'p' }),
    accountId: `A-${seq}`,
  }));
  fail('A-2');
  expect(await stream(entries)).toEqual({ batchItemFailures: [{ itemIdentifier: 's2' }] });
  fail(undefined);
  await stream(entries.slice(1));
  expect(told.map(({ subject }) => subject)).toEqual(['A-1', 'A-2', 'A-3']);
});

test('a ledger entry that was changed is an alarm, and no event', async () => {
  const { told, counted, stream } = lab();
  await stream([entry(1, 'promise_kept', { promise: 'p' })], 'MODIFY');
  expect([told, counted]).toEqual([[], ['ledger_changed MODIFY']]);
});

test('the bus says by the source whose events they are, ten at once, and fails when some were not taken', async () => {
  const sent: { Source?: string; DetailType?: string }[][] = [];
  let FailedEntryCount = 0;
  const send = async ({ input }: { input: { Entries: never[] } }) => (
    sent.push(input.Entries),
    { FailedEntryCount }
  );
  // The adapter uses nothing else of the client.
  const client = { send } as unknown as Pick<EventBridgeClient, 'send'>;
  const bus = createEventBus({ client, busName: 'recobro' });
  const { told, stream } = lab();
  await stream(Array.from({ length: 12 }, (_, at) => entry(at, 'promise_kept', { promise: 'p' })));
  await bus.put(told);
  expect(sent.map((batch) => batch.length)).toEqual([10, 2]);
  expect(sent[0]?.[0]).toMatchObject({
    Source: 'recobro.acme',
    DetailType: 'io.recobro.account.promise_kept.v1',
  });
  FailedEntryCount = 1;
  await expect(bus.put(told)).rejects.toThrow('1 events');
});
