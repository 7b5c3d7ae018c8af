import type { UpdateDefinition } from '@temporalio/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { createReplies } from '../../functions/replies';
import { createUnsubscribe } from '../../functions/unsubscribe';
import type { Answer, Asked } from '../../workflows/messages';
import {
  changeLanguage,
  changePreferredHours,
  changeWorkContactPoint,
  recordCeaseRequest,
  recordConsent,
  recordHardship,
  recordLawFact,
  recordRepresentation,
  verifyContactPoint,
} from '../../workflows/messages';
import type { LabCase } from './lab';
import { aPerson, at, Lab, newCase, TENANT } from './lab';

const lab = Lab.forTests();

const NOW = at('2026-03-03 09:00');
const agent: Asked = { by: 'agent-7', at: NOW };
const proof = 'signed form';

let count = 0;
const twoAccounts = async () => {
  count += 1;
  const person = aPerson(`P-choice-${count}`);
  return [await lab.open({ person }), await lab.open({ person })] as const;
};
const ask = <Request>(
  one: LabCase,
  update: UpdateDefinition<Answer, [Request, Asked]>,
  request: Request,
  id?: string,
) => one.change(update, request, agent, id);
const personOf = async ({ personId }: LabCase) =>
  (await lab.cluster.store.getPerson({ tenant: TENANT, personId }))!.person;
const noted = async ({ key }: LabCase) =>
  (await lab.cluster.store.readLedger(key))
    .filter(({ type }) => type === 'person_changed')
    .map(({ facts }) => facts);

test.each([
  { update: recordRepresentation, fact: 'represented_by_attorney' },
  { update: recordCeaseRequest, fact: 'ceased_in_writing' },
  { update: recordHardship, fact: 'hardship' },
])(
  '$fact silences all accounts at once, and their messages come back when it ends',
  async ({ update, fact }) => {
    const [one, other] = await twoAccounts();
    await ask(one, update, { holds: true, proof, textVersion: 'v2' }, 'request-1');
    await ask(one, update, { holds: true, proof, textVersion: 'v2' }, 'request-1');
    for (const account of [one, other]) await account.liveUntil('2026-03-06 12:00');
    expect([await one.sent(), await other.sent()]).toEqual([[], []]);
    const expected = {
      change: 'stop',
      fact,
      proof: { at: '2026-03-03T14:00:00Z', how: proof, textVersion: 'v2' },
    };
    expect(await noted(one)).toEqual([expected]);
    expect((await personOf(one)).proofs).toHaveLength(1);
    await ask(one, update, { holds: false, proof: 'call' });
    for (const account of [one, other]) await account.liveUntil('2026-03-10 12:00');
    expect((await one.sent()).length).toBeGreaterThan(0);
    expect((await other.sent()).length).toBeGreaterThan(0);
    expect(await noted(other)).toContainEqual(
      expect.objectContaining({ ...expected, on: expect.any(String) }),
    );
  },
);

test('hardship gives one task to a person', async () => {
  const [one, other] = await twoAccounts();
  await ask(one, recordHardship, { holds: true, proof }, 'request-1');
  await lab.cluster.intake.changePerson(TENANT, other.personId, 'feed-1', NOW, {
    kind: 'stop',
    fact: 'hardship',
  });
  expect(await one.workItems()).toMatchObject([
    { kind: 'hardship', queue: 'revision' },
    { kind: 'hardship' },
  ]);
  expect(await other.workItems()).toEqual([]);
  expect(await one.events('task_opened')).toHaveLength(2);
});

test('language, hours, work addresses and facts for the law are kept, and block nothing', async () => {
  const [one, other] = await twoAccounts();
  await ask(one, changeLanguage, { language: 'pt' });
  await ask(one, changePreferredHours, { window: { from: 15 * 3600, to: 17 * 3600 } });
  await ask(one, changeWorkContactPoint, { channel: 'email', holds: true });
  await ask(one, recordLawFact, { fact: 'no_visit_exception', holds: true });
  expect(await personOf(other)).toMatchObject({
    language: 'pt',
    workplace: ['email'],
    lawFacts: ['no_visit_exception'],
  });
  await other.liveUntil('2026-03-06 12:00');
  expect((await other.events('touch_sent')).map(({ at: sent }) => sent)).toEqual([at('2026-03-05 15:00')]);
  const [claim] = (await lab.cluster.store.readLedger(other.key)).filter(
    ({ type }) => type === 'touch_claimed',
  );
  expect(claim?.facts).toMatchObject({
    language: 'pt',
    law: { facts: ['no_visit_exception'], place: 'work_email' },
  });
});

test.each<{ rule: string; ask: (one: LabCase) => Promise<unknown> }>([
  { rule: 'a stop without proof', ask: (one) => ask(one, recordCeaseRequest, { holds: true, proof: '' }) },
  {
    rule: 'proof with an address',
    ask: (one) => ask(one, recordConsent, { channel: 'sms', proof: 'ana@example.com' }),
  },
  {
    rule: 'proof with a number',
    ask: (one) => ask(one, recordConsent, { channel: 'sms', proof: 'by 300 123 4567' }),
  },
  {
    rule: 'hours that end first',
    ask: (one) => ask(one, changePreferredHours, { window: { from: 10, to: 5 } }),
  },
  {
    rule: 'other hours without proof',
    ask: (one) => ask(one, changePreferredHours, { window: { from: 5, to: 10 }, otherHours: true }),
  },
  {
    rule: 'a fact that is none',
    ask: (one) => ask(one, recordLawFact, { fact: 'Vive en Cali', holds: true }),
  },
])('$rule is refused without a trace', async ({ ask: asking }) => {
  const one = await lab.open();
  await expect(asking(one)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
  expect(await noted(one)).toEqual([]);
});

test('BAJA by SMS and one click in a mail close their channels for all accounts', async () => {
  const { store, intake } = lab.cluster;
  const phone = '+573005556677';
  const person = aPerson('P-replies', { addresses: { email: 'r@example.test', sms: phone } });
  const [one, other] = [await lab.open({ person }), await lab.open({ person })];
  await one.liveUntil('2026-03-05 12:00');
  const replies = createReplies({ store, intake });
  const reply = {
    tenant: TENANT,
    channel: 'sms',
    from: phone,
    text: 'Baja, por favor',
    at: NOW,
    eventId: 'in-1',
  } as const;
  expect(await replies.received(reply)).toEqual({ intent: 'opt_out', persons: ['P-replies'] });
  await replies.received(reply);
  const [attempt] = await store.listAttempts(one.key);
  const token = Buffer.from(attempt!.attemptId, 'hex').toString('base64url');
  const { handle } = createUnsubscribe({ store, intake });
  for (let times = 0; times < 2; times += 1) await handle({ method: 'POST', token, at: NOW });
  expect((await personOf(one)).optedOut).toEqual(['sms', 'email']);
  for (const account of [one, other]) await account.liveUntil('2026-03-19 12:00');
  expect(await one.sent()).toEqual(['aviso email']);
  expect(await other.sent()).toEqual([]);
  expect(await noted(other)).toHaveLength(2);
});

describe('two records of one person', () => {
  test('with the same tax id are one from the start: one opt-out is for both', async () => {
    const { intake } = lab.cluster;
    const first = newCase('tax-1', { person: aPerson('P-tax-1') });
    const second = newCase('tax-2', {
      person: aPerson('P-tax-2', { addresses: { email: 'x@example.test' } }),
    });
    await intake.open({ ...first, taxId: '900.555.444' });
    await intake.open({ ...second, taxId: '900555444' });
    await intake.changePerson(TENANT, 'P-tax-2', 'out', NOW, { kind: 'opt_out', channel: 'all' });
    const known = await lab.cluster.store.getPerson({ tenant: TENANT, personId: 'P-tax-1' });
    expect(known).toMatchObject({ accounts: ['tax-1', 'tax-2'], person: { id: 'P-tax-1' } });
    expect(known?.person.optedOut).toHaveLength(5);
  });

  test('that are merged later: the cases go on, stopped by what the other record knew', async () => {
    const one = await lab.open({ person: aPerson('P-into') });
    const other = await lab.open({ person: aPerson('P-from', { addresses: { sms: '+573007778899' } }) });
    await lab.cluster.intake.changePerson(TENANT, 'P-from', 'stop-1', NOW, {
      kind: 'stop',
      fact: 'deceased',
    });
    const merge = { tenant: TENANT, from: 'P-from', into: 'P-into', reason: 'agent', at: NOW };
    for (let times = 0; times < 2; times += 1) await lab.cluster.intake.mergePersons(merge);
    for (const account of [one, other]) await account.liveUntil('2026-03-06 12:00');
    expect([await one.sent(), await other.sent()]).toEqual([[], []]);
    const clear = { kind: 'clear', fact: 'deceased' } as const;
    await lab.cluster.intake.changePerson(TENANT, 'P-from', 'clear-1', at('2026-03-06 12:01'), clear);
    for (const account of [one, other]) await account.liveUntil('2026-03-10 12:00');
    expect(await other.sent()).toEqual(['aviso email', 'hoy sms']); // by the other record's mail
    const attempts = await lab.cluster.store.listAttempts(other.key);
    expect(attempts.map(({ personId }) => personId)).toEqual(['P-into', 'P-into']);
  });

  test('that share a contact point that both have verified become one', async () => {
    const phone = { sms: '+573004443322' };
    const one = await lab.open({ person: aPerson('P-v1', { addresses: phone }) });
    const other = await lab.open({ person: aPerson('P-v2', { addresses: phone }) });
    await ask(one, verifyContactPoint, { channel: 'sms', proof: 'code' });
    await ask(other, verifyContactPoint, { channel: 'sms', proof: 'code' });
    expect((await personOf(other)).id).toBe('P-v1');
    await ask(other, recordCeaseRequest, { holds: true, proof });
    await one.liveUntil('2026-03-10 12:00');
    expect(await one.sent()).toEqual([]);
  });
});
