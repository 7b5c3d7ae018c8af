import { posix } from 'node:path';
import { noSheet, refuseDamaged } from './bad-sheet';
import type { NumberFormat } from './formats';
import { readFormats } from './formats';
import type { Parts } from './parts';
import { readStrings } from './strings';
import { readXml } from './xml';

/** One sheet of a workbook, and what its cells refer to. */
export interface Sheet {
  readonly part: Uint8Array;
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly is1904: boolean;
}

/** A part that another one names, such as a sheet of the workbook. */
interface Relation {
  readonly id: string;
  /** The last word of the type's address: `worksheet`, `styles`, … */
  readonly type: string;
  readonly path: string;
}

/** @param wanted Name of the sheet, in any case; undefined = the first one that is not hidden. */
export function findSheet(parts: Parts, wanted: string | undefined): Sheet {
  const path = pathOf('officeDocument', relationsOf('', parts)) ?? refuseDamaged();
  const relations = relationsOf(path, parts);
  const { sheets, is1904 } = readWorkbook(parts(path) ?? refuseDamaged(), relations);
  const sheet = chosen(sheets, wanted);
  const [strings, styles] = [pathOf('sharedStrings', relations), pathOf('styles', relations)];
  return {
    part: parts(sheet.path) ?? refuseDamaged(),
    strings: strings === undefined ? [] : readStrings(strings, parts),
    formats: styles === undefined ? [] : readFormats(styles, parts),
    is1904,
  };
}

interface Listed {
  readonly name: string;
  readonly isHidden: boolean;
  readonly path: string;
}

function readWorkbook(
  part: Uint8Array,
  relations: readonly Relation[],
): { sheets: Listed[]; is1904: boolean } {
  const sheets: Listed[] = [];
  let is1904 = false;
  readXml(part, {
    open: (tag, { name = '', state, id, date1904 }) => {
      if (tag === 'workbookPr') is1904 = date1904 === '1' || date1904 === 'true';
      if (tag !== 'sheet') return;
      // What is no worksheet is a chart or a macro.
      const found = relations.find((relation) => relation.id === id && relation.type === 'worksheet');
      if (found) sheets.push({ name, isHidden: (state ?? 'visible') !== 'visible', path: found.path });
    },
  });
  return { sheets, is1904 };
}

function chosen(sheets: readonly Listed[], wanted: string | undefined): Listed {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  if (wanted === undefined) return visible[0] ?? sheets[0] ?? refuseDamaged();
  const name = wanted.trim().toLowerCase();
  const found = sheets.find((sheet) => sheet.name.trim().toLowerCase() === name);
  if (found) return found;
  throw noSheet(visible.map((sheet) => sheet.name));
}

function relationsOf(path: string, parts: Parts): Relation[] {
  const folder = posix.dirname(path);
  const part = parts(posix.join(folder, '_rels', `${posix.basename(path)}.rels`));
  const found: Relation[] = [];
  if (!part) return found;
  readXml(part, {
    open: (_, { Id: id = '', Type: type, Target: target }) => {
      if (type === undefined || target === undefined) return;
      const to = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), path: to });
    },
  });
  return found;
}

const pathOf = (wanted: string, relations: readonly Relation[]): string | undefined =>
  relations.find(({ type }) => type === wanted)?.path;
