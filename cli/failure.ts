import { CommanderError } from 'commander';
import type { ErrorCode } from '../domain/errors';
import { RecobroError } from '../domain/errors';

/** 1 = a command ran and found something, 2 = it was used wrongly. */
export const FOUND = 1;
export const WRONG_USE = 2;

/** What only the caller can mend: a date, a file or a request of the command line. */
const wrongUses: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'audit.badState',
  'calendar.badDate',
  'evidence.unreadable',
  'privacy.badRequest',
  'scenario.none',
  'scenario.unreadable',
  'scenario.unwritable',
  'simulation.badUse',
  'strategy.unreadable',
]);

/**
 * The exit code of a command that threw: Commander's own errors are wrong use, save for `--help` and `--version`, and so
 * are files that cannot be read or written; anything else is a finding.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  if (isKnown(error) && wrongUses.has(error.code)) return WRONG_USE;
  return isFileError(error) ? WRONG_USE : FOUND;
}

/** `instanceof` alone loses the type of the code. */
const isKnown = (error: unknown): error is RecobroError => error instanceof RecobroError;

/** With its causes: the SDK's own messages say little. A file is named with the remedy. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isFileError(error)) return fileMessage(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

interface FileError extends Error {
  readonly code: string;
  readonly path: string;
}

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'name a file that is there, or one to write in a folder that is there',
  ENOTDIR: 'part of its path is a file: name a folder',
  EISDIR: 'it is a folder: name a file',
  EACCES: 'ask for the right to it, or name another',
  EPERM: 'ask for the right to it, or name another',
  EROFS: 'nothing can be written there: name another place',
  ENOSPC: 'the disk is full: make room, or name another place',
};

const isFileError = (error: unknown): error is FileError =>
  error instanceof Error &&
  'syscall' in error &&
  typeof error.syscall === 'string' &&
  !error.syscall.startsWith('spawn') &&
  'path' in error &&
  typeof error.path === 'string' &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code in remedies;

const fileMessage = ({ code, path }: FileError): string =>
  `Cannot use ${path} (${code}): ${remedies[code] ?? ''}`;
