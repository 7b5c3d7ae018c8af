import { type Finder, cachedPlaces, findTemporal } from '../../local/temporal-binary';

const RECENT = 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)';
const OLD = 'temporal version 1.3.0 (Server 1.27.1, UI 2.36.0)';
const CACHE = '/cache';
const [FROM_SDK = '', FROM_PYPI = ''] = cachedPlaces({ XDG_CACHE_HOME: CACHE });

interface Machine {
  /** Programs that run, with what `--version` prints. */
  programs?: Record<string, string>;
  files?: readonly string[];
  bin?: string;
  online?: boolean;
}

/** A machine that exists only for the test; installing is refused, so that reaching it is seen as the missing Python. */
function search({ programs = {}, files = [], bin, online = false }: Machine): Promise<string> {
  const finder: Partial<Finder> = {
    env: { XDG_CACHE_HOME: CACHE, ...(bin && { RECOBRO_TEMPORAL_BIN: bin }) },
    run: async (command) => ({ ok: command in programs, output: programs[command] ?? '' }),
    isExecutable: async (path) => files.includes(path),
    download: async (directory) => (online ? `${directory}/temporal` : undefined),
  };
  return findTemporal(() => undefined, finder);
}

test.each([
  {
    rule: 'the one that is named',
    machine: { bin: '/my/t', programs: { '/my/t': RECENT, temporal: RECENT } },
    found: '/my/t',
  },
  {
    rule: 'the one in the PATH',
    machine: { programs: { temporal: RECENT }, files: [FROM_PYPI] },
    found: 'temporal',
  },
  {
    rule: 'the cache when the PATH has an old one',
    machine: { programs: { temporal: OLD }, files: [FROM_PYPI] },
    found: FROM_PYPI,
  },
  { rule: 'a download of the SDK in the cache', machine: { files: [FROM_SDK, FROM_PYPI] }, found: FROM_SDK },
  { rule: 'the cache before the network', machine: { files: [FROM_PYPI], online: true }, found: FROM_PYPI },
  { rule: 'the SDK download when the network answers', machine: { online: true }, found: FROM_SDK },
  {
    rule: 'a newer major version',
    machine: { programs: { temporal: 'temporal version 2 (Server 2.1.0)' } },
    found: 'temporal',
  },
])('findTemporal() takes $rule', async ({ machine, found }) => {
  expect(await search(machine)).toBe(found);
});

test.each([
  { rule: 'an old one', programs: { '/my/t': OLD }, says: 'server 1.27' },
  { rule: 'one that does not run', programs: {}, says: 'is no Temporal CLI' },
])('findTemporal() refuses $rule that is named, and says how to go on', async ({ programs, says }) => {
  const found = search({ bin: '/my/t', programs: { temporal: RECENT, ...programs } });
  await expect(found).rejects.toMatchObject({
    code: 'local.missing',
    message: expect.stringContaining(says),
  });
  await expect(found).rejects.toThrow('unset RECOBRO_TEMPORAL_BIN');
});

test('findTemporal() last of all wants Python, and names the command that installs it', async () => {
  await expect(search({ programs: { temporal: OLD, python3: 'Python 3.9.2' } })).rejects.toMatchObject({
    code: 'local.missing',
    message: expect.stringMatching(/Python 3\.10 or newer.*apt-get install -y python3/),
  });
});
