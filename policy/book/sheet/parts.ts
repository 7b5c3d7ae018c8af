import { unzipSync } from 'fflate';
import { BadSheet, damaged, tooLarge } from './bad-sheet';

/** Bytes of all parts that are read, unpacked: some 300,000 rows of 20 columns. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Gives the bytes of a part of a workbook by its path; undefined when there is none. */
export type Parts = (path: string) => Uint8Array | undefined;

/**
 * Opens a workbook, a ZIP archive. Each part is unpacked when it is asked for, into as many bytes as the archive
 * says that it has: one that says too little is cut off, and all together may not have more than 256 MiB.
 */
export function openParts(data: Uint8Array): Parts {
  let left = MOST_BYTES;
  const fits = (bytes: number): boolean => {
    left -= bytes;
    if (left < 0) throw tooLarge();
    return true;
  };
  return (path) =>
    unlessBroken(
      () =>
        unzipSync(data, { filter: ({ name, originalSize }) => name === path && fits(originalSize) })[path],
    );
}

/** The library throws whatever its data lead it to. */
function unlessBroken<T>(unzip: () => T): T {
  try {
    return unzip();
  } catch (error) {
    throw error instanceof BadSheet ? error : damaged();
  }
}
