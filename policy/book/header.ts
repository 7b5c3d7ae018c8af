import type { ColumnMap } from './column-map';
import type { ColumnName } from './columns';
import {
  columnNamed,
  columnNames,
  columnSynonyms,
  isColumnName,
  normalizedHeader,
  requiredColumns,
} from './columns';
import type { Fault } from './faults';

/** Where each of our columns stands in a file. */
export interface Header {
  readonly positions: ReadonlyMap<ColumnName, number>;
  /** Cells of the header row. */
  readonly width: number;
  /** Headers of the file that no column of ours takes. */
  readonly ignored: readonly string[];
  readonly faults: readonly { readonly column: ColumnName; readonly fault: Fault }[];
}

/** Which of our columns a header names, by the map first. A column that the map names has no other names. */
export function headerReader(map: ColumnMap | undefined): (header: string) => ColumnName | undefined {
  const mapped = new Map<string, ColumnName>();
  for (const name of columnNames) {
    const header = map?.columns[name];
    if (header !== undefined) mapped.set(normalizedHeader(header), name);
  }
  const taken = new Set(mapped.values());
  return (header) => {
    const own = mapped.get(normalizedHeader(header));
    const known = own ?? columnNamed(header);
    return known !== undefined && (own !== undefined || !taken.has(known)) ? known : undefined;
  };
}

/** Finds our columns among the headers of a file. Our own name wins over a synonym; two synonyms are a fault. */
export function readHeader(cells: readonly string[], map: ColumnMap | undefined): Header {
  const columnOf = headerReader(map);
  const found = cells.map((cell, position) => ({ cell, position, column: columnOf(cell) }));
  const positions = new Map<ColumnName, number>();
  const faults: Header['faults'][number][] = [];
  for (const column of columnNames) {
    const all = found.filter((header) => header.column === column);
    const chosen = all.length > 1 ? all.filter(({ cell }) => isColumnName(normalizedHeader(cell))) : all;
    if (all.length > 1 && chosen.length !== 1)
      faults.push({
        column,
        fault: duplicate(
          column,
          all.map(({ cell }) => cell),
        ),
      });
    const [first] = chosen;
    if (first) positions.set(column, first.position);
  }
  const missing = missingColumns(
    new Set([...positions.keys(), ...faults.map(({ column }) => column), ...constantsOf(map)]),
  );
  const ignored = found
    .filter(({ cell, column }) => cell !== '' && column === undefined)
    .map(({ cell }) => cell);
  return {
    positions,
    width: cells.length,
    ignored,
    faults: [...faults, ...missing.map((column) => ({ column, fault: missingFault(column, map) }))],
  };
}

function constantsOf(map: ColumnMap | undefined): ColumnName[] {
  return columnNames.filter((name) => map?.constants[name] !== undefined);
}

function missingColumns(present: ReadonlySet<ColumnName>): ColumnName[] {
  const debtColumns: ColumnName[] = present.has('debts') ? [] : ['due', 'amount'];
  return [...requiredColumns, ...debtColumns].filter((name) => !present.has(name));
}

function duplicate(column: ColumnName, headers: readonly string[]): Fault {
  const names = headers.map((header) => `"${header}"`).join(', ');
  return {
    code: 'file.duplicateColumn',
    message: `More than one header means "${column}": ${names}`,
    remedy: `Say which one counts in the column map (columns: {${column}: …}), or name it "${column}" in the file`,
  };
}

function missingFault(column: ColumnName, map: ColumnMap | undefined): Fault {
  const mapped = map?.columns[column];
  const names = mapped ?? [column, ...columnSynonyms[column]].join(', ');
  const orDebts =
    column === 'due' || column === 'amount' ? ', or give both "due" and "amount" in one column "debts"' : '';
  return {
    code: 'file.missingColumn',
    message: `The file has no column "${column}"`,
    remedy: `Name one of its headers as one of: ${names}${orDebts}; or set "${column}" in the column map`,
  };
}
