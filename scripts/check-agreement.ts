import { compareWithTemporal } from '../local/agreement';

/**
 * `npm run check:agreement [-- ACCOUNTS [STRATEGY.yaml]]`: so many generated accounts (100 unless told) over 120 days in
 * the simulator and on real workflows; the traces must be equal. Exit 1 when one differs.
 */
const ACCOUNTS = 100;

async function main(accounts: number, strategy: string | undefined): Promise<number> {
  const { touches, differing } = await compareWithTemporal(accounts, {
    ...(strategy !== undefined && { strategy }),
    progress: (done, of) => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${of} persons\n`);
    },
  });
  for (const [person, lines] of differing) console.log([person, ...lines].join('\n  '));
  console.log(`${accounts} accounts, ${touches} messages: ${differing.size} persons differ`);
  return differing.size === 0 && touches > 0 ? 0 : 1;
}

main(Number(process.argv[2] ?? ACCOUNTS), process.argv[3]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
