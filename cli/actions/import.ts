import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { RecobroError } from '../../domain/errors';
import type { Strategy } from '../../domain/strategy';
import type { LoadedRow } from '../../functions/load-book';
import { readColumnMap } from '../../policy/book/column-map';
import { readBook } from '../../policy/book/read-book';
import type { Book, BookAccount } from '../../policy/book/types';
import { loadLaw } from '../../policy/law/library';
import { loadStrategy } from '../../policy/strategy/parse';
import { FOUND, WRONG_USE } from '../failure';
import type { ImportReport } from './import-report';
import type { openTarget } from './import-target';
import { printImport, reportOf } from './import-report';

export interface ImportFlags {
  readonly map?: string;
  readonly sheet?: string;
  readonly strategy: string;
  readonly tenant: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Gives what connects to an environment, which takes a second to load; called only when something is to be loaded. */
type LoadTarget = () => { readonly openTarget: typeof openTarget };

/** Loads rows; made for the environment that runs, which takes a second to load. */
export type LoadRows = (
  accounts: readonly BookAccount[],
  progress: (done: number) => void,
) => Promise<readonly LoadedRow[]>;

const STRATEGIES = join(__dirname, '..', '..', 'strategies');

/** Reads the book, loads its good rows unless told only to check, prints what became of each. Answers the exit code. */
export async function importBook(file: string, flags: ImportFlags, loadTarget: LoadTarget): Promise<number> {
  const read = readAll(file, flags);
  if (!read) return WRONG_USE;
  const { book, strategies } = read;
  const strategyOf = (id = flags.strategy): Strategy => strategies.get(id) ?? unknownStrategy(id, strategies);
  const loaded = flags.dryRun ? null : await load(book, flags, strategyOf, loadTarget);
  if (loaded === 'nowhere') return FOUND;
  const report = reportOf(file, book, loaded);
  write(flags.json ? JSON.stringify(report, null, 2) : printImport(report));
  return exitCodeOf(report);
}

const exitCodeOf = ({ rejected }: ImportReport): number => (rejected.length > 0 ? FOUND : 0);

/** Everything that is wrong use is found before anything is loaded. */
function readAll(
  file: string,
  flags: ImportFlags,
): { book: Book; strategies: ReadonlyMap<string, Strategy> } | null {
  try {
    const strategies = productStrategies();
    if (!strategies.has(flags.strategy)) unknownStrategy(flags.strategy, strategies);
    const law = loadLaw();
    const places = law.packs.map(({ id }) => id).filter((id) => law.has(id));
    const map = flags.map === undefined ? undefined : readColumnMap(bytesOf(flags.map).toString('utf8'));
    const options = {
      jurisdictions: new Set(places),
      strategies: new Set(strategies.keys()),
      ...(map && { map }),
      ...(flags.sheet !== undefined && { sheet: flags.sheet }),
    };
    return { book: readBook(bytesOf(file), options), strategies };
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    note(error.message);
    return null;
  }
}

function productStrategies(): Map<string, Strategy> {
  const files = readdirSync(STRATEGIES).filter((name) => name.endsWith('.yaml'));
  return new Map(
    files.map((name) => loadStrategy(join(STRATEGIES, name))).map((strategy) => [strategy.id, strategy]),
  );
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const remedy = `name an existing file (${error instanceof Error ? error.message : String(error)})`;
    throw new RecobroError('book.unreadable', `Cannot read ${file}: ${remedy}`, { file });
  }
}

function unknownStrategy(id: string, known: ReadonlyMap<string, Strategy>): never {
  const message = `Cannot import by the strategy "${id}": use one of ${[...known.keys()].sort().join(', ')}`;
  throw new RecobroError('strategy.unreadable', message, { file: id });
}

async function load(
  { accounts }: Book,
  { tenant }: ImportFlags,
  strategyOf: (id?: string) => Strategy,
  loadTarget: LoadTarget,
): Promise<readonly LoadedRow[] | 'nowhere'> {
  if (accounts.length === 0) return [];
  const target = await loadTarget().openTarget({
    tenant,
    strategyOf,
    env: process.env,
    directory: process.cwd(),
  });
  if (!target) {
    note(
      'Nothing runs here to import into: start it with `npx recobro start`, or set TEMPORAL_ADDRESS and the AWS_ and RECOBRO_ variables; `--dry-run` only checks the file.',
    );
    return 'nowhere';
  }
  const bar = new SingleBar({ stream: process.stderr, format: 'loading {bar} {value}/{total} accounts' });
  bar.start(accounts.length, 0);
  try {
    return await target.loadRows(accounts, (done) => bar.update(done));
  } finally {
    bar.stop();
    await target.close();
  }
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);
