import fc from 'fast-check';
import { spreadHash } from '../../domain/hash';

test.each([
  { text: '', hash: 0x811c9dc5 },
  { text: 'a', hash: 0xe40c292c },
  { text: 'foobar', hash: 0xbf9cf968 },
])('spreadHash() is FNV-1a: $text', ({ text, hash }) => {
  expect(spreadHash(text)).toBe(hash);
});

test('spreadHash() is a whole number of 32 bits, always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const hash = spreadHash(text);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      expect(spreadHash(text)).toBe(hash);
    }),
    { numRuns: 1_000 },
  );
});

test('spreadHash() spreads account ids over an hour to within a tenth of even', () => {
  const buckets = Array.from({ length: 6 }, () => 0);
  for (let number = 0; number < 60_000; number += 1) {
    const bucket = Math.floor((spreadHash(`account-${number}`) % 3_600) / 600);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(1_000);
});
