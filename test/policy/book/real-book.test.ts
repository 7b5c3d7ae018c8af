import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoFromDay } from '../../../domain/time/calendar';
import type { RealBook } from '../../../policy/book/real-book';
import { readRealBook } from '../../../policy/book/real-book';

const shared = process.env['RECOBRO_SHARED'] ?? join(__dirname, '..', '..', '..', '..', 'shared');
const path = join(shared, 'data', 'ibm-ar', 'accounts-receivable.csv');
const isHere = existsSync(path);

if (!isHere)
  console.warn(
    `Skipped: the real book is not at ${path}. It has no licence and is not in the repository; see docs/import.md.`,
  );

test('the real book is at hand where the tests must be complete', () => {
  expect(isHere || !process.env['CI']).toBe(true);
});

(isHere ? describe : describe.skip)('readRealBook() on the real book', () => {
  const read = (): RealBook => readRealBook(readFileSync(path, 'utf8'));

  test('gives 2,466 invoices of 100 customers, to the cent', () => {
    const { accounts, settlements } = read();
    const persons = new Set(accounts.map(({ person }) => person));
    expect([
      accounts.length,
      persons.size,
      new Set([...persons].map(({ addresses }) => addresses.sms)).size,
    ]).toEqual([2466, 100, 100]);
    expect(settlements.reduce((sum, { amount }) => sum + amount, 0)).toBe(14_770_318);
  });

  test('gives the lateness that the file states', () => {
    const { accounts, settlements } = read();
    const late = settlements.map(({ on }, index) => Math.max(0, on - (accounts[index]?.debts[0]?.due ?? 0)));
    expect(settlements.map(({ daysLate }) => daysLate)).toEqual(late);
    expect(late.filter((days) => days > 0)).toHaveLength(877);
    expect(Math.max(...late)).toBe(45);
  });
});

/** Made up, in the form of the real book. */
const SAMPLE = [
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate',
  '1,X-1,1/1/2020,77,1/2/2020,2/1/2020,10.5,No,2/13/2020,Paper,42,12',
].join('\r\n');

test('readRealBook() reads dates month first and amounts in cents', () => {
  const { accounts, settlements } = readRealBook(SAMPLE);
  expect(accounts).toMatchObject([
    {
      account: '77',
      currency: 'USD',
      person: { id: 'X-1', consent: ['email', 'sms'] },
      debts: [{ amount: 1050 }],
    },
  ]);
  expect(settlements).toMatchObject([{ account: '77', amount: 1050, daysLate: 12 }]);
  expect(isoFromDay(settlements[0]?.on ?? 0)).toBe('2020-02-13');
});

test.each([
  { rule: 'another file', text: 'a,b\n1,2\n' },
  { rule: 'an empty file', text: '' },
  { rule: 'dates of another form', text: SAMPLE.replace('2/13/2020', '2020-02-13') },
])('readRealBook() refuses $rule', ({ text }) => {
  expect(() => readRealBook(text)).toThrow(expect.objectContaining({ code: 'book.badSample' }));
});
