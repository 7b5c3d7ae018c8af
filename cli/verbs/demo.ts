import type { Command } from 'commander';
import type { DemoFlags } from '../actions/demo';
import { wholeNumber } from '../numbers';

/** Loaded on use, so that light commands start fast; Node 20 gives no dynamic import() to TypeScript run as CommonJS. */
const load = () => require('../actions/demo') as typeof import('../actions/demo');

/** Adds `demo`: the main job on the example book. Exit 0; 1 when a check of its report fails; 2 = wrong use. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'live 120 days of the example book (200 debtors, 230 accounts) on a real Temporal server and a local AWS',
    )
    .option(
      '--contacts <file>',
      'write every contact made as JSON lines, for an independent check against the law',
    )
    .option('--evidence <file>', 'write the evidence pack of the richest case, sealed and signed')
    .option('--debtors <n>', 'only the first n debtors', wholeNumber(1))
    .option('--keep', 'leave everything up at the end, to look around, until Ctrl-C (default in a terminal)')
    .option('--json', 'print the report as one JSON document')
    .action((flags: DemoFlags) => load().demo(flags));
}
