import type { Parts } from './parts';
import type { XmlListener } from './xml';
import { readXml } from './xml';

/** The texts that the cells of a workbook share, in the order in which cells name them. */
export function readStrings(path: string, parts: Parts): readonly string[] {
  const part = parts(path);
  const strings: string[] = [];
  if (!part) return strings;
  const runs = textRuns();
  readXml(part, {
    ...runs,
    close: (name) => {
      runs.close(name);
      if (name === 'si') strings.push(runs.take());
    },
  });
  return strings;
}

/** Joins the runs of a text, which may differ in font. How a word is pronounced (`rPh`) is no part of it. */
export function textRuns(): Required<XmlListener> & { readonly take: () => string } {
  let found = '';
  let isText = false;
  let isSpoken = false;
  return {
    open: (name) => {
      isText = name === 't' && !isSpoken;
      if (name === 'rPh') isSpoken = true;
    },
    close: (name) => {
      isText = false;
      if (name === 'rPh') isSpoken = false;
    },
    text: (text) => {
      if (isText) found += text;
    },
    take: () => {
      const text = found;
      found = '';
      return unescaped(text);
    },
  };
}

/** Writers put what XML cannot say, line feeds of old programs among it, as `_x000D_`. */
const unescaped = (text: string): string =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\r\n?/g, '\n');
