import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { fixedFormOf } from '../../../evidence/aws/der';

test('fixedFormOf() keeps what the signature says, however short its numbers are', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Numbers with leading zeros come up once in 128 signatures.
  for (let round = 0; round < 400; round += 1) {
    const message = Buffer.from(`message ${round}`);
    const fixed = fixedFormOf(sign('sha256', message, privateKey));
    expect(fixed).toHaveLength(64);
    expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, fixed)).toBe(true);
  }
});
