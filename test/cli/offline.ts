/**
 * Loaded before a program that must do with this clone alone: whoever reaches for the network, or for a file beside the clone,
 * ends the process with code 66. The native core of Temporal is out of its reach; where the system allows, the process also
 * has no network interface.
 */
import fs from 'node:fs';
import net from 'node:net';
import { dirname, resolve } from 'node:path';
import dns from 'node:dns';

const ROOT = resolve(__dirname, '..', '..');
const BESIDE = resolve(dirname(ROOT), 'shared');

function forbid(what: string): never {
  fs.writeSync(2, `not offline: ${what}\n`);
  process.exit(66);
}

net.Socket.prototype.connect = () => forbid('a socket');
Object.assign(dns, { lookup: () => forbid('a name') });

const { readFileSync, openSync, readdirSync } = fs;
const isBeside = (path: unknown): boolean => typeof path === 'string' && resolve(path).startsWith(BESIDE);
const guarded =
  <A extends readonly unknown[], R>(read: (...args: A) => R) =>
  (...args: A): R =>
    isBeside(args[0]) ? forbid(String(args[0])) : read(...args);

Object.assign(fs, {
  readFileSync: guarded(readFileSync as (...args: readonly never[]) => unknown),
  openSync: guarded(openSync as (...args: readonly never[]) => unknown),
  readdirSync: guarded(readdirSync as (...args: readonly never[]) => unknown),
});
