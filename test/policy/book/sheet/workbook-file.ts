import { strToU8, zipSync } from 'fflate';

/** A cell: a text, a number, or whatever the file shall say of it. */
export type CellSpec =
  string | number | null | { readonly type?: string; readonly style?: number; readonly inner: string };

export interface SheetSpec {
  readonly name: string;
  /** `chartsheet` = no worksheet. */
  readonly type?: string;
  readonly state?: string;
  readonly rows: CellSpec[][];
}

export interface WorkbookSpec {
  readonly sheets?: readonly SheetSpec[];
  /** Format codes of the styles 1, 2, …; numbers are formats that have no code. */
  readonly formats?: readonly (string | number)[];
  readonly is1904?: boolean;
  /** Parts that replace others or come besides. */
  readonly parts?: Readonly<Record<string, string>>;
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A workbook of one sheet, or of those that `spec` says. */
export const workbookOf = (rows: CellSpec[][], spec: WorkbookSpec = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(partsOf({ sheets: [{ name: 'Cartera', rows }], ...spec })).map(([path, text]) => [
        path,
        strToU8(text),
      ]),
    ),
  );

/** A number shown in the format `style`. */
export const shown = (value: number | string, style: number): CellSpec => ({
  style,
  inner: `<v>${value}</v>`,
});

/** The place of a column: A, B, … AA. */
export const columnName = (index: number): string =>
  (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

function partsOf({ sheets = [], formats = [], is1904 = false, parts }: WorkbookSpec): Record<string, string> {
  const strings: string[] = [];
  const pages = sheets.map(({ rows }) => sheetXml(rows, strings));
  const listed = sheets.map(
    ({ name, state = 'visible' }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}" state="${state}" r:id="s${index}"/>`,
  );
  return {
    '_rels/.rels': relations(relation('w', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map(({ type = 'worksheet' }, index) =>
        relation(`s${index}`, type, `worksheets/sheet${index + 1}.xml`),
      ),
      relation('t', 'sharedStrings', '/xl/sharedStrings.xml'),
      relation('f', 'styles', 'styles.xml'),
    ),
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': stylesXml(formats),
    ...Object.fromEntries(pages.map((page, index) => [`xl/worksheets/sheet${index + 1}.xml`, page])),
    ...parts,
  };
}

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;

const relations = (...items: readonly string[]): string => `<Relationships>${items.join('')}</Relationships>`;

function stylesXml(formats: readonly (string | number)[]): string {
  const codes = formats.map((format, index) =>
    typeof format === 'string' ? `<numFmt numFmtId="${164 + index}" formatCode="${escaped(format)}"/>` : '',
  );
  const styles = formats.map(
    (format, index) => `<xf numFmtId="${typeof format === 'string' ? 164 + index : format}"/>`,
  );
  return `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

function sheetXml(rows: CellSpec[][], strings: string[]): string {
  const lines = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row + 1}`, strings)).join('')}</row>`,
  );
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: CellSpec, place: string, strings: string[]): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c r="${place}" t="s" s="0"><v>${strings.push(cell) - 1}</v></c>`;
  const { type, style, inner } = cell;
  const attributes = `${type === undefined ? '' : ` t="${type}"`}${style === undefined ? '' : ` s="${style}"`}`;
  return `<c r="${place}"${attributes}>${inner}</c>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;');
