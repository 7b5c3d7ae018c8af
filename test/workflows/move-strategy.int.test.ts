import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { planMove, reportHash, runMove } from '../../functions/move-strategy';
import { LOCAL_TABLES } from '../../local/tables';
import { strategyHash } from '../../policy/strategy/hash';
import { mergeOverrides } from '../../policy/strategy/merge';
import { tableEnvironment } from '../../store/tables';
import { caseSnapshot } from '../../workflows/messages';
import { runMain } from '../cli/run-main';
import { aStrategy, at, Lab, TENANT } from './lab';

const folder = mkdtempSync(join(tmpdir(), 'recobro-move-'));
const lab = Lab.forTests();
beforeAll(() => {
  Object.assign(process.env, tableEnvironment(LOCAL_TABLES));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

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

describe('through the command', () => {
  const ORDERED = { strategy: 'orden' };
  const moved = {
    ...ORDERED,
    version: 2,
    steps: [{ id: 'nuevo', day: 1, via: ['email'], template: 'vencido' }],
  };
  const report = join(folder, 'report.json');
  const strategy = (verb: string, ...args: readonly string[]) =>
    runMain('strategy', verb, ...args, '--tenant', TENANT);

  /** The scenarios' strategy as a file, with parts replaced. */
  function fileOf(name: string, overrides: Readonly<Record<string, unknown>>): string {
    const file = join(folder, name);
    const reference = join(__dirname, '..', 'fixtures', 'scenarios', 'reference.yaml');
    const whole: unknown = parse(readFileSync(reference, 'utf8'));
    writeFileSync(file, stringify(mergeOverrides(whole, overrides)));
    return file;
  }

  test('publish says what is stored; other content under the same version is refused with a remedy', async () => {
    const publish = (file: string) => strategy('publish', file, '--by', 'ana');
    const file = fileOf('orden.yaml', moved);
    const told = `orden@2 ${strategyHash(aStrategy(moved))}`;
    expect(await publish(file)).toEqual({ out: `${told}: published\n`, err: '', exit: 0 });
    expect((await publish(file)).out).toBe(`${told}: already published, nothing changes\n`);
    const { out, err, exit } = await publish(fileOf('other.yaml', { ...moved, catch_up: 'skip' }));
    expect({ out, exit }).toEqual({ out: '', exit: 1 });
    expect(err).toMatch(/orden.*version/);
  });

  test('a dry run tells of every open case and changes none; only what was approved is run, at the rate that is asked for', async () => {
    const cases = [
      await lab.open({ strategy: aStrategy(ORDERED) }),
      await lab.open({ strategy: aStrategy(ORDERED) }),
    ];
    const versions = () =>
      Promise.all(cases.map(async ({ handle }) => (await handle.query(caseSnapshot)).strategy.version));
    const before = await versions();
    const dry = await strategy('migrate', '--to', 'orden@2', '--dry-run', '--out', report);
    expect(dry).toMatchObject({ err: '', exit: 0 });
    expect(dry.out).toContain('2 open cases would move to orden@2');
    for (const { key } of cases) expect(dry.out).toContain(`${key.accountId} (orden@${before[0]}): next `);
    const hash = /^report ([0-9a-f]{64})$/m.exec(dry.out)?.[1] ?? '';
    expect(await versions()).toEqual(before);

    const approved = ['--to', 'orden@2', '--report', report, '--approve-by', 'eva'] as const;
    const unlike = await strategy('migrate', ...approved, '--hash', '0'.repeat(64));
    expect(unlike.exit).toBe(2);
    expect(unlike.err).toContain(`has the hash ${hash}, not the approved`);
    expect(await versions()).toEqual(before);

    const pauses = jest.spyOn(timers, 'setTimeout');
    const run = await strategy('migrate', ...approved, '--hash', hash, '--rate', '50');
    const told = '2 moved, 0 closed meanwhile, 0 follow another strategy now and stay\n';
    expect(run).toEqual({ out: told, err: '', exit: 0 });
    expect(pauses.mock.calls.filter(([ms]) => ms === 20)).toHaveLength(2);
    expect(await versions()).toEqual([2, 2]);
    expect((await strategy('migrate', '--to', 'orden@2', '--dry-run')).out).toContain('0 open cases');
  });

  test.each([
    {
      what: 'neither a dry run nor an approval',
      args: ['--to', 'orden@2'],
      says: 'say --dry-run, or --report FILE',
    },
    {
      what: 'a dry run that is approved',
      args: ['--to', 'orden@2', '--dry-run', '--approve-by', 'eva'],
      says: 'say --dry-run, or',
    },
    {
      what: 'an approval of nothing',
      args: ['--to', 'orden@2', '--approve-by', 'eva'],
      says: '--report FILE --hash HASH',
    },
    { what: 'a strategy without a version', args: ['--to', 'orden', '--dry-run'], says: 'such as consumo@2' },
    {
      what: 'a version that nobody published',
      args: ['--to', 'orden@9', '--dry-run'],
      says: 'run recobro strategy publish FILE first',
    },
  ])('migrate with $what is wrong use, and says how to go on', async ({ args, says }) => {
    const { out, err, exit } = await strategy('migrate', ...args);
    expect({ out, exit }).toEqual({ out: '', exit: 2 });
    expect(err).toContain(says);
  });
});
