import type { Report } from './report';
import { strategyNames, rowsOf } from './report';

/** The report as CSV: one figure a row, one column a strategy, and the difference where two are compared. */
export function csvOf(report: Report): string {
  const names = strategyNames(report);
  const isCompared = names.length === 2;
  const head = ['section', 'of', 'by', ...names, ...(isCompared ? ['difference'] : [])];
  const rows = rowsOf(report).map(({ section, of, by, values }) => {
    const difference = isCompared ? [(values[1] ?? 0) - (values[0] ?? 0)] : [];
    return [section, of, by, ...values, ...difference];
  });
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet takes a leading `=`, `+`, `-` or `@` of a text for a formula. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
