import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { RecobroError } from '../../domain/errors';
import { parseStrategy, readStrategyText } from '../../policy/strategy/parse';
import type { TemplateFinding } from '../../policy/templates/lint';
import { lintUse } from '../../policy/templates/lint';
import type { TemplateLibrary } from '../../policy/templates/load';
import { loadTemplates, templateNames } from '../../policy/templates/load';
import type { Problem } from '../../policy/yaml';
import { formatProblem } from '../../policy/yaml';

const OWN_MESSAGES = join(__dirname, '..', '..', 'messages');
const FOUND = 1;
const WRONG_USE = 2;

interface LintOptions {
  readonly messages: string;
  readonly json?: true;
}

/** What `strategy lint` found in one file. */
export interface FileReport {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** Faults of the messages that the strategy uses. Warnings do not fail the lint. */
  readonly messages: readonly TemplateFinding[];
}

/** Adds `strategy lint FILE…` to the command line. */
export function registerStrategy(program: Command): void {
  program
    .command('strategy')
    .description('check strategy files')
    .command('lint')
    .description('say what is wrong in strategy files, where, and how to mend it')
    .argument('<files...>', 'strategy files (YAML)')
    .addOption(
      new Option('--messages <dir>', 'folder of message templates').default(
        OWN_MESSAGES,
        'those of the product',
      ),
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit: 0 = nothing found, 1 = something found, 2 = wrong use.')
    .action((files: string[], options: LintOptions) => {
      process.exitCode = lint(files, options);
    });
}

function lint(files: readonly string[], { messages, json }: LintOptions): number {
  try {
    const library = loadTemplates(messages);
    const reports = files.map((file) => lintFile(file, library));
    process.stdout.write(
      json ? `${JSON.stringify({ files: reports }, null, 2)}\n` : reports.map(textOf).join(''),
    );
    return reports.some(isFaulty) ? FOUND : 0;
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.code === 'template.invalid' ? FOUND : WRONG_USE;
  }
}

/**
 * Checks one strategy file, and the messages that it uses, against a library.
 *
 * @throws {RecobroError} `strategy.unreadable`
 */
export function lintFile(file: string, library: TemplateLibrary): FileReport {
  const result = parseStrategy(readStrategyText(file), file, { templates: templateNames(library) });
  if (!result.ok) return { file, problems: result.problems, messages: [] };
  return { file, problems: [], messages: lintUse(library, result.strategy) };
}

const isFaulty = ({ problems, messages }: FileReport): boolean =>
  problems.length > 0 || messages.some(({ severity }) => severity === 'error');

function textOf({ file, problems, messages }: FileReport): string {
  const lines = [...problems.map(formatProblem), ...messages.map((finding) => messageLine(file, finding))];
  return lines.length > 0 ? `${lines.join('\n')}\n` : `${file}: no problems found\n`;
}

const messageLine = (file: string, { severity, message, remedy }: TemplateFinding): string =>
  `${file}: ${severity === 'warning' ? 'warning: ' : ''}${message} – ${remedy}`;
