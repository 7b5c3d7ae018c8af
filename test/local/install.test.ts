import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, installOnce } from '../../local/install';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'recobro-test-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test('installOnce() installs once for many that ask at the same time, and all of them find it complete', async () => {
  const target = join(directory, 'tool-1');
  let installs = 0;
  const ask = () =>
    installOnce(target, async (unfinished) => {
      installs += 1;
      await new Promise(setImmediate);
      writeFileSync(join(unfinished, 'program'), 'x');
    }).then((found) => existsSync(join(found, 'program')));
  expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([true, true, true, true]);
  expect(installs).toBe(1);
  expect(readdirSync(directory)).toEqual(['tool-1']);
});

test('installOnce() leaves nothing when the installation fails, and the next one may try', async () => {
  const target = join(directory, 'tool-1');
  const failing = installOnce(target, async () => Promise.reject(new Error('no network')));
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(directory)).toEqual([]);
  await installOnce(target, async () => undefined);
  expect(readdirSync(directory)).toEqual(['tool-1']);
});

test('installOnce() takes over from a process that was killed while it installed', async () => {
  const target = join(directory, 'tool-1');
  mkdirSync(`${target}.lock`);
  mkdirSync(`${target}.part`);
  writeFileSync(join(`${target}.part`, 'half'), '');
  utimesSync(`${target}.lock`, 0, 0);
  await installOnce(target, async (unfinished) => writeFileSync(join(unfinished, 'program'), 'x'));
  expect(readdirSync(target)).toEqual(['program']);
  expect(readdirSync(directory)).toEqual(['tool-1']);
});

test('cacheDir() follows XDG_CACHE_HOME', () => {
  expect(cacheDir({ XDG_CACHE_HOME: '/x' })).toBe('/x/recobro');
  expect(cacheDir({})).toMatch(/\/\.cache\/recobro$/);
});
