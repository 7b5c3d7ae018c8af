import { planMove, reportHash, runMove } from '../../functions/move-strategy';
import { strategyHash } from '../../policy/strategy/hash';
import { caseSnapshot } from '../../workflows/messages';
import { aStrategy, at, Lab, TENANT } from './lab';

jest.setTimeout(300_000);

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
}, 300_000);
afterAll(() => lab.stop());

const NOW = at('2026-03-03 09:00');
const to = aStrategy({
  version: 2,
  stages: { preventive: { from: -20 } },
  steps: [{ id: 'nuevo', day: 1, via: ['email'], template: 'vencido' }],
});
const pause = () => Promise.resolve();

test('publishing the same content twice changes nothing; other content under the same version is refused', async () => {
  const { store } = lab.cluster;
  const version = {
    tenant: TENANT,
    id: to.id,
    version: 2,
    hash: strategyHash(to),
    content: to,
    by: 'ana',
    at: NOW,
  };
  expect(await store.publishStrategy(version)).toEqual({ isNew: true });
  expect(await store.publishStrategy({ ...version, by: 'eva' })).toEqual({ isNew: false });
  await expect(store.publishStrategy({ ...version, hash: 'other' })).rejects.toMatchObject({
    code: 'store.otherStrategy',
  });
  expect(await store.readStrategy(TENANT, to)).toMatchObject({ by: 'ana', content: to });
});

test('an open case moves as the report says, once, and its ledger says so', async () => {
  const { store, client } = lab.cluster;
  const one = await lab.open();
  const deps = { store, client, now: () => NOW };
  const report = await planMove(deps, TENANT, to);
  const { accountId: account } = one.key;
  expect(report.cases).toEqual([
    { account, from: `${to.id}@${aStrategy().version}`, change: expect.objectContaining({ skipped: [] }) },
  ]);
  expect(reportHash(report)).toBe(reportHash(JSON.parse(JSON.stringify(report))));
  const run = async () => {
    const moved = [];
    for await (const made of runMove(deps, { report, strategy: to, by: 'ana', rate: 100, pause }))
      moved.push(made);
    return moved;
  };
  expect(await run()).toEqual([{ account, is: 'moved' }]);
  expect(await run()).toEqual([{ account, is: 'moved' }]);
  expect((await one.handle.query(caseSnapshot)).strategy).toEqual(to);
  expect(await store.getAccount({ tenant: TENANT, accountId: account })).toMatchObject({
    strategy: { version: 2, hash: strategyHash(to) },
  });
  expect((await planMove(deps, TENANT, to)).cases).toEqual([]);
  await one.liveUntil('2026-03-12 12:00');
  expect(await one.events('strategy_moved')).toHaveLength(1);
  expect(await one.events('touch_sent')).toMatchObject([{ step: 'nuevo' }]);
});
