import { checkRealBook, realBookFile, realBookText } from '../../local/real-book';
import { holds } from '../../local/real-book-report';

const csv = realBookText(process.env);

if (csv === undefined)
  console.warn(
    `Skipped: the real book is not at ${realBookFile(process.env)}. It has no licence and is not in the repository; see docs/import.md.`,
  );

test('the real book is at hand where the tests must be complete', () => {
  expect(csv !== undefined || !process.env['CI']).toBe(true);
});

(csv === undefined ? test.skip : test)(
  '200 invoices of the real book live on Temporal as on the core and as the file says',
  async () => {
    const report = await checkRealBook({ csv: csv ?? '', limit: 200 });
    expect(report).toMatchObject({ invoices: 200, paid: 200 });
    expect(Object.values(report.faults).flat()).toEqual([]);
    expect(holds(report)).toBe(true);
    expect(report.touches).toBeGreaterThan(200);
  },
);
