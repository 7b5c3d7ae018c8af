import { raceForCap } from './cap-race';
import { storeForTests } from './local-store';

const local = storeForTests();

const ROUNDS = 3;

test('fifty senders over ten accounts of one person never exceed a cap, and one of them gets through', async () => {
  const { perDay } = await raceForCap(local().store, ROUNDS);
  expect([...perDay.values()]).toEqual(Array.from({ length: ROUNDS }, () => 1));
});
