const HALF = 32;

/**
 * The fixed form (IEEE P1363: r and s, 32 bytes each) of an ECDSA signature on P-256 that KMS gives as DER. The fixed
 * form can be written in one way only, so that not one byte of a signature can change unseen.
 */
export function fixedFormOf(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der);
  const r = integerAt(bytes, 2);
  const s = integerAt(bytes, r.end);
  return Buffer.concat([r.value, s.value]);
}

function integerAt(der: Buffer, offset: number): { value: Buffer; end: number } {
  const length = der[offset + 1] ?? 0;
  const end = offset + 2 + length;
  const number = der.subarray(offset + 2, end);
  const digits = number.length > HALF ? number.subarray(number.length - HALF) : number;
  return { value: Buffer.concat([Buffer.alloc(HALF - digits.length), digits]), end };
}
