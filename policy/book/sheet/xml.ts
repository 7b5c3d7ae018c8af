import { parser } from 'sax';
import { damaged } from './bad-sheet';

/** Attributes by their names without prefix. */
export type Attributes = Readonly<Partial<Record<string, string>>>;

/** What is told of a part while it is read. Names come without prefix: writers choose different ones. */
export interface XmlListener {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** Characters that are handed to the parser at once. */
const CHUNK = 65_536;

/** Reads a part in UTF-8. No part of a workbook declares entities, so one that brings its own grammar is refused. */
export function readXml(part: Uint8Array, { open, close, text }: XmlListener): void {
  const xml = parser(true);
  xml.onerror = refuse;
  xml.ondoctype = refuse;
  xml.onopentag = ({ name, attributes }) => open(bare(name), bareNames(attributes));
  if (close) xml.onclosetag = (name) => close(bare(name));
  if (text) xml.ontext = xml.oncdata = text;
  const decoder = new TextDecoder();
  for (let at = 0; at < part.length; at += CHUNK)
    xml.write(decoder.decode(part.subarray(at, at + CHUNK), { stream: true }));
  xml.write(decoder.decode()).close();
}

function refuse(): never {
  throw damaged();
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

function bareNames(attributes: Readonly<Record<string, unknown>>): Attributes {
  const found: Record<string, string> = {};
  for (const name in attributes) found[bare(name)] = String(attributes[name]);
  return found;
}
