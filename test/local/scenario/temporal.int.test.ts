import { DAY_MS, instantFromIso, MINUTE_MS } from '../../../domain/time/calendar';
import type { Cluster } from '../../../local/cluster';
import { startCluster } from '../../../local/cluster';
import type { LocalEnvironment } from '../../../local/environment';
import { startLocal } from '../../../local/environment';
import { inParallel } from '../../../local/in-parallel';
import { Outbox } from '../../../local/outbox';
import { contactsOf } from '../../../local/scenario/contacts';
import { playOnCore } from '../../../local/scenario/core';
import { faultsOf } from '../../../local/scenario/expect';
import { playOnTemporal } from '../../../local/scenario/temporal';
import type { AccountRun, Trace } from '../../../local/scenario/trace';
import { traceOf } from '../../../local/scenario/trace';
import { searchAttributeTypes } from '../../../workflows/search-attributes';
import { lawbookOf, packsDir, storiesOf, themes } from './fixtures';

/** Servers, and every story before the first test looks at one. */
const ALL_STORIES_MS = 600_000;
const AT_ONCE = 8;
const RANDOM_STORIES = 10;

const stories = themes.flatMap((theme) =>
  theme === 'random' ? storiesOf(theme).slice(0, RANDOM_STORIES) : storiesOf(theme),
);
const runs = new Map<string, readonly AccountRun[]>();
const outbox = new Outbox();
let local: LocalEnvironment | undefined;
let cluster: Cluster | undefined;

beforeAll(async () => {
  local = await startLocal({ searchAttributes: searchAttributeTypes });
  const started = await startCluster({ env: local.env, gateways: outbox.gateways, packsDirs: [packsDir] });
  cluster = started;
  await inParallel(stories, AT_ONCE, async (story) =>
    runs.set(story.id, await playOnTemporal(story, started)),
  );
}, ALL_STORIES_MS);

afterAll(async () => {
  await cluster?.stop();
  await local?.stop();
});

test.each(stories.map((story) => ({ id: story.id, story })))(
  '$id on Temporal: as expected, and as on the core',
  ({ id, story }) => {
    const onTemporal = runs.get(id);
    const onCore = playOnCore(story, lawbookOf);
    expect(onTemporal).toBeDefined();
    const trace = traceOf(story, 'temporal', onTemporal!);
    expect(faultsOf(trace, story.expect)).toEqual([]);
    expectAlike(trace, traceOf(story, 'core', onCore));
    expect(contactsOf(story, onTemporal!).map(withoutTime)).toEqual(
      contactsOf(story, onCore).map(withoutTime),
    );
  },
);

test('nothing leaves that the traces do not tell', () => {
  const told = [...runs].flatMap(([, accounts]) =>
    accounts.flatMap(({ events }) => events.filter(({ type }) => type === 'touch_sent')),
  );
  expect(outbox.sent).toHaveLength(told.length);
});

test('what a person chose before their first account opened holds on both engines', async () => {
  const story = stories.find(({ id }) => id === 'opt-out-of-sms')!;
  const opened = instantFromIso('2026-03-09T14:00:00-05:00'); // after the opt-out
  const late = { ...story, accounts: story.accounts.map((account) => ({ ...account, opened })) };
  const trace = traceOf(late, 'temporal', await playOnTemporal(late, cluster!, 'opens-late'));
  expect(trace.touches.map(({ channel }) => channel)).toEqual(['email', 'email', 'email']);
  expectAlike(trace, traceOf(late, 'core', playOnCore(late, lawbookOf)));
});

type Row = Trace['touches'][number];
const lists = ['touches', 'tasks', 'skipped', 'stages', 'refused', 'rejected'] as const;

/** The same rows, by date and account; an instant may be up to two minutes late, because real time flows too. */
function expectAlike(trace: Trace, core: Trace): void {
  for (const list of lists) {
    const [rows, wanted] = [sorted(trace[list]), sorted(core[list])];
    expect(rows.map(withoutTime)).toEqual(wanted.map(withoutTime));
    rows.forEach((row, index) => {
      for (const time of ['at', 'next'] as const) expectOnTime(row[time], wanted[index]?.[time]);
    });
  }
  expect({ ...trace, ...empty }).toEqual({ ...core, ...empty, engine: 'temporal' });
}

const empty = Object.fromEntries(lists.map((list) => [list, []]));

function expectOnTime(at: unknown, due: unknown): void {
  if (typeof at !== 'string' || typeof due !== 'string') return;
  const late = instantFromIso(at) - instantFromIso(due);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThanOrEqual(2 * MINUTE_MS);
}

const withoutTime = <T extends object>(row: T): T => ({ ...row, at: null, next: null });

/** Rows of one instant may be in either order across accounts. */
const sorted = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = (row: Row): string => {
  const date =
    row['on'] ?? (typeof row['at'] === 'string' ? Math.floor(instantFromIso(row['at']) / DAY_MS) : '');
  return JSON.stringify([date, row['account'], withoutTime(row)]);
};
