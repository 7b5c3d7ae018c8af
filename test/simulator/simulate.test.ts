import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContacts } from '../../scripts/check-contacts';
import { prepare } from '../../simulator/prepare';
import type { Report } from '../../simulator/report';
import { reportOf, rowsOf, totalOf } from '../../simulator/report';
import { csvOf } from '../../simulator/report-csv';
import { htmlOf } from '../../simulator/report-html';
import type { CellSpec } from '../policy/book/sheet/workbook-file';
import { shown, workbookOf } from '../policy/book/sheet/workbook-file';
import { jobOf, run, strategyFile, wish } from './lab';

const folder = mkdtempSync(join(tmpdir(), 'recobro-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, data: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, data);
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
    expect(figures[0]?.total.accounts).toBe(accounts);
  });

  test('makes only contacts that the law allows when it is asked again', async () => {
    const { contacts, figures } = await run(jobOf({ accounts: 600 }));
    const checked = await checkContacts(written('contacts.jsonl', contacts));
    expect(checked).toMatchObject({ violations: 0, told: [] });
    expect(checked.judged).toBe(totalOf(figures[0]?.total.contacts ?? {}));
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

describe('a strategy that sets a strict rule aside', () => {
  const signed = '{rule: HOUSE-CAP-DAY, reason: x, signed_by: Ana, signed_on: 2026-01-01}';
  const own = readFileSync(strategyFile('consumo'), 'utf8');

  test('contacts where strict does not, and lawfully by its own reading', async () => {
    const strategy = written('own.yaml', `${own}\nlenient_rules: [${signed}]\n`);
    const { contacts } = await run(jobOf({ strategy, accounts: 300 }));
    const file = written('own.jsonl', contacts);
    expect((await checkContacts(file)).told.join()).toContain('HOUSE-CAP-DAY');
    const reading = { profile: 'strict', setAside: ['HOUSE-CAP-DAY'] } as const;
    expect((await checkContacts(file, reading)).violations).toBe(0);
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
    expect(result.figures.map(({ total }) => total.accounts)).toEqual([300, 300]);
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
    expect(figures[0]?.total).toMatchObject({
      accounts: 2,
      payments: 1,
      cash: { COP: { recorded: 1_000_000 } },
      people: {},
      reversed: {},
    });
    expect(figures[0]?.total.standing).toHaveProperty('administrative.paid', 1);
  });

  test('tells payments of accounts that it does not hold, rejected rows excepted', () => {
    const payments =
      'account,on,amount\nA1,2026-03-12,1.00\nA9,2026-03-12,1.00\nA9,2026-03-13,1.00\nA3,2026-03-12,1.00\n';
    const ready = prepare(wish({ book: written('book.csv', book), payments: written('more.csv', payments) }));
    expect(ready.unmatched).toEqual(['A9']);
  });

  test.each([
    { file: '', lacks: 'account, on, amount' },
    { file: 'cuenta,on,amount\n', lacks: 'account' },
  ])('takes no payments from a file whose header lacks $lacks', ({ file, lacks }) => {
    const payments = written('none.csv', file);
    expect(() => prepare(wish({ book: written('book.csv', book), payments }))).toThrow(
      `${payments}: the header lacks ${lacks};`,
    );
  });

  test('has the same payments replayed from a workbook, and an error in it is told by row and column', async () => {
    const given = (cell: CellSpec): ReturnType<typeof prepare> => {
      const rows = [['account', 'on', 'amount'], [], ['A1', shown(46_093, 1), cell]];
      const payments = written('paid.xlsx', workbookOf(rows, { formats: ['dd/mm/yyyy'] }));
      return prepare(wish({ book: written('book.csv', book), payments }));
    };
    const { job, debtors = [] } = given(1234.5);
    expect((await run(job, { debtors })).figures[0]?.total.cash).toEqual({ COP: { recorded: 123_450 } });
    expect(() => given({ type: 'e', inner: '<v>#N/A</v>' })).toThrow(/paid\.xlsx, row 3, amount: .*#N\/A/);
    expect(() => given(1.234)).toThrow(/more decimals than COP/);
  });

  test('is read from a sheet of a workbook as from CSV', () => {
    const rows = book.split('\n').map((row) => row.split(','));
    const sheets = [
      { name: 'Notas', rows: [['nada']] },
      { name: 'Cartera', rows },
    ];
    const workbook = written('book.xlsx', workbookOf([], { sheets }));
    const csv = prepare(wish({ book: written('book.csv', book) }));
    const sheet = prepare(wish({ book: workbook, sheet: 'Cartera' }));
    expect([sheet.debtors, sheet.rejected]).toEqual([csv.debtors, csv.rejected]);
    expect(prepare(wish({ book: workbook })).rejected[0]?.code).toBe('file.missingColumn');
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

describe('who follows what', () => {
  const trial = `
experiment:
  id: tono
  salt: x
  arms: [{ strategy: consumo, weight: 50 }, { strategy: amable, weight: 50 }]
  holdout: 0.2
`;
  const text = readFileSync(strategyFile('consumo'), 'utf8');
  const champion = written('consumo.yaml', text + trial);
  written(
    'amable.yaml',
    text.replace('strategy: consumo', 'strategy: amable').replace(/^ +- \{ id: hoy.*\n/m, ''),
  );

  test('an experiment deals persons out, and nothing is sent to the held-out', async () => {
    const ready = prepare(wish({ strategy: champion, wantsContacts: false }));
    const { strategies } = reportOf(ready.job, await run(ready.job), ready.context);
    const groups = strategies[0]?.groups ?? {};
    expect(Object.keys(groups)).toEqual(['tono: amable', 'tono: consumo', 'tono: holdout']);
    const held = groups['tono: holdout'];
    expect(held?.persons).toBeGreaterThan(20);
    expect([totalOf(held?.contacts ?? {}), totalOf(held?.tasks ?? {})]).toEqual([0, 0]);
    const sum = (name: 'accounts' | 'persons' | 'payments' | 'decisions') =>
      Object.values(groups).reduce((total, figures) => total + figures[name], 0);
    for (const name of ['accounts', 'persons', 'payments', 'decisions'] as const)
      expect(sum(name)).toBe(strategies[0]?.[name]);
    expect(rowsOf({ strategies } as Report)).toContainEqual({
      section: 'by arm or strategy',
      of: 'tono: holdout',
      by: 'messages',
      values: [0],
    });
  });

  test('an arm without a file is told by name', () => {
    const lonely = written(
      'lonely.yaml',
      (text + trial).replaceAll('consumo', 'lonely').replace('amable', 'nadie'),
    );
    expect(() => prepare(wish({ strategy: lonely }))).toThrow(/nadie\.yaml/);
  });

  const book = [
    'account,person,name,jurisdiction,email,consent,currency,opened,strategy,debts',
    'A1,P1,Ana,CO,ana@example.test,email,COP,2026-03-02T08:00:00-05:00,consumo,D1@2026-03-10=10000000.00',
    'A2,P2,Luz,CO,luz@example.test,email,COP,2026-03-02T08:00:00-05:00,servicios,D1@2026-03-10=10000000.00',
    'A3,P2,Luz,CO,luz@example.test,email,COP,2026-03-02T08:00:00-05:00,,D1@2026-03-10=10000000.00',
  ].join('\n');

  test.each([
    { asBooked: true, groups: { consumo: 2, servicios: 1 } },
    { asBooked: false, groups: {} },
  ])('rows follow the strategies that they name if asked to: $asBooked', async ({ asBooked, groups }) => {
    const ready = prepare(wish({ book: written('rows.csv', book), asBooked }));
    const { figures } = await run(ready.job, { debtors: ready.debtors ?? [] });
    const accounts = Object.entries(figures[0]?.groups ?? {}).map(([name, one]) => [name, one.accounts]);
    expect(Object.fromEntries(accounts)).toEqual(groups);
  });

  test('on the other side rows that name the strategy under trial follow the one it is compared with', async () => {
    const against = strategyFile('facturas-b2b');
    const ready = prepare(wish({ book: written('rows.csv', book), asBooked: true, against }));
    const { figures } = await run(ready.job, { debtors: ready.debtors ?? [] });
    expect(figures.map(({ groups }) => Object.keys(groups).sort())).toEqual([
      ['consumo', 'servicios'],
      ['facturas-b2b', 'servicios'],
    ]);
  });
});

test('a message goes out in the window, and in the name, of the segment that the case is in', async () => {
  const text = readFileSync(strategyFile('consumo'), 'utf8').replace('jitter: 90m', 'jitter: 0');
  const segments = `
segments:
  - { id: todos, when: { field: debts, gte: 1 }, send_window: ['13:00', '14:00'], actor: third_party }
`;
  const { contacts } = await run(jobOf({ strategy: written('ventana.yaml', text + segments) }));
  const lines = contacts
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  const bogota = lines.filter(({ jurisdiction }) => jurisdiction === 'CO');
  expect(new Set(lines.map(({ actor }) => actor))).toEqual(new Set(['third_party']));
  expect(bogota.length).toBeGreaterThan(50);
  expect(bogota.filter(({ at = '' }) => !/T18:/.test(at))).toEqual([]);
});

test('limits on queues and budgets show: tasks of a later day, steps passed over', async () => {
  const limits = `
capacity: { temprana: { agents: 1, tasks_per_agent: 1 } }
budget: { limit: 50, costs: { email: 10, sms: 10, whatsapp: 10, letter: 10, voice: 10 } }
`;
  const text = readFileSync(strategyFile('consumo'), 'utf8') + limits;
  const ready = prepare(wish({ strategy: written('limites.yaml', text) }));
  const [figures] = reportOf(ready.job, await run(ready.job), ready.context).strategies;
  expect(figures?.queues).toMatchObject({ temprana: { perDay: 1 } });
  expect(figures?.queues?.['temprana']?.postponed).toBeGreaterThan(0);
  expect(figures?.skips['over_budget']?.['–']).toBeGreaterThan(0);
});
