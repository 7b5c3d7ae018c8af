import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { MigrateFlags, PublishFlags } from '../actions/strategy';

/** Loaded on use: it brings clients of Temporal and AWS with it. */
const load = () => require('../actions/strategy') as typeof import('../actions/strategy');

function rate(text: string): number {
  if (Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Write a number above 0.');
}

/** Adds `strategy publish FILE` and `strategy migrate`. */
export function registerStrategyVersions(strategy: Command): void {
  strategy
    .command('publish')
    .description('store a version of a strategy by its content; the same content twice changes nothing')
    .argument('<file>', 'strategy file')
    .requiredOption('--by <name>', 'who publishes it')
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option('--json', 'print one JSON document')
    .action((file: string, flags: PublishFlags) => load().publish(file, flags));
  strategy
    .command('migrate')
    .description('move open cases to a published version: first a dry run, then what somebody has approved')
    .requiredOption('--to <id@version>', 'the published version')
    .option('--from <ids...>', 'ids of the strategies whose cases move (default: that of --to)')
    .option('--dry-run', 'say for every open case what would change, and change nothing')
    .option('--out <file>', 'with --dry-run: where to write the report that is approved')
    .option('--report <file>', 'the report of the dry run')
    .option('--hash <hash>', 'its hash, as approved')
    .option('--approve-by <name>', 'who has approved it')
    .option('--rate <n>', 'cases a second', rate, 5)
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit: 0 = done, 1 = some cases stay, or a fault, 2 = wrong use.')
    .action((flags: MigrateFlags) => load().migrate(flags));
}
