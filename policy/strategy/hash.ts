import type { Strategy } from '../../domain/strategy';
import { contentHash } from '../content-hash';

/**
 * Content hash of a strategy, by which a case pins its version: SHA-256 (lower-case hex) of its canonical JSON.
 * Layout, comments and the order of fields in the file do not matter, the order of steps does.
 */
export function strategyHash(strategy: Strategy): string {
  return contentHash(strategy);
}
