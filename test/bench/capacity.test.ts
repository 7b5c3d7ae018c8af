import { itemBytes, readUnits } from '../../bench/capacity';

test.each([
  { what: 'a text by its UTF-8 bytes, and its name', item: { pk: { S: 'ñandú' } }, bytes: 2 + 7 },
  { what: 'a number by pairs of significant digits', item: { n: { N: '1234500' } }, bytes: 1 + 3 + 1 },
  { what: 'a minus sign', item: { n: { N: '-7' } }, bytes: 1 + 1 + 1 + 1 },
  { what: 'bytes, from the wire', item: { b: { B: 'AAAA' } }, bytes: 1 + 3 },
  { what: 'bytes, from the SDK', item: { b: { B: new Uint8Array(5) } }, bytes: 1 + 5 },
  { what: 'truth and nothing as one', item: { t: { BOOL: true }, z: { NULL: true } }, bytes: 2 + 2 },
  {
    what: 'a list with three bytes and one for each',
    item: { l: { L: [{ S: 'ab' }, { S: 'c' }] } },
    bytes: 1 + 3 + 3 + 2,
  },
  { what: 'a map with its names', item: { m: { M: { a: { S: 'b' } } } }, bytes: 1 + 3 + 2 + 1 },
])('itemBytes() counts $what', ({ item, bytes }) => {
  expect(itemBytes(item)).toBe(bytes);
});

test.each([
  { bytes: 0, kind: 'consistent', units: 1 },
  { bytes: 4_096, kind: 'consistent', units: 1 },
  { bytes: 4_097, kind: 'consistent', units: 2 },
  { bytes: 10, kind: 'eventual', units: 0.5 },
  { bytes: 8_192, kind: 'transaction', units: 4 },
] as const)('readUnits() of $bytes bytes, $kind: $units', ({ bytes, kind, units }) => {
  expect(readUnits(bytes, kind)).toBe(units);
});
