import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { RecobroError } from '../../domain/errors';
import { crc32 } from './crc32';

/** A file of an archive, as its bytes stand in the archive (`stored`) and as they are read. */
export interface Entry {
  readonly path: string;
  readonly method: 'store' | 'deflate';
  readonly stored: Buffer;
  readonly content: Buffer;
}

const METHODS = { store: 0, deflate: 8 } as const;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first date of ZIP: when the pack was made stands in its manifest. */
const DATE = 0x0021;
const LOCAL_BYTES = 30;
/** What the two bytes of the end record can count. */
const MOST_ENTRIES = 0xffff;
/** Bytes of one file; whoever names more is not believed. */
export const LARGEST = 256 * 1024 * 1024;

/** An entry of these bytes. What is compressed already, or is read before anything is trusted, is only stored. */
export function entryOf(path: string, content: Buffer, method: Entry['method'] = 'deflate'): Entry {
  const stored = method === 'store' ? content : deflateRawSync(content, { level: 9 });
  return { path, method, stored, content };
}

/**
 * A ZIP archive whose every byte follows from its entries: no dates, no comments, no extra fields, nothing between the
 * parts. Any tool opens it; {@link readZip} accepts nothing else.
 *
 * @throws {RecobroError} `evidence.tooLarge` with more than 65,535 files.
 */
export function writeZip(entries: readonly Entry[]): Buffer {
  if (entries.length > MOST_ENTRIES) throw tooLarge(entries.length);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [name, common] = [Buffer.from(entry.path), commonFields(entry)];
    directory.push(centralHeader(common, name, offset));
    parts.push(
      Buffer.concat([number32(LOCAL), common, number16(name.length), number16(0), name]),
      entry.stored,
    );
    offset += LOCAL_BYTES + name.length + entry.stored.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endOf(entries.length, central.length, offset)]);
}

/**
 * Reads an archive that {@link writeZip} wrote. Whatever it read is written again and compared, so that not one byte
 * of the file can differ unseen.
 *
 * @throws {RecobroError} `evidence.badArchive` with the offset of the first byte that is not as it should be.
 */
export function readZip(file: Buffer): Entry[] {
  const entries: Entry[] = [];
  let offset = 0;
  while (file.length - offset >= LOCAL_BYTES && file.readUInt32LE(offset) === LOCAL) {
    const entry = entryAt(file, offset);
    entries.push(entry);
    offset += LOCAL_BYTES + Buffer.byteLength(entry.path) + entry.stored.length;
  }
  const again = writeZip(entries);
  const at = firstDifference(file, again);
  if (at >= 0) throw badArchive(at, 'no pack of Recobro has this byte here');
  return entries;
}

function entryAt(file: Buffer, offset: number): Entry {
  const method = file.readUInt16LE(offset + 8) === METHODS.store ? 'store' : 'deflate';
  const [storedSize, size] = [file.readUInt32LE(offset + 18), file.readUInt32LE(offset + 22)];
  const nameEnd = offset + LOCAL_BYTES + file.readUInt16LE(offset + 26);
  if (nameEnd + storedSize > file.length || size > LARGEST)
    throw badArchive(offset + 18, 'the size is wrong');
  const path = file.toString('utf8', offset + LOCAL_BYTES, nameEnd);
  const stored = file.subarray(nameEnd, nameEnd + storedSize);
  const content = method === 'store' ? stored : inflated(stored, nameEnd);
  if (content.length !== size) throw badArchive(offset + 22, `${path} does not have the size that is named`);
  if (crc32(content) !== file.readUInt32LE(offset + 14))
    throw badArchive(nameEnd, `${path} does not have the check sum that is named`);
  return { path, method, stored, content };
}

function inflated(stored: Buffer, offset: number): Buffer {
  try {
    return inflateRawSync(stored, { maxOutputLength: LARGEST });
  } catch {
    throw badArchive(offset, 'the compressed bytes cannot be read');
  }
}

/** The fields that stand in both headers of an entry, from `version needed` to `uncompressed size`. */
function commonFields({ method, stored, content }: Entry): Buffer {
  const fields = [VERSION, UTF8_NAMES, METHODS[method], 0, DATE].map(number16);
  return Buffer.concat([...fields, ...[crc32(content), stored.length, content.length].map(number32)]);
}

function centralHeader(common: Buffer, name: Buffer, offset: number): Buffer {
  const lengths = [name.length, 0, 0, 0, 0].map(number16);
  return Buffer.concat([
    number32(CENTRAL),
    number16(VERSION),
    common,
    ...lengths,
    number32(0),
    number32(offset),
    name,
  ]);
}

const endOf = (entries: number, size: number, offset: number): Buffer =>
  Buffer.concat([
    number32(END),
    ...[0, 0, entries, entries].map(number16),
    number32(size),
    number32(offset),
    number16(0),
  ]);

function firstDifference(a: Buffer, b: Buffer): number {
  if (a.equals(b)) return -1;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return index;
  return length;
}

function number16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function tooLarge(files: number): RecobroError<'evidence.tooLarge'> {
  const message = `Cannot write a pack of ${files} files: ZIP has room for ${MOST_ENTRIES}; export a shorter period, or person by person`;
  return new RecobroError('evidence.tooLarge', message, { files, most: MOST_ENTRIES });
}

function badArchive(offset: number, problem: string): RecobroError<'evidence.badArchive'> {
  const message = `Cannot read the pack: at byte ${offset}, ${problem}; ask for the pack again`;
  return new RecobroError('evidence.badArchive', message, { offset, problem });
}
