import { aPerson, at, Lab, newCase, payment, rests, TENANT } from '../workflows/lab';

const lab = Lab.forTests();

test('open() answers with the stage that the case is in after its first look', async () => {
  const { intake } = lab.cluster;
  expect(await intake.open(newCase('I-1', { opened: '2026-03-20 12:00' }))).toEqual({
    outcome: 'open',
    stage: 'administrative',
  });
});

test('open() of an account without a debt closes it at once', async () => {
  const { intake } = lab.cluster;
  await intake.open(newCase('I-2', { debts: [] }));
  expect(await intake.handleOf({ tenant: TENANT, accountId: 'I-2' }).result()).toBe('paid');
});

test('openQuietly() opens without waiting, and twice is once', async () => {
  const { intake, store } = lab.cluster;
  const quiet = newCase('I-3');
  for (let times = 0; times < 2; times += 1) await intake.openQuietly(quiet);
  await rests(intake.handleOf({ tenant: TENANT, accountId: 'I-3' }));
  const ledger = await store.readLedger({ tenant: TENANT, accountId: 'I-3' });
  expect(ledger.filter(({ type }) => type === 'account_opened')).toHaveLength(1);
});

test('a case opens with the stop facts that hold for the person already', async () => {
  const first = await lab.open();
  const { intake } = lab.cluster;
  const stop = { kind: 'stop', fact: 'deceased' } as const;
  await intake.changePerson(TENANT, first.personId, 'stop-1', at('2026-03-03 09:00'), stop);
  const second = await lab.open({ person: first.opened.person });
  for (const one of [first, second]) {
    await one.liveUntil('2026-03-06 12:00');
    expect(await one.sent()).toEqual([]);
  }
  await intake.changePerson(TENANT, first.personId, 'clear-1', at('2026-03-06 12:01'), {
    ...stop,
    kind: 'clear',
  });
  for (const one of [first, second]) {
    await one.liveUntil('2026-03-06 12:05');
    expect(await one.sent()).toEqual(['aviso email']);
  }
});

test('an account in a zone that nobody knows is refused before anything is written', async () => {
  const lost = newCase('I-4', { person: aPerson('P-I-4', { zones: ['America/Nowhere'] }) });
  await expect(lab.cluster.intake.open(lost)).rejects.toMatchObject({ code: 'calendar.unknownZone' });
  const key = { tenant: TENANT, personId: 'P-I-4' };
  expect(await lab.cluster.store.getPerson(key)).toBeUndefined();
});

test('a fact of an account that nobody opened is refused before anything is told', async () => {
  const nobody = { tenant: TENANT, accountId: 'nobody' };
  const telling = lab.cluster.intake.acceptFact(nobody, 'e-1', payment('p', 1, '2026-03-03 09:00'));
  await expect(telling).rejects.toMatchObject({ code: 'store.notFound' });
});

test('a hard bounce falls back once, and every account of the person knows', async () => {
  const one = await lab.open();
  const other = await lab.open({ person: one.opened.person });
  await one.liveUntil('2026-03-10 12:00');
  await other.liveUntil('2026-03-10 09:00');
  const attempt = await lab.cluster.store.lastAttemptOfStep(one.key, 'hoy');
  const report = { providerId: attempt?.providerId ?? '', hard: true, at: at('2026-03-10 12:30') };
  for (let times = 0; times < 2; times += 1) {
    expect(await lab.cluster.feedback.bounced({ ...report, eventId: 'sns-1' })).toBe(true);
  }
  for (const account of [one, other]) await account.liveUntil('2026-03-11 12:00');
  expect(await one.sent()).toEqual(['aviso email', 'hoy sms', 'hoy email', 'vencido email']);
  expect(await other.sent()).toEqual(['aviso email', 'hoy email', 'vencido email']);
});
