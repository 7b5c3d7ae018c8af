/**
 * `npm run check:caps [ROUNDS]`: fifty concurrent senders over ten accounts of one person against the local store, 100
 * rounds unless told. Ends with 1 when any day saw more than the one contact that the law of the place allows.
 */
import { raceForCap } from '../test/store/cap-race';
import { startTestStore } from '../test/store/local-store';

const DEFAULT_ROUNDS = 100;

async function main(rounds: number): Promise<void> {
  const local = await startTestStore();
  try {
    const { perDay, contended, seconds } = await raceForCap(local.store, rounds);
    const counts = [...perDay.values()];
    const over = counts.filter((count) => count > 1).length;
    const none = counts.filter((count) => count === 0).length;
    const senders = rounds * 50;
    console.log(
      `${rounds} rounds, ${senders} senders, ${seconds.toFixed(1)} s: ${over} rounds over the cap, ${none} without a contact, ${contended} senders to try again`,
    );
    process.exitCode = over > 0 ? 1 : 0;
  } finally {
    await local.stop();
  }
}

void main(Number(process.argv[2] ?? DEFAULT_ROUNDS));
