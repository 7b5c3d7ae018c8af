import { isUtf8 } from 'node:buffer';

/**
 * The text of a file of bytes: as its byte order mark says; without one as UTF-8 and, where it is not valid
 * UTF-8, as Windows-1252, which every sequence of bytes is. The mark itself is dropped.
 */
export function decode(data: string | Uint8Array): string {
  if (typeof data === 'string') return data.replace(/^\uFEFF/, '');
  if (data[0] === 0xff && data[1] === 0xfe) return new TextDecoder('utf-16le').decode(data);
  return new TextDecoder(isUtf8(data) ? 'utf-8' : 'windows-1252').decode(data);
}
