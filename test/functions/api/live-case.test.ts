import { WorkflowNotFoundError } from '@temporalio/client';
import { openCase } from '../../../domain/case/open';
import { readLiveCase } from '../../../functions/api/live-case';
import { caseStatus } from '../../../workflows/messages';
import { aDebt, anOpening, aStrategy, aTouch, at } from '../../builders';

type Deps = Parameters<typeof readLiveCase>[0];

const ref = { tenant: 'acme', accountId: 'A-1' };
const NOW = at('2026-03-12 09:00');

/** A running case, as its workflow answers; only what is asked. */
function clientOf(query: (name: string) => unknown): Deps {
  const handle = { query: async ({ name }: { name: string }) => query(name) };
  const withDeadline = async (_deadline: number, ask: () => unknown) => ask();
  return { workflow: { getHandle: () => handle }, withDeadline } as unknown as Deps;
}

test('a running case says where it stands, and when it means to speak', async () => {
  const strategy = aStrategy({ steps: [aTouch('vencido', 5)] });
  const debts = [aDebt('D-1', '2026-03-10', 100_000), aDebt('D-2', '2026-04-10', 50_000)];
  const { state } = openCase(anOpening({ debts, opened: at('2026-03-02 12:00') }), strategy);
  const status = { outcome: 'open', stage: 'administrative', waitsUntil: NOW, clockOffsetMs: 0 };
  const client = clientOf((name) => (name === caseStatus.name ? status : { state, strategy }));
  expect(await readLiveCase(client, ref, NOW)).toMatchObject({
    ...{ stage: 'administrative', anchor: 'D-1', pastDueDays: 2, delinquentDays: 2 },
    ...{ balance: 150_000, overdue: 100_000, waitsUntil: '2026-03-12T14:00:00Z' },
    nextTouch: expect.stringMatching(/^2026-03-15T/),
    strategyVersion: `${strategy.id}@${strategy.version}`,
  });
});

test.each([
  { rule: 'there is no case', error: new WorkflowNotFoundError('gone', 'w', undefined) },
  { rule: 'nobody answers in time', error: new Error('DEADLINE_EXCEEDED') },
])('without it, when $rule', async ({ error }) => {
  const client = clientOf(() => {
    throw error;
  });
  expect(await readLiveCase(client, ref, NOW)).toBeUndefined();
});
