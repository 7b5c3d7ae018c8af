import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { DebtorKind } from '../../domain/channel';
import { debtorKinds } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import { variantsOf } from '../../domain/segment/in-force';
import { localDay } from '../../domain/time/zones';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import { knownRules } from '../../policy/strategy/lenient-rules';
import type { LawFinding, LawUse } from '../../policy/strategy/lint-law';
import { lintLaw } from '../../policy/strategy/lint-law';
import type { ReachFinding } from '../../policy/strategy/reach';
import { lintReach } from '../../policy/strategy/reach';
import { parseStrategy, readStrategyText } from '../../policy/strategy/parse';
import type { TemplateFinding } from '../../policy/templates/lint';
import { lintUse } from '../../policy/templates/lint';
import type { TemplateLibrary } from '../../policy/templates/load';
import { loadTemplates, templateNames } from '../../policy/templates/load';
import type { Problem } from '../../policy/yaml';
import { formatProblem } from '../../policy/yaml';
import { FOUND, WRONG_USE } from '../failure';
import { foldersOption } from '../folders';
import { registerStrategyReading } from './strategy-read';
import { registerStrategyVersions } from './strategy-versions';

const OWN_MESSAGES = join(__dirname, '..', '..', 'messages');

interface LintOptions {
  readonly messages: string;
  readonly places: readonly string[];
  readonly packs: readonly string[];
  readonly debtors: DebtorKind;
  readonly json?: true;
}

/** What `strategy lint` found in one file. */
export interface FileReport {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** Faults of the messages that the strategy uses. Warnings do not fail the lint. */
  readonly messages: readonly TemplateFinding[];
  /** Steps that can never be lawful. Warnings do not fail the lint. */
  readonly law: readonly LawFinding[];
  /** Segments that no account can come into. */
  readonly segments: readonly ReachFinding[];
}

/** Adds `strategy lint|diff|explain|publish|migrate` to the command line. */
export function registerStrategy(program: Command): void {
  const strategy = program.command('strategy').description('strategy files: check, compare, explain');
  registerStrategyReading(strategy);
  registerStrategyVersions(strategy);
  strategy
    .command('lint')
    .description('say what is wrong in strategy files, where, and how to mend it')
    .argument('[files...]', 'strategy files (YAML), one or more')
    .addOption(
      new Option('--messages <dir>', 'folder of message templates').default(
        OWN_MESSAGES,
        'those of the product',
      ),
    )
    .addOption(
      new Option('--places <ids...>', 'rule packs of the places of use besides the strategy’s own').default(
        [],
        'none',
      ),
    )
    .addOption(foldersOption('--packs <dir>', "a folder of packs that adds to the product's own, by id"))
    .addOption(
      new Option('--debtors <kind>', 'whom the strategy is for').choices(debtorKinds).default('consumer'),
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit: 0 = nothing found, 1 = something found, 2 = wrong use.')
    .action((named: string[], options: LintOptions, command: Command) => {
      const files = [...named, ...options.places.filter(isPath)];
      if (files.length === 0) command.error("error: missing required argument 'files'");
      const places = options.places.filter((place) => !isPath(place));
      process.exitCode = lint(files, { ...options, places });
    });
}

/** `--places MX BR FILE`: the list of places would take the files with it. No id of a pack has these characters. */
const isPath = (word: string): boolean => /[./\\]/.test(word);

function lint(files: readonly string[], { messages, json, places, packs, debtors }: LintOptions): number {
  try {
    const library = loadTemplates(messages);
    const law = loadLaw({ packsDirs: packs, platforms: PRODUCT_PLATFORMS });
    const use = { law, places, debtor: debtors, now: Date.now() };
    const reports = files.map((file) => lintFile(file, library, use));
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
export function lintFile(file: string, library: TemplateLibrary, use: LawUse): FileReport {
  const law = knownRules(use.law, localDay(use.now, 'UTC'));
  const result = parseStrategy(readStrategyText(file), file, { templates: templateNames(library), law });
  if (!result.ok) return { file, problems: result.problems, messages: [], law: [], segments: [] };
  const { strategy } = result;
  const messages = variantsOf(strategy).flatMap((variant) => lintUse(library, variant.strategy));
  const segments = lintReach(strategy);
  return { file, problems: [], messages: onceEach(messages), law: lintLaw(strategy, use), segments };
}

/** A segment that keeps a step does not tell its fault again. */
const onceEach = (findings: readonly TemplateFinding[]): TemplateFinding[] => [
  ...new Map(findings.map((finding) => [finding.message, finding])).values(),
];

const isFaulty = ({ problems, messages, law, segments }: FileReport): boolean =>
  problems.length > 0 || [...messages, ...law, ...segments].some(({ severity }) => severity === 'error');

function textOf({ file, problems, messages, law, segments }: FileReport): string {
  const findings = [...messages, ...law, ...segments].map((finding) => findingLine(file, finding));
  const lines = [...problems.map(formatProblem), ...findings];
  return lines.length > 0 ? `${lines.join('\n')}\n` : `${file}: no problems found\n`;
}

type Finding = TemplateFinding | LawFinding | ReachFinding;

const findingLine = (file: string, { severity, message, remedy }: Finding): string =>
  `${file}: ${severity === 'warning' ? 'warning: ' : ''}${message} – ${remedy}`;
