import Table from 'cli-table3';
import type { NotApplied } from '../../functions/book-changes';
import type { LoadedRow } from '../../functions/load-book';
import type { Book, RejectedRow } from '../../policy/book/types';

/** What `import --json` prints. Account ids, never what a row says of a person. */
export interface ImportReport {
  readonly file: string;
  readonly rows: number;
  /** The file was only checked: then the next three are absent. */
  readonly isDryRun: boolean;
  readonly accepted: number;
  readonly new?: readonly string[];
  readonly changed?: readonly ChangedRow[];
  readonly unchanged?: readonly string[];
  readonly rejected: readonly RejectedRow[];
  /** Headers that no column of ours takes. */
  readonly ignored: readonly string[];
}

interface ChangedRow {
  readonly account: string;
  readonly applied: readonly string[];
  readonly notApplied: readonly NotApplied[];
}

/** @param loaded In order of the book's accounts; null when nothing was loaded. */
export function reportOf(
  file: string,
  { accounts, rejected, rows, ignored }: Book,
  loaded: readonly LoadedRow[] | null,
): ImportReport {
  const told = { file, rows, isDryRun: loaded === null, accepted: accounts.length, rejected, ignored };
  if (!loaded) return told;
  const ids = (kind: LoadedRow['kind']): string[] =>
    accounts.filter((_, index) => loaded[index]?.kind === kind).map(({ account }) => account);
  const changed = accounts.flatMap(({ account }, index): ChangedRow[] => {
    const row = loaded[index];
    return row?.kind === 'changed' ? [{ account, applied: row.applied, notApplied: row.notApplied }] : [];
  });
  return { ...told, new: ids('new'), changed, unchanged: ids('unchanged') };
}

/** The report for people: a line of counts, then what was changed, then what was rejected and how to mend it. */
export function printImport(report: ImportReport): string {
  const parts = [summaryOf(report)];
  if (report.ignored.length > 0) parts.push(`Columns that are not read: ${report.ignored.join(', ')}`);
  if (report.changed && report.changed.length > 0) parts.push(changedTable(report.changed));
  if (report.rejected.length > 0) parts.push(rejectedTable(report.rejected));
  return parts.join('\n');
}

function summaryOf({ file, rows, accepted, rejected, ...loaded }: ImportReport): string {
  const bad = new Set(rejected.map(({ row }) => row)).size;
  const taken = loaded.isDryRun
    ? `${accepted} good`
    : `${loaded.new?.length ?? 0} new, ${loaded.changed?.length ?? 0} changed, ${loaded.unchanged?.length ?? 0} unchanged`;
  return `${file}: ${rows} rows, ${taken}, ${bad} rejected${loaded.isDryRun ? '; nothing was loaded' : ''}`;
}

/** Characters of a column of sentences: the widest table fits into 140. */
const TEXT_WIDTH = 48;
const PLAIN = { head: [], border: [], compact: true };

function changedTable(changed: readonly ChangedRow[]): string {
  const head = ['account', 'changed', 'not changed'];
  const table = new Table({ head, style: PLAIN, wordWrap: true, colWidths: [null, null, 2 * TEXT_WIDTH] });
  for (const { account, applied, notApplied } of changed)
    table.push([
      account,
      applied.join('\n'),
      notApplied.map(({ column, reason }) => `${column}: ${reason}`).join('\n'),
    ]);
  return table.toString();
}

function rejectedTable(rejected: readonly RejectedRow[]): string {
  const head = ['row', 'account', 'column', 'what is wrong', 'what to do'];
  const table = new Table({
    head,
    style: PLAIN,
    wordWrap: true,
    colWidths: [null, null, null, TEXT_WIDTH, TEXT_WIDTH],
  });
  for (const { row, account = '', column, message, remedy } of rejected)
    table.push([row, account, column, message, remedy]);
  return table.toString();
}
