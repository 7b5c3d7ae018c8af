import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { MoveDeps, RunMove } from '../../functions/move-strategy';
import { runMove } from '../../functions/move-strategy';
import { aStrategy } from '../builders';
import { AT } from '../store/fixtures';

test('a move whose run ended before it answered is asked again under the same id', async () => {
  const ended = ApplicationFailure.nonRetryable('no', 'AcceptedUpdateCompletedWorkflow');
  const executeUpdate = jest
    .fn<Promise<{ accepted: boolean }>, [unknown, { updateId: string }]>()
    .mockRejectedValueOnce(new WorkflowUpdateFailedError('Workflow Update failed', ended))
    .mockResolvedValue({ accepted: true });
  const moved: unknown[] = [];
  // It uses nothing else of them.
  const deps = {
    store: { setStrategy: async (ref: unknown) => void moved.push(ref) },
    client: { workflow: { getHandle: () => ({ executeUpdate }) } },
    now: () => AT,
  } as unknown as MoveDeps;
  const strategy = aStrategy();
  const to = { id: strategy.id, version: strategy.version, hash: 'h' };
  // The preview is for people; running reads account and version only.
  const cases = [{ account: 'A-1', from: 'consumo@1' }] as unknown as RunMove['report']['cases'];
  const run = {
    report: { tenant: 'acme', to, cases },
    strategy,
    by: 'ana',
    rate: 1_000,
    pause: async () => undefined,
  };
  const told = [];
  for await (const one of runMove(deps, run)) told.push(one);
  expect(told).toEqual([{ account: 'A-1', is: 'moved' }]);
  expect(moved).toEqual([{ tenant: 'acme', accountId: 'A-1' }]);
  const [first, second] = executeUpdate.mock.calls.map(([, { updateId }]) => updateId);
  expect(second).toBe(first);
});
