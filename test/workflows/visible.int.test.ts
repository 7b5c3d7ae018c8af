import { temporal } from '@temporalio/proto';
import { dayFromIso } from '../../domain/time/calendar';
import { until } from '../../local/process';
import type { LabCase } from './lab';
import { aPerson, at, Lab, TENANT } from './lab';
import { decodedText } from './histories';

const lab = Lab.forTests();

const { History } = temporal.api.history.v1;

/** Visibility lags a little: asks until the answer is the expected one. */
async function found(query: string, expected: readonly string[]): Promise<string[]> {
  let ids: string[] = [];
  await until(async () => {
    ids = [];
    for await (const { workflowId } of lab.cluster.client.workflow.list({ query })) ids.push(workflowId);
    return ids.sort().join() === [...expected].sort().join();
  }, 60_000);
  return ids;
}

const idOf = (one: LabCase): string => one.handle.workflowId;

describe('search attributes', () => {
  const attributesOf = async (one: LabCase): Promise<Record<string, unknown>> => {
    const { typedSearchAttributes } = await one.handle.describe();
    const own = typedSearchAttributes.getAll().filter(({ key }) => key.name.startsWith('Recobro'));
    return Object.fromEntries(own.map(({ key, value }) => [`${key.name}:${key.type}`, value]));
  };

  test('are typed and say where the case stands, from its first stage to its end', async () => {
    const one = await lab.open({ opened: '2026-03-20 12:00' });
    const fixed = {
      ...{ 'RecobroTenant:KEYWORD': TENANT, 'RecobroPerson:KEYWORD': one.personId },
      ...{ 'RecobroPlace:KEYWORD': 'TEST', 'RecobroStrategy:KEYWORD': 'referencia@1' },
    };
    const stands = (stage: string, outcome: string) => ({
      ...{ ...fixed, 'RecobroStage:KEYWORD': stage, 'RecobroOutcome:KEYWORD': outcome },
    });
    expect(await attributesOf(one)).toEqual(stands('administrative', 'open'));
    await one.liveUntil('2026-04-10 12:00');
    expect(await attributesOf(one)).toEqual(stands('extrajudicial', 'open'));
    await one.pay('p', 100_000, '2026-04-10 13:00');
    await one.handle.result();
    expect(await attributesOf(one)).toEqual(stands('extrajudicial', 'paid'));
    await one.fact('bank', { kind: 'reversal', id: 'r', of: 'p', at: at('2026-04-12 09:00') });
    expect(await attributesOf(one)).toMatchObject({ 'RecobroOutcome:KEYWORD': 'open' });
  });

  test('list cases by tenant, person, stage and outcome', async () => {
    const person = aPerson('P-listed');
    const early = await lab.open({ person });
    const late = await lab.open({ person, opened: '2026-04-20 12:00' });
    const paid = await lab.open({ person });
    await paid.pay('p', 100_000, '2026-03-03 09:00');
    await paid.handle.result();
    const mine = `RecobroTenant = '${TENANT}' AND RecobroPerson = 'P-listed'`;
    expect(await found(`${mine} AND RecobroStage = 'extrajudicial'`, [idOf(late)])).toEqual([idOf(late)]);
    const open = [idOf(early), idOf(late)].sort();
    expect(await found(`${mine} AND RecobroOutcome = 'open'`, open)).toEqual(open);
    expect(await found(`${mine} AND RecobroOutcome = 'paid'`, [idOf(paid)])).toEqual([idOf(paid)]);
  });
});

describe('the Temporal UI', () => {
  test('tells in Spanish what a timer waits for and what an activity sends', async () => {
    const one = await lab.open();
    await one.liveUntil('2026-03-10 12:00');
    const { events } = await one.handle.fetchHistory();
    const summaries = (events ?? []).flatMap(({ userMetadata }) => userMetadata?.summary ?? []);
    const texts = await Promise.all(
      summaries.map((summary) =>
        decodedText(lab.local.env, idOf(one), summary, lab.cluster.store.payloadKeys),
      ),
    );
    expect(texts).toEqual([
      'Espera hasta 2026-03-05 10:00 (America/Bogota)',
      'Paso «aviso» por email o sms (etapa preventiva, -5 días de mora)',
      'Espera hasta 2026-03-10 10:00 (America/Bogota)',
      'Paso «hoy» por sms o email (etapa preventiva, 0 días de mora)',
    ]);
  });

  test('shows where the case stands, and its messages by name', async () => {
    const one = await lab.open();
    const metadata = await one.handle.query<temporal.api.sdk.v1.IWorkflowMetadata>(
      '__temporal_workflow_metadata',
    );
    expect(metadata.currentDetails).toBe(
      [
        '**Estado:** abierto',
        '**Etapa:** preventiva',
        '**Ancla:** D1, vence 2026-03-10, -8 días de mora (-8 corridos)',
        '**Próximo despertar:** 2026-03-05 10:00 (America/Bogota)',
      ].join('\n\n'),
    );
    const updates = metadata.definition?.updateDefinitions?.map(({ name }) => name);
    expect(updates).toEqual(expect.arrayContaining(['openAccount', 'promiseToPay', 'recordOptOut']));
  });
});

test('no history holds a word of personal data, nor of the debt, in plain text', async () => {
  const secrets = ['Zenaida', 'Quiñones', 'zq-secret@example.test', '3005554433', '987654'];
  const addresses = { email: 'zq-secret@example.test', sms: '+573005554433' };
  const person = aPerson('P-secret', { name: 'Zenaida Quiñones', addresses });
  const debts = [{ id: 'D1', due: '2026-03-10', amount: 98_765_400 }];
  const one = await lab.open({ person, debts });
  const asked = { by: 'agent-7', at: at('2026-03-03 09:00') };
  const promise = { kind: 'promise', id: 'pr', amount: 98_765_400, due: dayFromIso('2026-03-06') } as const;
  await one.ask('promiseToPay', { ...promise, at: asked.at }, asked);
  await one.liveUntil('2026-03-12 12:00');
  await one.pay('p', 98_765_400, '2026-03-12 13:00');
  await one.handle.result();

  const runs = await one.histories();
  expect(runs.length).toBeGreaterThan(1);
  for (const { runId, history } of runs) {
    const { raw } = await lab.cluster.client.workflow.getHandle(idOf(one), runId).describe();
    const bytes = Buffer.concat([History.encode(history).finish(), Buffer.from(JSON.stringify(raw))]);
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
  }
  expect(lab.outbox.sent.some(({ text }) => text.includes('Zenaida'))).toBe(true);
});
