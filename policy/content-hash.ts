import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/ledger';

/** SHA-256 (lower-case hex) of the canonical JSON of plain data: layout, comments and the order of fields do not matter. */
export const contentHash = (content: unknown): string =>
  createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
