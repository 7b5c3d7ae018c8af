import { inParallel } from '../../local/in-parallel';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('inParallel() answers in order of the items and never has more than the limit on their way', async () => {
  let onTheirWay = 0;
  let most = 0;
  const answers = await inParallel([5, 1, 4, 2, 3], 2, async (ticks) => {
    onTheirWay += 1;
    most = Math.max(most, onTheirWay);
    for (let waited = 0; waited < ticks; waited += 1) await tick();
    onTheirWay -= 1;
    return ticks * 10;
  });
  expect([answers, most]).toEqual([[50, 10, 40, 20, 30], 2]);
});

test('inParallel() begins nothing more after a failure, and throws it when the rest has ended', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const run = inParallel([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    await tick();
    if (item === 1) throw new Error('one');
    await tick();
    ended.push(item);
  });
  await expect(run).rejects.toThrow('one');
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});
