import { raceForCap } from './cap-race';
import type { TestStore } from './local-store';
import { startTestStore } from './local-store';

let local: TestStore;
beforeAll(async () => {
  local = await startTestStore();
});
afterAll(() => local.stop());

const ROUNDS = 3;

test('fifty senders over ten accounts of one person never exceed a cap, and one of them gets through', async () => {
  const { perDay } = await raceForCap(local.store, ROUNDS);
  expect([...perDay.values()]).toEqual(Array.from({ length: ROUNDS }, () => 1));
});
