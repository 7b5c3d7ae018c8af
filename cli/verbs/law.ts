import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { Option } from 'commander';
import { RecobroError } from '../../domain/errors';
import type { RuleBook } from '../../domain/law/lawbook';
import type { ContactRequest } from '../../domain/law/types';
import { dayFromIso, isoFromInstant } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import type { Finding } from '../../policy/law/check';
import { checkLaw } from '../../policy/law/check';
import { explainDecision } from '../../policy/law/explain';
import type { LawLibrary } from '../../policy/law/library';
import { loadLaw } from '../../policy/law/library';
import { isoInZone } from '../../policy/law/text';
import { requestFromWire, withZones } from '../../policy/law/wire';
import type { ReadingOptions, SignedReading } from './law-reading';
import { readingFrom, withReading } from './law-reading';
import { foldersOption } from '../folders';

/** Where the verbs read and write; the process by default. */
export interface LawIo {
  readonly lines: () => AsyncIterable<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exit: (code: 1 | 2) => void;
  /** Today, for `check`. */
  readonly now: () => number;
}

const processIo: LawIo = {
  lines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code;
  },
  now: () => Date.now(),
};

interface FolderOptions {
  readonly packs: readonly string[];
  readonly calendars: readonly string[];
  readonly platform?: readonly string[];
}

const LINES_HELP =
  '\nReads standard input; the fields of a line are in docs/law.md.' +
  '\nExit: 0 = every line was decided, 1 = some lines could not be (their answer says why), 2 = wrong use.';

/** Adds `law decide`, `law explain` and `law check`. */
export function registerLaw(program: Command, io: LawIo = processIo): void {
  const law = program
    .command('law')
    .description('contact law: what may be sent, why not, and what the packs still lack');
  withReading(withFolders(law.command('decide')))
    .description('reads contact requests as JSON lines, writes {id, decision, rules, next} a line')
    .addOption(platformOption())
    .addHelpText('after', LINES_HELP)
    .action((options: DecideOptions) => eachLine(io, options, decisionLine));
  withReading(withFolders(law.command('explain')))
    .description(
      'reads the same lines and explains each decision in Spanish: rule, basis, article, source, next lawful instant',
    )
    .addOption(platformOption())
    .addHelpText('after', LINES_HELP)
    .action((options: DecideOptions) => eachLine(io, options, explanation));
  withFolders(law.command('check'))
    .description(
      'checks packs and calendars and reports what is unreviewed, unverified, missing or about to end',
    )
    .option('--on <date>', 'the date to look from (default: today, UTC)')
    .option('--json', 'one finding a line, as JSON')
    .addHelpText('after', '\nExit: 0 = no error (warnings do not count), 1 = errors, 2 = wrong use.')
    .action((options: CheckOptions) => check(io, options));
}

type DecideOptions = FolderOptions & ReadingOptions;

interface CheckOptions extends FolderOptions {
  readonly on?: string;
  readonly json?: boolean;
}

const platformOption = (): Option =>
  new Option('--platform <names...>', 'platforms whose conditions come on top, such as whatsapp');

function withFolders(command: Command): Command {
  return command
    .addOption(foldersOption('--packs <dir>', "a folder of packs that adds to the product's own, by id"))
    .addOption(
      foldersOption('--calendars <dir>', "a folder of calendars that adds to the product's own, by id"),
    );
}

interface Asked extends SignedReading {
  readonly id: string | number | null;
  readonly book: RuleBook;
  readonly request: ContactRequest;
}

type Answer = (asked: Asked) => string;

const decisionLine: Answer = ({ id, book, request, reading }) => {
  const decision = book.decide(request, reading);
  if (decision.allowed) return JSON.stringify({ id, decision: 'allow', rules: [], next: null });
  const next = decision.next === 'never' ? 'never' : isoInZone(decision.next, request.zones[0] ?? 'UTC');
  return JSON.stringify({ id, decision: 'deny', rules: decision.refusals.map(({ rule }) => rule), next });
};

const explanation: Answer = ({ id, book, request, reading, signed }) =>
  `${id === null ? '' : `── ${id}\n`}${explainDecision(book, request, reading, signed)}\n`;

/** Answers every line; a bad one gets its error in place and does not stop the others. */
async function eachLine(io: LawIo, options: DecideOptions, answer: Answer): Promise<void> {
  const library = loadOrExplain(io, options, 2);
  const today = localDay(io.now(), 'UTC');
  const reading = library && orExplain(io, 2, () => readingFrom(options, library, today));
  if (!reading) return;
  let bad = false;
  for await (const text of io.lines()) {
    const line = text.trim(); // a byte order mark counts as a space
    if (line === '') continue;
    const result = answerLine(library, reading, line, answer);
    bad ||= result.bad;
    io.out(`${result.text}\n`);
  }
  if (bad) io.exit(1);
}

function answerLine(
  library: LawLibrary,
  reading: SignedReading,
  line: string,
  answer: Answer,
): { text: string; bad: boolean } {
  let data: unknown;
  try {
    data = parseLine(line);
    const { id, pack, request } = requestFromWire(data);
    const book = library.lawbook(pack);
    return { text: answer({ id, book, request: withZones(request, book.pack), ...reading }), bad: false };
  } catch (error) {
    if (!isKnown(error)) throw error;
    const { code, message } = error;
    return { text: JSON.stringify({ id: idOf(data), error: { code, message } }), bad: true };
  }
}

/** `instanceof` alone loses the type of the code. */
const isKnown = (error: unknown): error is RecobroError => error instanceof RecobroError;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new RecobroError('law.badRequest', 'Cannot read the line: write one JSON object a line', {
      field: '',
    });
  }
}

function idOf(data: unknown): string | number | null {
  const id: unknown = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

function check(io: LawIo, { on, json = false, ...folders }: CheckOptions): void {
  const today = orExplain(io, 2, () => dayFromIso(on ?? isoFromInstant(io.now()).slice(0, 10)));
  const library = today === undefined ? undefined : loadOrExplain(io, folders, 1);
  if (!library || today === undefined) return;
  const findings = checkLaw(library, today);
  for (const finding of findings) io.out(`${json ? JSON.stringify(finding) : findingLine(finding)}\n`);
  if (!json) io.out(`${summary(findings)}\n`);
  if (findings.some(({ severity }) => severity === 'error')) io.exit(1);
}

const findingLine = ({ severity, where, rule, code, message }: Finding): string =>
  `${severity.padEnd(8)} ${where}${rule ? ` ${rule}` : ''}: ${message} [${code}]`;

function summary(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  return `${count('error')} errors, ${count('warning')} warnings, ${count('note')} notes`;
}

/** Packs that do not load are a finding of `check` (1), and wrong use elsewhere (2). */
function loadOrExplain(
  io: LawIo,
  { packs, calendars, platform = [] }: FolderOptions,
  code: 1 | 2,
): LawLibrary | undefined {
  const platforms = platform.map((name) => name.toUpperCase());
  return orExplain(io, code, () => loadLaw({ packsDirs: packs, calendarsDirs: calendars, platforms }));
}

/** What is asked for; a known fault is told, and ends the command with `code`. */
function orExplain<T>(io: LawIo, code: 1 | 2, ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    io.err(`${error.message}\n`);
    io.exit(code);
    return undefined;
  }
}
