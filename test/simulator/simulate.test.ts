import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContacts } from '../../scripts/check-contacts';
import { prepare } from '../../simulator/prepare';
import { reportOf, rowsOf, totalOf } from '../../simulator/report';
import { csvOf } from '../../simulator/report-csv';
import { htmlOf } from '../../simulator/report-html';
import { jobOf, run, strategyFile, wish } from './lab';

/** Not about speed: the machine may be busy. */
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'recobro-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('simulate()', () => {
  test('gives the same bytes for the same seed, on one thread and on three', async () => {
    const job = jobOf({ accounts: 1_200, days: 60 });
    const [one, three] = [await run(job), await run(job, { threads: 3 })];
    expect(three.contacts).toBe(one.contacts);
    const { context } = prepare(wish());
    expect(JSON.stringify(reportOf(job, three, context))).toBe(JSON.stringify(reportOf(job, one, context)));
  });

  test('gives other debtors for another seed', async () => {
    const [one, other] = [await run(jobOf()), await run(jobOf({ seed: 8 }))];
    expect(other.contacts).not.toBe(one.contacts);
  });

  test.each([1, 28, 29, 30, 59, 300])('simulates exactly %i accounts', async (accounts) => {
    const { figures } = await run(jobOf({ accounts, days: 5 }));
    expect(figures[0]?.accounts).toBe(accounts);
  });

  test('makes only contacts that the law allows when it is asked again', async () => {
    const { contacts, figures } = await run(jobOf({ accounts: 600 }));
    const checked = await checkContacts(written('contacts.jsonl', contacts));
    expect(checked).toMatchObject({ violations: 0, told: [] });
    expect(checked.judged).toBe(totalOf(figures[0]?.contacts ?? {}));
    expect(checked.judged).toBeGreaterThan(1_000);
  });

  test('ends when it is told to', async () => {
    const stop = new AbortController();
    const running = run(jobOf({ accounts: 1_500 }), {
      signal: stop.signal,
      progress: () => stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });
});

describe('checkContacts()', () => {
  test('finds a message at night, one too many, one out of order, and one without a pack', async () => {
    const { contacts } = await run(jobOf({ accounts: 60 }));
    const lawful = contacts.split('\n').find((line) => line.includes('"jurisdiction":"CO"')) ?? '';
    const line = JSON.parse(lawful) as Record<string, unknown>;
    const noon = '2026-05-05T15:00:00Z';
    const lines = [
      { ...line, person: 'A', at: '2026-05-05T05:00:00Z' },
      { ...line, person: 'B', at: noon },
      { ...line, person: 'B', at: '2026-05-05T16:00:00Z' },
      { ...line, person: 'C', at: noon, jurisdiction: 'ZZ' },
    ];
    const text = lines.map((one) => `${JSON.stringify(one)}\n`).join('');
    const { violations, told } = await checkContacts(written('unlawful.jsonl', text));
    expect(violations).toBe(3);
    expect(told.map((problem) => problem.slice(0, 6))).toEqual(['line 1', 'line 3', 'line 4']);
  });
});

describe('comparison', () => {
  test('a strategy differs from itself in nothing', async () => {
    const { figures, differing } = await run(jobOf({ against: strategyFile('consumo') }));
    expect(differing).toEqual({ accounts: 0, examples: [] });
    expect(figures[1]).toEqual(figures[0]);
  });

  test('two strategies meet the same debtors, and what differs is told', async () => {
    const ready = prepare(wish({ against: strategyFile('servicios') }));
    const result = await run(ready.job);
    const report = reportOf(ready.job, result, ready.context);
    expect(result.figures.map(({ accounts }) => accounts)).toEqual([300, 300]);
    expect(report.differing?.accounts).toBeGreaterThan(0);
    expect(report.differing?.examples[0]?.firstDifference[0]).not.toBe(
      report.differing?.examples[0]?.firstDifference[1],
    );
    const [head, ...rows] = csvOf(report).trimEnd().split('\r\n');
    expect(head).toBe('section,of,by,consumo@1,servicios@1,difference');
    expect(rows).toHaveLength(rowsOf(report).length);
    expect(htmlOf(report)).toContain('<svg');
    expect(htmlOf(report)).not.toMatch(/<script|src=|@import/);
  });
});

describe('a book', () => {
  const book = [
    'account,person,name,jurisdiction,email,consent,currency,opened,debts',
    'A1,P1,Ana,CO,ana@example.test,email,COP,2026-03-02T08:00:00-05:00,D1@2026-03-10=10000.00',
    'A2,P2,Luz,CO,luz@example.test,email,COP,2026-03-02T08:00:00-05:00,D1@2026-03-10=10000.00',
    'A3,P2,Luz,XX,luz@example.test,email,COP,2026-03-02T08:00:00-05:00,D1@2026-03-10=10000.00',
  ].join('\n');

  test('has its recorded payments replayed unchanged, and nothing else happens to it', async () => {
    const payments = 'account,on,amount\nA1,2026-03-12,10000.00\n';
    const ready = prepare(wish({ book: written('book.csv', book), payments: written('paid.csv', payments) }));
    expect(ready.rejected.map(({ row }) => row)).toEqual([4]);
    const { figures } = await run(ready.job, { debtors: ready.debtors ?? [] });
    expect(figures[0]).toMatchObject({
      accounts: 2,
      payments: 1,
      cash: { COP: { recorded: 1_000_000 } },
      people: {},
      reversed: {},
    });
    expect(figures[0]?.standing).toHaveProperty('administrative.paid', 1);
  });

  test.each([
    { fault: 'payments without a book', change: { payments: 'x.csv' }, code: 'simulation.badUse' },
    { fault: 'a behaviour file that is none', change: { behaviour: 'bad' }, code: 'simulation.badFile' },
    { fault: 'prices that are none', change: { prices: 'bad' }, code: 'simulation.badFile' },
  ])('is refused with $fault', ({ change, code }) => {
    const bad = written('bad.yaml', 'prices: x\n');
    const given = Object.fromEntries(
      Object.entries(change).map(([key, value]) => [key, value === 'bad' ? bad : value]),
    );
    expect(() => prepare(wish(given))).toThrow(expect.objectContaining({ code }));
  });
});
