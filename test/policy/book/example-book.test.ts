import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../../domain/time/calendar';
import type { WorldEvent } from '../../../local/world';
import { readWorld } from '../../../local/world';
import { readBook } from '../../../policy/book/read-book';
import type { BookAccount } from '../../../policy/book/types';
import { exampleBook, SEED } from '../../../scripts/generate-example-book';

const fileOf = (name: string): string =>
  readFileSync(join(__dirname, '..', '..', '..', 'examples', name), 'utf8');
const jurisdictions = new Set(['BR-SP', 'CL', 'CO', 'MX']);
const book = readBook(fileOf('cartera.csv'), { jurisdictions });
const world = readWorld(fileOf('cartera-mundo.json'));
const persons = new Map(book.accounts.map(({ person }) => [person.id, person]));
const days = (from: number): number => (from - world.start) / DAY_MS;

test('the example files are what the generator writes', () => {
  const { csv, world: json } = exampleBook(SEED);
  expect(fileOf('cartera.csv')).toBe(csv);
  expect(fileOf('cartera-mundo.json')).toBe(json);
});

test('the generator writes another book for another seed', () => {
  expect(exampleBook(SEED + 1).csv).not.toBe(exampleBook(SEED).csv);
});

test('the example book loads without a fault: 200 persons, 30 of them with two accounts', () => {
  const accountsOf = [...persons.keys()].map(
    (id) => book.accounts.filter(({ person }) => person.id === id).length,
  );
  expect(book).toMatchObject({ rejected: [], ignored: [], rows: 230 });
  expect(book.accounts).toHaveLength(230);
  expect(accountsOf.filter((count) => count === 1)).toHaveLength(170);
  expect(accountsOf.filter((count) => count === 2)).toHaveLength(30);
});

test('the example with interest and fees loads without a fault, and what it does not say is not known', () => {
  const { accounts, rejected, ignored } = readBook(fileOf('intereses.csv'), { jurisdictions });
  expect({ rejected, ignored }).toEqual({ rejected: [], ignored: [] });
  expect(accounts.flatMap(({ debts }) => debts.map(({ interest, fees }) => [interest, fees]))).toEqual([
    [10_000_000, 2_000_000],
    [6_000_000, 0],
    [3_000_000, undefined],
    [undefined, undefined],
  ]);
});

test('the example book has four places, three strategies, both kinds and one to four debts', () => {
  const all = <T>(values: readonly T[]): T[] => [...new Set(values)].sort();
  expect(all([...persons.values()].map(({ jurisdiction }) => jurisdiction))).toEqual([...jurisdictions]);
  expect(all(book.accounts.map(({ strategy }) => strategy))).toEqual([
    'consumo',
    'facturas-b2b',
    'servicios',
  ]);
  expect(all(book.accounts.map(({ debts }) => debts.length))).toEqual([1, 2, 3, 4]);
  expect(all([...persons.values()].map(({ kind }) => kind))).toEqual(['business', 'consumer']);
  for (const { jurisdiction, language } of persons.values())
    expect(language).toBe(jurisdiction === 'BR-SP' ? 'pt' : 'es');
});

test('nobody of the example book can be reached by accident', () => {
  for (const { addresses } of persons.values()) {
    if (addresses.email) expect(addresses.email).toMatch(/@example\.test$/);
    if (addresses.sms) expect(addresses.sms).toMatch(/00000\d{2,3}$/);
  }
});

test('at the start the example book holds accounts of the three first stages and some that are not due', () => {
  const late = book.accounts.map(({ debts }) => Math.floor(days((debts[0]?.due ?? 0) * DAY_MS)) * -1);
  for (const isIn of [
    (n: number) => n < -10,
    (n: number) => n <= 0,
    (n: number) => n > 0 && n < 31,
    (n: number) => n > 30 && n < 91,
  ]) {
    expect(late.filter(isIn).length).toBeGreaterThan(20);
  }
});

test('55 to 60 of 100 accounts pay in full within 120 days, and none pays more than it owes', () => {
  const paid = book.accounts.map((account) => owedAndPaid(account));
  const share = paid.filter(({ owed, received }) => received === owed).length / paid.length;
  expect(share).toBeGreaterThanOrEqual(0.55);
  expect(share).toBeLessThanOrEqual(0.6);
  expect(paid.filter(({ owed, received }) => received > owed)).toEqual([]);
  expect(paid.filter(({ owed, received }) => received > 0 && received < owed).length).toBeGreaterThan(20);
});

test('the world has every kind of event, within the 120 days and about accounts and persons of the book', () => {
  const kinds = new Set(world.events.map((event) => ('fact' in event ? event.fact.kind : event.change.kind)));
  const wanted = [
    'payment',
    'reversal',
    'debt',
    'adjust',
    'dossier',
    'approve',
    'write_off',
    'withdraw',
    'opt_out',
    'consent',
    'contact',
  ];
  expect([...kinds].sort()).toEqual(wanted.sort());
  const accounts = new Set(book.accounts.map(({ account }) => account));
  for (const event of world.events) {
    expect(days(event.at)).toBeGreaterThan(0);
    expect(event.at).toBeLessThan(world.until);
    expect('fact' in event ? accounts.has(event.account) : persons.has(event.person)).toBe(true);
  }
});

test('the world repeats payments, dates some back, and opts out of one channel and of all', () => {
  const payments = world.events.flatMap((event) =>
    'fact' in event && event.fact.kind === 'payment' ? [event.fact] : [],
  );
  const choices = world.events.flatMap((event) =>
    'change' in event && event.change.kind === 'opt_out' ? [event.change.channel] : [],
  );
  expect(payments.length - new Set(payments.map(({ id }) => id)).size).toBeGreaterThan(5);
  expect(
    payments.filter(({ at, on }) => on !== undefined && on * DAY_MS < at - DAY_MS).length,
  ).toBeGreaterThan(5);
  expect(choices.filter((channel) => channel === 'all')).toHaveLength(4);
  expect(choices.filter((channel) => channel !== 'all')).toHaveLength(14);
});

test('bounces are of channels that the person has and agreed to', () => {
  expect(world.bounces.map(({ kind }) => kind).sort()).toEqual([
    ...Array(14).fill('hard'),
    ...Array(10).fill('soft'),
  ]);
  for (const { person, channel } of world.bounces) {
    expect(persons.get(person)?.consent).toContain(channel);
    expect(persons.get(person)?.addresses[channel]).toBeDefined();
  }
});

test("approvals are of the handoff of the account's strategy, after its dossier", () => {
  const approvals = world.events.filter((event) => 'fact' in event && event.fact.kind === 'approve');
  expect(approvals.length).toBeGreaterThan(10);
  for (const event of approvals) {
    if (!('fact' in event) || event.fact.kind !== 'approve') continue;
    const strategy = book.accounts.find(({ account }) => account === event.account)?.strategy;
    expect(fileOf(join('..', 'strategies', `${strategy}.yaml`))).toMatch(
      new RegExp(`id: ${event.fact.step}\n[^-]*handoff:`),
    );
    const isDossier = (other: WorldEvent): boolean =>
      'fact' in other && other.account === event.account && other.fact.kind === 'dossier';
    expect(world.events.findIndex(isDossier)).toBeLessThan(world.events.indexOf(event));
  }
});

/** What an account owes at the end of the world and what of it was paid for good. */
function owedAndPaid({ account, debts }: BookAccount): { owed: number; received: number } {
  const owed = new Map(debts.map(({ id, amount }) => [id, amount]));
  const received = new Map<string, number>();
  const reversed = new Set<string>();
  for (const event of world.events) {
    if (!('fact' in event) || event.account !== account) continue;
    const { fact } = event;
    if (fact.kind === 'debt') owed.set(fact.id, fact.amount);
    if (fact.kind === 'adjust') owed.set(fact.debt, fact.amount);
    if (fact.kind === 'payment') received.set(fact.id, fact.amount);
    if (fact.kind === 'reversal') reversed.add(fact.of);
  }
  const sum = (amounts: Iterable<number>): number =>
    [...amounts].reduce((total, amount) => total + amount, 0);
  return {
    owed: sum(owed.values()),
    received: sum([...received].filter(([id]) => !reversed.has(id)).map(([, amount]) => amount)),
  };
}
