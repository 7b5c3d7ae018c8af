import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { temporal } from '@temporalio/proto';
import { verifyChain } from '../../domain/ledger';
import { createFeedbackConsumer } from '../../functions/provider-events/consume';
import { createPrivacy } from '../../functions/privacy';
import { createReplies } from '../../functions/replies';
import { createReport } from '../../functions/report';
import { LOCAL_TABLES } from '../../local/tables';
import { createDocumentClient } from '../../store/client';
import { sha256Hex } from '../../store/store';
import { createPayloadCodec } from '../../temporal/codec';
import { namespaceOf } from '../../temporal/connection';
import { decodedHistory } from '../../temporal/histories';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { createTracer, spanLine } from '../../traces/tracer';
import { changeContactPoint, recordConsent } from '../../workflows/messages';
import { aPerson, at, Lab, LabCase, newCase, TENANT } from './lab';

/**
 * One person with data that occurs nowhere else lives a whole case on real servers. Then everything that is not sealed for
 * that person is searched for it: raw items, histories, visibility, logs, metrics, traces, addresses of requests and links.
 */
const SECRETS = {
  name: 'Zenobia Quispe Urdaneta',
  email: 'zenobia.quispe@correo-ficticio.example',
  newEmail: 'zenobia.nueva@correo-ficticio.example',
  phone: '+573019988771',
  letter: 'Carrera 77 Apto Ficticio, Ráquira',
  taxId: '1.098.765.432-1',
  reason: 'está de luto por su hermano Teodoro',
  reply: 'no me escriban más al trabajo por favor, habla Zenobia',
};
/** Also as they are normalised, and in parts. */
const NEEDLES = [
  ...Object.values(SECRETS),
  ...['Zenobia', 'Quispe', 'Urdaneta', 'correo-ficticio', '3019988771', 'Ráquira', '10987654321', 'Teodoro'],
];

const { History } = temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse: Description, ListWorkflowExecutionsResponse: Listing } =
  temporal.api.workflowservice.v1;

const printed: string[] = [];
const reported: string[] = [];
const requested: string[] = [];

function onRequest(message: unknown): void {
  const { request } = message as { request: ClientRequest }; // as the channel is documented
  requested.push(`${request.method} ${request.host}${request.path}`);
}

beforeAll(() => {
  for (const stream of ['stdout', 'stderr'] as const)
    jest.spyOn(process[stream], 'write').mockImplementation((text) => (printed.push(String(text)), true));
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest
      .spyOn(console, level)
      .mockImplementation((...parts: unknown[]) => void printed.push(parts.join(' ')));
  subscribe('http.client.request.start', onRequest);
});
const lab = Lab.forTests({ tracer: createTracer((span) => void reported.push(spanLine(span))) });
let one: LabCase;
beforeAll(async () => {
  const opened = newCase('A-secret', {
    person: aPerson('P-secret', {
      name: SECRETS.name,
      addresses: { email: SECRETS.email, sms: SECRETS.phone, letter: SECRETS.letter },
      consent: ['email', 'sms', 'letter'],
    }),
  });
  await lab.cluster.intake.open({ ...opened, taxId: SECRETS.taxId });
  one = new LabCase(lab, opened);
  await live();
});
afterAll(() => {
  unsubscribe('http.client.request.start', onRequest);
  jest.restoreAllMocks();
});

/** Messages, choices, a hold, a reply that somebody must read, a payment: the case ends paid. */
async function live(): Promise<void> {
  const { store, feedback, intake } = lab.cluster;
  await one.liveUntil('2026-03-11 18:00');
  const asked = { by: 'agent-7', at: at('2026-03-11 18:05') };
  await one.change(changeContactPoint, { channel: 'email', address: SECRETS.newEmail }, asked);
  await one.change(recordConsent, { channel: 'email', proof: 'web_form', textVersion: 'v2' }, asked);
  const hold = {
    kind: 'hold',
    id: 'H1',
    at: asked.at,
    until: null,
    freeze: false,
    reason: SECRETS.reason,
  } as const;
  await one.ask('holdCase', hold, asked);
  const consume = createFeedbackConsumer({
    feedback,
    store,
    replies: createReplies({ store, intake }),
    tenantOf: () => TENANT,
    report: createReport((line) => void reported.push(line)),
    now: () => asked.at,
  });
  await consume(replyOf(SECRETS.phone, SECRETS.reply), 1);
  await one.ask('releaseHold', { kind: 'release', id: 'H1', at: asked.at + 1_000 }, asked);
  await one.liveUntil('2026-03-20 18:00');
  await one.pay('pay-1', 100_000, '2026-03-20 18:30');
  await one.handle.result();
}

/** An SMS to a number of ours, as SNS hands it over. */
const replyOf = (from: string, text: string): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'reply-1',
    Message: JSON.stringify({
      originationNumber: from,
      destinationNumber: '+5715550100',
      messageBody: text,
      inboundMessageId: 'in-1',
    }),
  });

/** The text as it is, in an address, and inside of base64 wherever it begins there. */
function formsOf(needle: string): string[] {
  const inBase64 = [0, 2, 3].map((skipped, before) =>
    Buffer.from(' '.repeat(before) + needle)
      .toString('base64')
      .slice(skipped, -4),
  );
  return [needle, encodeURIComponent(needle), ...inBase64.filter(({ length }) => length >= 10)];
}

/** Which of the needles occur, in whatever form. */
function found(text: string | Uint8Array): string[] {
  const haystack = typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
  return NEEDLES.filter((needle) => formsOf(needle).some((form) => haystack.includes(form)));
}

const executionOf = async () => {
  const { workflowId, runId } = await one.handle.describe();
  return { workflowId, runId };
};

test('the search finds what there is: the messages name the person', async () => {
  const hidden = Buffer.from(`"${SECRETS.email}"`).toString('base64');
  expect(found(hidden)).toContain(SECRETS.email);
  expect(found(JSON.stringify(lab.outbox.sent))).toContain('correo-ficticio');
  expect(
    found(
      JSON.stringify((await lab.cluster.store.getPerson({ tenant: TENANT, personId: 'P-secret' }))?.person),
    ),
  ).toEqual(expect.arrayContaining([SECRETS.name, SECRETS.newEmail, SECRETS.phone, SECRETS.letter]));
  const items = await lab.cluster.store.listWorkItems({ tenant: TENANT, limit: 100 });
  expect(found(JSON.stringify(items))).toContain(SECRETS.reply);
});

test('no history on the server tells anything, and decrypted it does', async () => {
  const runs = await one.histories();
  expect(runs.length).toBeGreaterThan(1);
  expect(runs.flatMap(({ history }) => found(History.encode(history).finish()))).toEqual([]);
  const [namespace, { workflowId }] = [namespaceOf(lab.local.env), await executionOf()];
  const codec = createPayloadCodec(keyRingFromEnv(lab.local.env), namespace, lab.cluster.store.payloadKeys);
  const decoded = await Promise.all(
    runs.map(async ({ history }) => {
      const plain = await decodedHistory(codec, history, { namespace, workflowId });
      return found(History.encode(plain).finish());
    }),
  );
  expect(decoded.flat()).toEqual(expect.arrayContaining([SECRETS.newEmail, SECRETS.reason]));
});

test('no search attribute, memo, summary or id of a workflow tells anything', async () => {
  const { workflowService } = lab.cluster.client;
  const namespace = namespaceOf(lab.local.env);
  const listing = await workflowService.listWorkflowExecutions({ namespace });
  expect(found(Listing.encode(listing).finish())).toEqual([]);
  const execution = await executionOf();
  const description = await workflowService.describeWorkflowExecution({ namespace, execution });
  expect(found(Description.encode(description).finish())).toEqual([]);
});

test('no raw item of any table tells anything, keys and ids of tasks included', async () => {
  const documentClient = createDocumentClient();
  for (const TableName of Object.values(LOCAL_TABLES)) {
    const { Items = [] } = await documentClient.send(new ScanCommand({ TableName, ConsistentRead: true }));
    expect(Items.length).toBeGreaterThan(0);
    expect(found(JSON.stringify(Items))).toEqual([]);
  }
  documentClient.destroy();
});

test('no log, metric, trace or address of a request tells anything', () => {
  expect(reported.join('\n')).toContain('"span":"send email"');
  expect(reported.join('\n')).toContain('reply');
  const logs = [lab.local.temporal.logFile, lab.local.aws.logFile].map((file) => readFileSync(file, 'utf8'));
  expect(requested.length).toBeGreaterThan(0);
  expect([...printed, ...reported, ...requested, ...logs].flatMap(found)).toEqual([]);
});

test('no link in a message tells anything', () => {
  const links = lab.outbox.sent.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []);
  expect(links.length).toBeGreaterThan(0);
  expect(links.flatMap(found)).toEqual([]);
});

test('once the person is erased nothing can be decrypted, and the chain still holds', async () => {
  const { store, law } = lab.cluster;
  const privacy = createPrivacy({ store, law });
  const answer = await privacy.erase({
    ...{ tenant: TENANT, personId: 'P-secret', reason: 'data-subject-request' },
    ...{ by: 'officer-1', approvedBy: 'officer-2', at: at('2026-04-01 12:00') },
  });
  expect(answer).toEqual({ erased: true });
  await expect(one.handle.result()).rejects.toMatchObject({ code: 'payload.erased' });
  const ledger = await store.readLedger(one.key);
  expect(ledger.at(-1)).toMatchObject({ type: 'person_erased' });
  expect(verifyChain(ledger, sha256Hex)).toEqual([]);
  const items = await store.listWorkItems({ tenant: TENANT, limit: 100 });
  expect(found(JSON.stringify(items))).toEqual([]);
});
