import { dirname, join } from 'node:path';
import { RecobroError } from '../domain/errors';
import type { Strategy } from '../domain/strategy';
import type { Day } from '../domain/time/calendar';
import { dayFromIso } from '../domain/time/calendar';
import { readColumnMap } from '../policy/book/column-map';
import { readBook } from '../policy/book/read-book';
import type { Book, RejectedRow } from '../policy/book/types';
import type { LawLibrary } from '../policy/law/library';
import { loadLaw, PRODUCT_PLATFORMS } from '../policy/law/library';
import { loadStrategy } from '../policy/strategy/parse';
import { loadBehaviour } from './behaviour';
import type { RecordedPayment } from './book';
import { debtorsOf, firstDayOf, readPayments } from './book';
import type { Debtor } from './debtor';
import { namedStrategies } from './following';
import type { Job } from './job';
import { loadPrices } from './prices';
import type { ReportContext } from './report';

/** A back-test as it is asked for: files by name. */
export interface Wish {
  readonly strategy: string;
  readonly against?: string;
  readonly accounts: number;
  readonly days: number;
  readonly seed: number;
  /** Null = the earliest opening of the book, or a fixed date. */
  readonly start: Day | null;
  readonly book?: string;
  readonly map?: string;
  readonly sheet?: string;
  readonly payments?: string;
  readonly behaviour?: string;
  readonly prices?: string;
  readonly wantsContacts: boolean;
  /** Rows of the book follow the strategies that they name. */
  readonly asBooked?: boolean;
  /** Reads a file. @throws {RecobroError} `book.unreadable` */
  readonly read: (file: string) => Buffer;
}

/** A back-test that is ready to run. */
export interface Prepared {
  readonly job: Job;
  /** The debtors of the book; absent when they are generated. */
  readonly debtors?: readonly Debtor[];
  readonly rejected: readonly RejectedRow[];
  /** Accounts of recorded payments that the book does not hold. */
  readonly unmatched: readonly string[];
  readonly context: ReportContext;
}

/** A Monday, and all calendars know the 120 days after it. */
const DEFAULT_START = '2026-03-02';

/**
 * Reads everything that a back-test needs.
 *
 * @throws {RecobroError} for every file that is missing or faulty, and `simulation.badUse`.
 */
export function prepare(wish: Wish): Prepared {
  const law = loadLaw({ platforms: PRODUCT_PLATFORMS });
  if (wish.payments !== undefined && wish.book === undefined) needsBook('--payments');
  if (wish.asBooked && wish.book === undefined) needsBook('--as-booked');
  const strategy = loadStrategy(wish.strategy);
  const against = wish.against === undefined ? [] : [loadStrategy(wish.against)];
  const book = wish.book === undefined ? null : bookOf(wish, law);
  const rows = wish.asBooked ? book?.accounts.flatMap(({ strategy: id }) => id ?? []) : [];
  const job: Job = {
    strategies: [strategy, ...against],
    named: namedStrategies([strategy, ...against], rows ?? [], besideOf(wish.strategy)),
    ...lawOf(law),
    behaviour: loadBehaviour(wish.behaviour),
    seed: wish.seed,
    start: wish.start ?? (book && firstDayOf(book.accounts)) ?? dayFromIso(DEFAULT_START),
    days: wish.days,
    accounts: book ? book.accounts.length : wish.accounts,
    wantsContacts: wish.wantsContacts,
  };
  const payments = wish.payments === undefined ? null : readPayments(wish.read(wish.payments), wish.payments);
  const unmatched = payments && book ? unmatchedIn(payments, book) : [];
  return {
    job,
    unmatched,
    ...(book && {
      debtors: debtorsOf(book.accounts, { ...job, payments, asBooked: wish.asBooked ?? false }),
    }),
    rejected: book?.rejected ?? [],
    context: {
      book: wish.book ?? 'generated',
      payments: payments ? 'recorded' : 'generated',
      prices: loadPrices(wish.prices),
    },
  };
}

/** Accounts that have payments but no row in the book, not even a rejected one. */
function unmatchedIn(payments: readonly RecordedPayment[], { accounts, rejected }: Book): string[] {
  const known = new Set([...accounts, ...rejected].map(({ account }) => account));
  return [...new Set(payments.map(({ account }) => account))].filter((account) => !known.has(account));
}

function bookOf({ book = '', map, sheet, read }: Wish, law: LawLibrary): Book {
  const jurisdictions = new Set(law.packs.map(({ id }) => id).filter((id) => law.has(id)));
  const columns = map === undefined ? undefined : readColumnMap(read(map).toString('utf8'));
  return readBook(read(book), {
    jurisdictions,
    ...(columns && { map: columns }),
    ...(sheet !== undefined && { sheet }),
  });
}

/** The law as plain data. */
export function lawOf(law: LawLibrary): Pick<Job, 'places' | 'packs' | 'platforms'> {
  const places = law.packs.filter(({ id }) => law.has(id));
  return {
    places: places.map((pack) => ({ pack, calendar: law.lawbook(pack.id).calendar ?? null })),
    packs: law.packs,
    platforms: law.packs.filter(({ id }) => PRODUCT_PLATFORMS.includes(id)),
  };
}

/** Strategies named elsewhere lie beside the one under trial, under their own names. */
const besideOf =
  (file: string) =>
  (id: string): Strategy =>
    loadStrategy(join(dirname(file), `${id}.yaml`));

function needsBook(option: string): never {
  const message = `Cannot use ${option} without the book that it is about: add --book FILE`;
  throw new RecobroError('simulation.badUse', message, { option });
}
