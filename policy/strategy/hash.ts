import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger';
import type { Strategy } from '../../domain/strategy';

/**
 * Content hash of a strategy, by which a case pins its version: SHA-256 (lower-case hex) of its canonical JSON.
 * Layout, comments and the order of fields in the file do not matter, the order of steps does.
 */
export function strategyHash(strategy: Strategy): string {
  return contentHash(strategy);
}

/** SHA-256 (lower-case hex) of the canonical JSON of plain data. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
