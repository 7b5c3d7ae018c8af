import { contentHash } from '../content-hash';
import type { BookAccount } from './types';

/** SHA-256 (lower-case hex) of everything that a row says; where it stands in the file does not count. */
export const rowHash = ({ row: _row, ...content }: BookAccount): string => contentHash(content);
