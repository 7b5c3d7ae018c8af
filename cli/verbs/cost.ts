import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { sendChannels } from '../../domain/channel';
import type { CostFlags } from '../actions/cost';
import { wholeNumber } from '../numbers';

/** Loaded on use: a simulated book brings the law. */
const load = () => require('../actions/cost') as typeof import('../actions/cost');

const whole = wholeNumber(1);

const number =
  (least: number, most = Infinity) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(
        most === Infinity
          ? `Write a number of ${least} or more.`
          : `Write a number from ${least} to ${most}.`,
      );
    return value;
  };

/** `email=60,sms=40`: parts of any whole. */
function mix(text: string): Record<string, number> {
  const parts = text.split(',').map((part) => part.split('='));
  const remedy = `Write parts like email=60,sms=40 of ${sendChannels.join(', ')}.`;
  const read = parts.map(([channel = '', share = '']): [string, number] => {
    const value = Number(share);
    if (!sendChannels.some((known) => known === channel) || share.trim() === '' || !(value >= 0))
      throw new InvalidArgumentError(remedy);
    return [channel, value];
  });
  if (read.every(([, value]) => value === 0)) throw new InvalidArgumentError(remedy);
  return Object.fromEntries(read);
}

/** `2x0.5x2`: tasks, processors and GB of each. */
function tasks(text: string): { tasks: number; vcpu: number; gb: number } {
  const read = /^(\d+)x(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)$/.exec(text);
  const [count = 0, vcpu = 0, gb = 0] = (read ?? []).slice(1).map(Number);
  if (count === 0 || vcpu === 0 || gb === 0)
    throw new InvalidArgumentError('Write tasks, vCPU and GB of each like 2x0.5x2.');
  return { tasks: count, vcpu, gb };
}

/** Adds `cost`. Exit 0; 1 when rows of the book were rejected; 2 = wrong use. */
export function registerCost(program: Command): void {
  program
    .command('cost')
    .description('what a book costs a month in Temporal actions, AWS and messages (docs/operate/cost.md)')
    .option('--strategy <file>', 'simulate this strategy (YAML) to find out what happens to an account')
    .option('--book <file>', 'a book (CSV or .xlsx, docs/import.md) instead of generated accounts')
    .option('--map <file>', 'column map of the book (YAML)')
    .option('--sheet <name>', 'sheet of the book (default: the first that is not hidden)')
    .option('--sample <n>', 'how many accounts to generate and simulate (default: 2000)', whole)
    .option('--seed <n>', 'the same seed gives the same sample (default: 1)', whole)
    .option('--accounts <n>', 'accounts of the whole book (default: those simulated)', whole)
    .option('--days <n>', 'days from the opening of an account until another takes its place', whole, 120)
    .option('--touches <n>', 'without --strategy: messages to an account in its life', number(0))
    .option('--mix <parts>', 'their channels (default: email=60,sms=40)', mix)
    .option('--place <id>', 'their place, for prices (default: CO)')
    .option('--facts <n>', 'payments and other news of an account (default: 2)', number(0))
    .option('--tasks <n>', 'tasks for people (default: 0.5)', number(0))
    .option('--moves <n>', 'moves between stages (default: 2)', number(0))
    .option('--hours <n>', 'hours of a day over which its messages go out', number(0.1, 24), 8)
    .option(
      '--fargate <shape>',
      'tasks at least, vCPU and GB of each, like 1x0.25x1 (default: 2x0.5x2)',
      tasks,
    )
    .option('--prices <file>', 'unit prices (YAML, like simulator/data/list-prices.yaml)')
    .option('--contact-prices <file>', 'what messages cost (YAML, like simulator/data/prices.yaml)')
    .option('--behaviour <file>', 'how debtors behave (YAML)')
    .option('--json', 'print the estimate as JSON')
    .addHelpText(
      'after',
      '\nGive --strategy, or --accounts and --touches.' +
        '\nExit: 0 = done, 1 = rows of the book were rejected (on stderr), 2 = wrong use.',
    )
    .action(async (flags: CostFlags) => {
      process.exitCode = await load().runCost(flags);
    });
}
