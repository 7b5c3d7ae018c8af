import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Actor } from '../../domain/channel';
import { actors } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import { dayFromIso, isoFromInstant } from '../../domain/time/calendar';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import type { TemplateFinding } from '../../policy/templates/lint';
import { lintTemplates } from '../../policy/templates/lint';
import type { PlaceFinding } from '../../policy/templates/lint-places';
import { lintForPlaces } from '../../policy/templates/lint-places';
import { loadTemplates } from '../../policy/templates/load';
import { FOUND, WRONG_USE } from '../failure';
import { foldersOption } from '../folders';

const OWN_MESSAGES = join(__dirname, '..', '..', 'messages');

interface LintOptions {
  readonly messages: string;
  readonly packs: readonly string[];
  readonly actor: Actor;
  readonly on?: string;
  readonly json?: true;
}

/** One thing to mend, with the file it is in. */
export type MessageFinding = TemplateFinding & Partial<PlaceFinding> & { readonly file: string };

/** Adds `messages lint`: texts against the house and against the law of every place. Exit 0; 1 = errors found; 2 = wrong use. */
export function registerMessages(program: Command): void {
  program
    .command('messages')
    .description('message templates')
    .command('lint')
    .description('say which messages may not be sent where, by which rule, and how to mend them')
    .addOption(
      new Option('--messages <dir>', 'folder of message templates').default(
        OWN_MESSAGES,
        'those of the product',
      ),
    )
    .addOption(foldersOption('--packs <dir>', "a folder of packs that adds to the product's own, by id"))
    .addOption(new Option('--actor <actor>', 'who sends').choices(actors).default('creditor'))
    .option('--on <date>', 'ask the rules in force on this date (default: today, UTC)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit: 0 = no error (warnings do not count), 1 = errors, 2 = wrong use.')
    .action((options: LintOptions) => {
      process.exitCode = lint(options);
    });
}

function lint(options: LintOptions): number {
  try {
    const findings = findingsOf(options);
    process.stdout.write(options.json ? `${JSON.stringify({ findings }, null, 2)}\n` : textOf(findings));
    return findings.some(({ severity }) => severity === 'error') ? FOUND : 0;
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.code === 'template.invalid' ? FOUND : WRONG_USE;
  }
}

function findingsOf({ messages, packs, actor, on }: LintOptions): MessageFinding[] {
  const library = loadTemplates(messages);
  const law = loadLaw({ packsDirs: packs, platforms: PRODUCT_PLATFORMS });
  const day = dayFromIso(on ?? isoFromInstant(Date.now()).slice(0, 10));
  const found = [
    ...lintTemplates(library).findings,
    ...lintForPlaces(library, law, { actor, profile: 'strict', on: day }),
  ];
  return found.map((finding) => ({
    ...finding,
    file: relative(process.cwd(), `${join(messages, finding.language, finding.template)}.yaml`),
  }));
}

function textOf(findings: readonly MessageFinding[]): string {
  const count = (severity: MessageFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const lines = [...findings.map(lineOf), `${count('error')} errors, ${count('warning')} warnings`];
  return `${lines.join('\n')}\n`;
}

function lineOf({ file, channel, severity, places, rule, cite, message, remedy }: MessageFinding): string {
  const where = places ? ` in ${places.join(', ')}` : '';
  const why = rule === undefined ? '' : ` (${rule}: ${cite ?? ''})`;
  return `${file}: ${channel}: ${severity}${where}: ${message}${why} – ${remedy}`;
}
