import type { Command } from 'commander';
import { Option } from 'commander';
import type { ScenarioFlags } from '../actions/scenario';
import { foldersOption } from '../folders';

/** Loaded on use: the engines bring the whole system with them. */
const load = () => require('../actions/scenario') as typeof import('../actions/scenario');

/** Loaded only for the engine that needs it. */
const loadTemporal = () =>
  require('../actions/scenario-temporal') as typeof import('../actions/scenario-temporal');

/** Adds `scenario run`. Exit 0; 1 when an expectation is not met or a story cannot end; 2 = wrong use. */
export function registerScenario(program: Command): void {
  program
    .command('scenario')
    .description('stories of accounts with the outcome they must have')
    .command('run')
    .description('run scenario files, print what happened, and compare with what they expect')
    .argument('<files...>', 'scenario files (YAML); strategies among them are left out')
    .addOption(
      new Option('--engine <engine>', 'the pure core, or real workflows on a local Temporal server and AWS')
        .choices(['core', 'temporal'])
        .default('core'),
    )
    .addOption(foldersOption('--packs <dir>', "a folder of rule packs that adds to the product's own, by id"))
    .option(
      '--contacts <file>',
      'write every contact as JSON lines, for an independent check against the law',
    )
    .option('--json', 'print one trace a line, as JSON')
    .addHelpText(
      'after',
      '\nA place without a pack gets no messages: the stories of jurisdiction TEST need the folder of their pack.' +
        '\nExit: 0 = all as expected, 1 = something is not (on stderr), 2 = wrong use.',
    )
    .action((files: string[], flags: ScenarioFlags) => load().runScenarios(files, flags, loadTemporal));
}
