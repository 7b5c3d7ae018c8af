import { showAccount, whyAccount, whyOf } from '../../cli/actions/account';
import type { Why } from '../../domain/case/why';
import { dayFromIso } from '../../domain/time/calendar';
import { readAccount } from '../../local/read-account';
import { LOCAL_TABLES } from '../../local/tables';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import { tableEnvironment } from '../../store/tables';
import type { LabCase } from '../workflows/lab';
import { aPerson, at, Lab, SCENARIO_PACKS, TENANT } from '../workflows/lab';
import { printed } from './printed';

const packs = [SCENARIO_PACKS];
const law = loadLaw({ packsDirs: packs, platforms: PRODUCT_PLATFORMS });

const lab = Lab.forTests();
beforeAll(() => {
  Object.assign(process.env, tableEnvironment(LOCAL_TABLES));
});

async function ask(one: LabCase, on: string): Promise<Why> {
  return whyOf(await readAccount(lab.cluster, one.key), law, dayFromIso(on));
}

const outOf = async (command: () => Promise<void>): Promise<string> => (await printed(command)).out;

const flags = { tenant: TENANT, packs };

test('a message that was sent is told with its channel, and quiet days with what comes next', async () => {
  const one = await lab.open();
  await one.liveUntil('2026-03-12 09:00');
  expect(await ask(one, '2026-03-05')).toMatchObject({
    verdict: 'contacted',
    contacts: [{ channel: 'email', step: 'aviso', account: one.key.accountId }],
    standing: { stage: 'preventive', pastDue: -5, delinquent: -5, overdue: 0, unpaid: 100_000 },
  });
  expect(await ask(one, '2026-03-07')).toMatchObject({ verdict: 'not_due' });
  expect(await ask(one, '2026-03-20')).toMatchObject({ verdict: 'future' });
  expect(await ask(one, '2026-03-01')).toMatchObject({ verdict: 'not_opened' });
});

test('the law of a place is asked again, with both readings, article and next moment', async () => {
  const person = aPerson('P-CO', { jurisdiction: 'CO', consent: ['sms'] });
  const one = await lab.open({ person, debts: [{ id: 'D1', due: '2026-03-21', amount: 100_000 }] });
  await one.liveUntil('2026-03-23 18:30');
  // The step of day 1 falls on Sunday 22 March, Monday 23 March is a holiday.
  const answer = await ask(one, '2026-03-22');
  expect(answer.verdict).toBe('waiting_law');
  expect(answer.steps.find(({ step }) => step === 'vencido')).toMatchObject({
    is: 'waiting_law',
    next: at('2026-03-24 10:00'),
    channels: [
      { channel: 'sms', strict: { allowed: false, refusals: [{ rule: 'CO-2300-3-HOURS', basis: 'law' }] } },
      { channel: 'email', address: 'no_consent' },
    ],
    written: ['CO-2300-3-HOURS'],
  });
  const text = await outOf(() => whyAccount(one.key.accountId, { ...flags, on: '2026-03-22' }));
  expect(text).toContain('NO SE CONTACTÓ: un mensaje estaba pendiente, pero espera a que sea lícito.');
  expect(text).toContain(
    'vencido (día 1): pendiente; próximo intento el martes 24 de marzo de 2026 a las 10:00.',
  );
  expect(text).toContain(
    'CO-2300-3-HOURS (decide): Solo se puede contactar de lunes a viernes de 7:00 a 19:00',
  );
  expect(text).toContain('Base: ley. Artículo: Ley 2300 de 2023, art. 3. Fuente: ');
  expect(text).toContain('Lectura permisiva: tampoco se permite, por CO-2300-3-HOURS');
  expect(text).toContain('correo electrónico: no se puede usar, la persona no dio su consentimiento.');
});

test('a hold, a payment and the other accounts of the person are seen', async () => {
  const person = aPerson('P-TWO');
  const one = await lab.open({ person, account: 'two-1' });
  const other = await lab.open({
    person,
    account: 'two-2',
    debts: [{ id: 'E1', due: '2026-03-12', amount: 50_000 }],
  });
  const hold = {
    kind: 'hold',
    id: 'h-1',
    until: dayFromIso('2026-03-20'),
    freeze: false,
    reason: 'pedido',
  } as const;
  await one.ask(
    'holdCase',
    { ...hold, at: at('2026-03-03 09:00') },
    { by: 'agente-7', at: at('2026-03-03 09:00') },
  );
  await one.liveUntil('2026-03-11 18:30');
  await other.liveUntil('2026-03-11 18:30');
  expect(await ask(one, '2026-03-06')).toMatchObject({
    verdict: 'blocked',
    blocks: [{ kind: 'hold', id: 'h-1' }],
  });
  expect(await ask(one, '2026-03-07')).toMatchObject({
    verdict: 'contacted_elsewhere',
    contacts: [{ account: 'two-2', step: 'aviso', channel: 'email' }],
  });
  await other.pay('p', 50_000, '2026-03-11 19:00');
  expect(await ask(other, '2026-03-13')).toMatchObject({
    verdict: 'closed',
    standing: { outcome: 'paid', unpaid: 0 },
  });
  expect(await ask(other, '2026-03-07')).toMatchObject({ verdict: 'contacted' });
});

test('account show tells standing, next moment and timeline, with what is not in the ledger yet', async () => {
  const one = await lab.open({ account: 'show-1' });
  await one.liveUntil('2026-03-05 12:00');
  const promised = { kind: 'promise', id: 'pr-1', amount: 50_000, due: dayFromIso('2026-03-09') } as const;
  const asked = { by: 'agente-7', at: at('2026-03-05 13:00') };
  await one.ask('promiseToPay', { ...promised, at: asked.at }, asked);
  await one.pay('p-1', 10_000, '2026-03-05 14:00');
  const text = await outOf(() => showAccount('show-1', flags));
  expect(text).toContain('Cuenta show-1 de la persona P-show-1');
  expect(text).toContain(
    'Días de mora: -5 (cuentan para etapa y cadencia); días corridos desde el vencimiento: -5.',
  );
  expect(text).toContain('la cadena del libro está íntegra');
  expect(text).toMatch(/10:00 +\d+ {2}Se envió el paso «aviso» por correo electrónico/);
  expect(text).toMatch(/13:00 +\d+ {2}Se recibió: promesa de pago «pr-1»\. \(por agente-7\)/);
  expect(text).toMatch(/14:00 +· {2}Se recibió: pago «p-1»\./);
  const data: unknown = JSON.parse(await outOf(() => showAccount('show-1', { ...flags, json: true })));
  expect(data).toMatchObject({
    account: 'show-1',
    isRunning: true,
    standing: { pastDue: -5 },
    isLedgerWhole: true,
  });
});

test('an account that nobody knows is refused by name', async () => {
  await expect(whyAccount('nobody', flags)).rejects.toMatchObject({ code: 'account.unknown' });
});
