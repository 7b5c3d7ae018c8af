import type { Command } from 'commander';
import { Option } from 'commander';
import { RecobroError } from '../../domain/errors';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import { diffStrategies } from '../../policy/strategy/diff';
import { diffWords } from '../../policy/strategy/diff-words';
import { calendarsOf, explainStrategy } from '../../policy/strategy/explain';
import { loadStrategy } from '../../policy/strategy/parse';
import { FOUND, WRONG_USE } from '../failure';

interface ReadFlags {
  readonly lang: Language;
  readonly json?: true;
}

/** Adds `strategy diff A B` and `strategy explain FILE`. */
export function registerStrategyReading(strategy: Command): void {
  withFlags(strategy.command('diff'))
    .description('say in words what changes from one strategy file to another')
    .argument('<from>', 'strategy file')
    .argument('<to>', 'strategy file')
    .addHelpText(
      'after',
      '\nExit: 0 = nothing changes, 1 = something does, or a file is faulty, 2 = wrong use.',
    )
    .action((from: string, to: string, flags: ReadFlags) => answering(() => diff(from, to, flags)));
  withFlags(strategy.command('explain'))
    .description('draw the cadence of a strategy as a calendar, with its segments')
    .argument('<file>', 'strategy file')
    .action((file: string, flags: ReadFlags) => answering(() => explain(file, flags)));
}

const withFlags = (command: Command): Command =>
  command
    .addOption(new Option('--lang <language>', 'language of the text').choices(languages).default('es'))
    .option('--json', 'print one JSON document');

function diff(from: string, to: string, { lang, json }: ReadFlags): number {
  const changes = diffStrategies(loadStrategy(from), loadStrategy(to));
  process.stdout.write(
    json ? `${JSON.stringify({ changes }, null, 2)}\n` : `${diffWords(changes, lang).join('\n')}\n`,
  );
  return changes.length > 0 ? FOUND : 0;
}

function explain(file: string, { lang, json }: ReadFlags): number {
  const strategy = loadStrategy(file);
  process.stdout.write(
    json
      ? `${JSON.stringify({ strategy: strategy.id, version: strategy.version, calendars: calendarsOf(strategy) }, null, 2)}\n`
      : explainStrategy(strategy, lang),
  );
  return 0;
}

function answering(answer: () => number): void {
  try {
    process.exitCode = answer();
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code === 'strategy.unreadable' ? WRONG_USE : FOUND;
  }
}
