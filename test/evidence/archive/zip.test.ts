import { fc, test as property } from '@fast-check/jest';
import { crc32 } from '../../../evidence/archive/crc32';
import { entryOf, readZip, writeZip } from '../../../evidence/archive/zip';

const entries = [
  entryOf('manifest.json', Buffer.from('{"a":1}'), 'store'),
  entryOf('ledger.jsonl', Buffer.from('line\n'.repeat(200))),
  entryOf('carpeta/ñandú.txt', Buffer.from('')),
];

test('crc32() is the check sum of ZIP', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

test('readZip() gives back what writeZip() wrote', () => {
  const again = readZip(writeZip(entries));
  expect(again.map(({ path, content }) => [path, content.toString()])).toEqual(
    entries.map(({ path, content }) => [path, content.toString()]),
  );
});

test('the same entries give the same bytes', () => {
  expect(writeZip(entries).equals(writeZip(entries))).toBe(true);
});

test.each([
  { what: 'a byte behind the end', change: (zip: Buffer) => Buffer.concat([zip, Buffer.from([0])]) },
  { what: 'a byte before the start', change: (zip: Buffer) => Buffer.concat([Buffer.from([0]), zip]) },
  { what: 'a file cut short', change: (zip: Buffer) => zip.subarray(0, zip.length - 1) },
  { what: 'an empty file', change: () => Buffer.alloc(0) },
])('readZip() refuses $what', ({ change }) => {
  expect(() => readZip(change(writeZip(entries)))).toThrow(/Cannot read the pack: at byte \d+/);
});

/** What the check sums of the archive do not see, the manifest's hashes of the stored bytes do. */
const isSeen = (zip: Buffer): boolean => {
  try {
    return readZip(zip).some(({ stored }, index) => !stored.equals(entries[index]!.stored));
  } catch {
    return true;
  }
};

property.prop([fc.nat({ max: writeZip(entries).length - 1 }), fc.integer({ min: 1, max: 255 })])(
  'no byte changes unseen, in the headers neither',
  (at, by) => {
    const zip = writeZip(entries);
    zip.writeUInt8(zip.readUInt8(at) ^ by, at);
    expect(isSeen(zip)).toBe(true);
  },
);

test('an archive of more files than ZIP can count is not written', () => {
  const entry = entryOf('a', Buffer.alloc(0), 'store');
  const error = expect.objectContaining({
    code: 'evidence.tooLarge',
    details: { files: 65_536, most: 65_535 },
  }) as Error;
  expect(() => writeZip(Array.from({ length: 65_536 }, () => entry))).toThrow(error);
});
