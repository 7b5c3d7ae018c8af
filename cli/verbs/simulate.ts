import type { Command } from 'commander';
import type { SimulateFlags } from '../actions/simulate';
import { wholeNumber } from '../numbers';

/** Loaded on use: a back-test brings the law, and its report a library for plots. */
const load = () => require('../actions/simulate') as typeof import('../actions/simulate');

/** Adds `simulate`. Exit 0; 1 when it was interrupted or a row of the book was rejected; 2 = wrong use. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('back-test a strategy over a whole book in virtual time (docs/simulator.md)')
    .requiredOption('--strategy <file>', 'the strategy (YAML)')
    .option('--against <file>', 'a second strategy, on the same debtors and payments')
    .option('--accounts <n>', 'how many accounts to generate', wholeNumber(1), 10_000)
    .option('--days <n>', 'how many days to live', wholeNumber(1), 120)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
    .option('--start <date>', 'first date (default: the earliest opening of the book, or 2026-03-02)')
    .option('--book <file>', 'a book (CSV or .xlsx, docs/import.md) instead of generated accounts')
    .option('--map <file>', 'column map of the book (YAML)')
    .option('--sheet <name>', 'sheet of the book (default: the first that is not hidden)')
    .option(
      '--as-booked',
      'rows of the book follow the strategies that they name (NAME.yaml beside --strategy)',
    )
    .option(
      '--payments <file>',
      'replay recorded payments of the book unchanged (CSV or .xlsx: account,on,amount)',
    )
    .option('--behaviour <file>', 'how debtors behave (YAML)')
    .option('--prices <file>', 'what contacts cost (YAML)')
    .option('--contacts <file>', 'write every contact of the strategy as JSON lines')
    .option('--csv <file>', 'write the figures as CSV')
    .option('--html <file>', 'write the report as one HTML page with plots')
    .option('--json', 'print the report as JSON')
    .option('--cores <n>', 'processors to use (default: all)', wholeNumber(1))
    .addHelpText(
      'after',
      '\nThe result does not depend on the number of cores. Ctrl-C ends it and leaves no half-written report.' +
        '\nExit: 0 = done, 1 = interrupted, or rows of the book were rejected (on stderr), 2 = wrong use.',
    )
    .action(async (flags: SimulateFlags) => {
      process.exitCode = await load().runSimulate(flags);
    });
}
