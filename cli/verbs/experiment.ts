import type { Command } from 'commander';
import { Option } from 'commander';
import { languages } from '../../domain/person';
import type { ReadOutFlags, SizeFlags } from '../actions/experiment';

/** Loaded on use. */
const load = () => require('../actions/experiment') as typeof import('../actions/experiment');

/** Adds `experiment readout` and `experiment size`. */
export function registerExperiment(program: Command): void {
  const experiment = program
    .command('experiment')
    .description('experiments between strategies: how many persons are needed, and what has come of it');
  experiment
    .command('readout')
    .description(
      'compares the arms: rates with Newcombe’s interval, net value by bootstrap; guards against a wrong split',
    )
    .argument('<file>', 'CSV with person, arm, cash and if known cost (minor units) and currency')
    .option('--strategy <file>', 'the strategy whose experiment it is: gives arms, weights and hold-out')
    .option('--weights <list>', 'arms and weights instead, champion first, such as estandar=80,amable=20')
    .option('--alpha <share>', 'chance of calling a difference where there is none', '0.05')
    .option('--planned-size <n>', 'persons an arm was planned with: with fewer nothing is compared')
    .option('--seed <n>', 'seed of the bootstrap', '1')
    .addOption(new Option('--lang <language>', 'language of the text').choices(languages).default('es'))
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit: 0 = compared, 1 = withheld or unreadable, 2 = wrong use.')
    .action((file: string, flags: ReadOutFlags) => load().readOutFile(file, flags));
  experiment
    .command('size')
    .description('persons that each arm needs to show a difference between two rates')
    .requiredOption('--base <rate>', 'rate today, 0 to 1')
    .requiredOption('--target <rate>', 'rate that is hoped for, 0 to 1')
    .option('--alpha <share>', 'chance of calling a difference where there is none, two-sided', '0.05')
    .option('--power <share>', 'chance of showing the difference where there is one', '0.8')
    .option('--json', 'print one JSON document')
    .action((flags: SizeFlags) => load().sizeExperiment(flags));
}
