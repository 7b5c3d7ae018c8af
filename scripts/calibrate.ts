import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { prepare } from '../simulator/prepare';
import { generatedPopulation } from '../simulator/population';
import type { Debtor } from '../simulator/debtor';

/**
 * `npm run calibrate`: what open data says about late payers, beside what the assumptions of `simulator/data/behaviour.yaml`
 * give when nobody sends a message. Prints sums only and changes nothing; data that is not there is skipped.
 */
const DATA = process.env['RECOBRO_DATA'] ?? join(__dirname, '..', '..', 'shared', 'data');
const CARDS = join(DATA, 'uci-credit-default', 'default-of-credit-card-clients.csv');
const INVOICES = join(DATA, 'ibm-ar', 'accounts-receivable.csv');
const ACCOUNTS = 20_000;
/** One month of the card data. */
const MONTH = 30;

type Row = Readonly<Record<string, string>>;

function rowsOf(file: string): Row[] | null {
  if (!existsSync(file)) {
    console.log(`skipped: ${file} is not there (docs/simulator.md says where the data comes from)`);
    return null;
  }
  return parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
}

const share = (part: number, of: number): string =>
  `${((100 * part) / Math.max(1, of)).toFixed(1)} % of ${of}`;

/** Cards: months behind in August (X7) and September (X6) of 2005; 0 and less is in order. */
function cards(): void {
  const rows = rowsOf(CARDS);
  if (!rows) return;
  const months = rows.map((row) => ({ before: Number(row['X7']), after: Number(row['X6']) }));
  const inOrder = months.filter(({ before }) => before <= 0);
  const twoBehind = months.filter(({ before }) => before === 2);
  console.log('cards (UCI, CC BY 4.0), August to September 2005');
  console.log(
    `  in order, then behind:        ${share(inOrder.filter(({ after }) => after > 0).length, inOrder.length)}`,
  );
  console.log(
    `  two months behind, then less: ${share(twoBehind.filter(({ after }) => after < 2).length, twoBehind.length)}`,
  );
}

function invoices(): void {
  const rows = rowsOf(INVOICES);
  if (!rows) return;
  const late = rows.map((row) => Number(row['DaysLate'])).filter((days) => days > 0);
  const mean = late.reduce((sum, days) => sum + days, 0) / Math.max(1, late.length);
  console.log('invoices (IBM sample, sums only)');
  console.log(`  paid late: ${share(late.length, rows.length)}, by ${mean.toFixed(1)} days on average`);
}

interface Fate {
  /** Days past due on the first day. */
  readonly age: number;
  /** Days from the first day, or from the due date if later, until the oldest debt is paid by itself; null = never. */
  readonly after: number | null;
}

function fatesOf({ accounts, script }: Debtor, start: number): Fate[] {
  return accounts.flatMap(({ opening }, account): Fate[] => {
    const [oldest] = opening.debts;
    if (!oldest) return [];
    const paid = script.find(
      (happening) =>
        happening.kind === 'settle' && happening.account === account && happening.debt === oldest.id,
    );
    const from = Math.max(start, oldest.due);
    return [{ age: start - oldest.due, after: paid ? Math.floor(paid.at / 86_400_000) - from : null }];
  });
}

function assumptions(): void {
  const strategy = join(__dirname, '..', 'strategies', 'consumo.yaml');
  const wish = { strategy, accounts: ACCOUNTS, days: 365, seed: 1, start: null, wantsContacts: false };
  const { job } = prepare({ ...wish, read: (file) => readFileSync(file) });
  const population = generatedPopulation(job);
  const fates = Array.from({ length: population.size }, (_, index) =>
    fatesOf(population.debtor(index), job.start),
  ).flat();
  const coming = fates.filter(({ age }) => age <= 0);
  const late = coming.filter(({ after }) => after === null || after > 1);
  const behind = fates.filter(({ age }) => age > MONTH && age <= 2 * MONTH);
  const paidLate = late.flatMap(({ after }) => after ?? []);
  const mean = paidLate.reduce((sum, days) => sum + days, 0) / Math.max(1, paidLate.length);
  console.log(`assumptions (${job.behaviour.behaviour}), no messages`);
  console.log(
    `  falling due, paid late or never:      ${share(late.length, coming.length)}, by ${mean.toFixed(1)} days`,
  );
  const month = coming.filter(({ after }) => after === null || after > MONTH);
  console.log(`  falling due, a month behind after it: ${share(month.length, coming.length)}`);
  const cured = behind.filter(({ after }) => after !== null && after <= MONTH);
  console.log(`  31 to 60 days late, paid in a month:  ${share(cured.length, behind.length)}`);
}

cards();
invoices();
assumptions();
