import { compareWithTemporal } from '../../local/agreement';

/** All 100 accounts: `npm run check:agreement`. */
const ACCOUNTS = 50;
const WITHIN_MS = 600_000;

test(
  `the simulator and real workflows give the same traces for ${ACCOUNTS} generated accounts over 120 days`,
  async () => {
    const { touches, differing } = await compareWithTemporal(ACCOUNTS);
    expect([...differing]).toEqual([]);
    expect(touches).toBeGreaterThan(ACCOUNTS);
  },
  WITHIN_MS,
);
