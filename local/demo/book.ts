import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import type { LawLibrary } from '../../policy/law/library';
import { readBook } from '../../policy/book/read-book';
import { openingFromBook, personFromBook } from '../../policy/book/to-case';
import type { BookAccount } from '../../policy/book/types';
import { loadStrategy } from '../../policy/strategy/parse';
import type { LiveCase } from '../live-world';
import type { World } from '../world';
import { readWorld } from '../world';

const ROOT = join(__dirname, '..', '..');
const STRATEGIES = ['consumo', 'facturas-b2b', 'servicios'] as const;

/** The example book, ready to live: one entry per person with all of the person's accounts. */
export interface DemoBook {
  readonly debtors: readonly Debtor[];
  readonly world: World;
  readonly rows: number;
}

export interface Debtor {
  readonly person: Person;
  readonly cases: readonly LiveCase[];
}

/**
 * Reads examples/cartera.csv and the scripted world beside it.
 *
 * @throws {Error} When a row of the example book is rejected: then the example is broken, not the reader.
 */
export function readDemoBook(law: LawLibrary): DemoBook {
  const strategies = new Map(
    STRATEGIES.map((id) => [id, loadStrategy(join(ROOT, 'strategies', `${id}.yaml`))]),
  );
  const book = readBook(readFileSync(join(ROOT, 'examples', 'cartera.csv')), {
    jurisdictions: new Set(law.packs.map(({ id }) => id)),
    strategies: new Set<string>(STRATEGIES),
  });
  const [fault] = book.rejected;
  if (fault) throw new Error(`examples/cartera.csv, row ${fault.row}: ${fault.message}; ${fault.remedy}`);
  const world = readWorld(readFileSync(join(ROOT, 'examples', 'cartera-mundo.json'), 'utf8'));
  const persons = new Map(book.accounts.map(({ person }) => [person.id, person]));
  const debtors = [...persons.values()].map((person) => ({
    person: personFromBook(person),
    cases: book.accounts
      .filter((account) => account.person.id === person.id)
      .map((account) => toCase(account, strategies, world)),
  }));
  return { debtors, world, rows: book.rows };
}

function toCase(account: BookAccount, strategies: ReadonlyMap<string, Strategy>, world: World): LiveCase {
  const strategy = strategies.get(account.strategy ?? STRATEGIES[0]);
  if (!strategy) throw new Error(`examples/cartera.csv, row ${account.row}: no strategy ${account.strategy}`);
  const { id, taxId } = account.person;
  const opening = openingFromBook(account, world.start);
  return { opening, person: id, strategy, ...(taxId !== undefined && { taxId }) };
}
