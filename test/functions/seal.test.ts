import { instantFromIso } from '../../domain/time/calendar';
import { readSeals } from '../../evidence/seal/archive';
import type { Sealing } from '../../evidence/seal/seal-day';
import { temporarySigner } from '../../evidence/signature';
import { createSealer } from '../../functions/seal';
import { memoryArchive } from '../evidence/memory-archive';
import { watch } from './watch';

const hash = 'f'.repeat(64);
const store = {
  listAccounts: async ({ tenant }: { tenant: string }) => ({
    items: [{ accountId: `${tenant}-1`, ledger: { seq: 3, hash } }],
  }),
} as unknown as Sealing['store']; // sealing reads nothing else of an account

test('a tenant is sealed in its evening, once a day however often it is called, and that is counted', async () => {
  const [archive, seen] = [memoryArchive(), watch()];
  let now = instantFromIso('2026-03-02T03:00:00Z');
  const seal = createSealer({
    store,
    archive,
    signer: temporarySigner(),
    report: seen.report,
    now: () => now,
  });
  await seal({ tenant: 'norte' });
  await seal({ tenant: 'norte' });
  now += 86_400_000;
  await seal({ tenant: 'norte' });
  await seal({ tenant: 'sur' });
  const days = (await readSeals(archive, 'norte')).map(({ seal: { body } }) => [body.number, body.day]);
  expect(days).toEqual([
    [1, '2026-03-02'],
    [2, '2026-03-03'],
  ]);
  expect(await readSeals(archive, 'sur')).toHaveLength(1);
  expect(seen.counted).toEqual(['sealed norte', 'sealed norte', 'sealed norte', 'sealed sur']);
});

test.each([{}, { tenant: '' }, { tenant: 'norte', day: '2026-01-01' }, 'norte'])(
  'what the schedule did not make is refused: %j',
  async (event) => {
    const deps = { store, archive: memoryArchive(), signer: temporarySigner(), report: watch().report };
    await expect(createSealer({ ...deps, now: () => 0 })(event)).rejects.toThrow();
  },
);
