import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseHere, shelvesHere } from '../../../local/release';
import { folderArchive } from '../../../evidence/builds/folder-archive';
import type { Release } from '../../../evidence/builds/kept';
import { buildKeys, keepBuild, readBuild } from '../../../evidence/builds/kept';
import { shelvesOf } from '../../../evidence/builds/shelves';
import type { EvidenceArchive } from '../../../evidence/ports';
import { memoryArchive } from '../memory-archive';

const here = releaseHere({ buildId: 'b1', code: 'run();\n', software: { version: '1.0.0', commit: 'abc' } });
const withMap = '//# sourceMappingURL=data:application/json;base64,e30=';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'recobro-builds-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const archives: Readonly<Record<string, () => EvidenceArchive>> = {
  'a folder': () => folderArchive(folder),
  'a bucket': memoryArchive,
};

describe.each(Object.keys(archives))('%s', (name) => {
  const archive = (): EvidenceArchive => archives[name]!();

  test('gives a build back as it was kept, without its source map', async () => {
    const into = archive();
    expect(await keepBuild(into, { ...here, code: `run();\n${withMap}` })).toBe(true);
    const build = await readBuild(into, 'b1');
    expect(build).toMatchObject({
      code: 'run();\n',
      note: { buildId: 'b1', version: '1.0.0', commit: 'abc' },
    });
    expect(build?.note.packs).toEqual([...here.packs.keys()].sort());
    expect(await readBuild(into, 'b2')).toBeUndefined();
  });

  test('keeps a build once, and what two builds share once', async () => {
    const into = archive();
    await keepBuild(into, here);
    const before = await into.list('builds/');
    expect(await keepBuild(into, here)).toBe(false);
    expect(await keepBuild(into, { ...here, buildId: 'b2' })).toBe(true);
    expect(await into.list('builds/')).toEqual([...before, buildKeys.note('b2')].sort());
  });

  test('takes no other code under the same id', async () => {
    const into = archive();
    await keepBuild(into, here);
    await expect(keepBuild(into, { ...here, code: 'other();' })).rejects.toMatchObject({
      code: 'evidence.otherBuild',
      details: { buildId: 'b1' },
    });
    expect((await readBuild(into, 'b1'))?.code).toBe('run();\n');
  });
});

test('code that is not what was kept is not used', async () => {
  const into = folderArchive(folder);
  await keepBuild(into, here);
  const { note } = (await readBuild(into, 'b1'))!;
  const other: Release = { ...here, buildId: 'b2', code: 'other();' };
  await keepBuild(into, other);
  const stranger = await into.get(buildKeys.bundle((await readBuild(into, 'b2'))!.note.bundle));
  writeFileSync(join(folder, buildKeys.bundle(note.bundle)), stranger!);
  await expect(readBuild(into, 'b1')).rejects.toMatchObject({ code: 'evidence.damagedBuild' });
});

test('versions that this checkout has no more come from the archive', async () => {
  const [old, newer] = [memoryArchive(), memoryArchive()];
  await keepBuild(old, {
    ...here,
    packs: new Map([['CO@1', 'old pack']]),
    calendars: new Map([['CO@2', 'old calendar']]),
    templates: [{ version: 't1', files: { 'es/x.yaml': 'old' } }],
  });
  const { pack, calendar, templates, strategy, build } = shelvesOf(shelvesHere(), [newer, old]);
  expect(await pack('CO@1')).toBe('old pack');
  expect(await calendar('CO@2')).toBe('old calendar');
  expect(await templates('t1')).toEqual({ 'es/x.yaml': 'old' });
  const [name, text] = [...here.packs][0]!;
  expect(await pack(name)).toBe(text);
  expect(await pack('CO@nobody')).toBeUndefined();
  const [hash] = (await build('b1'))!.note.strategies;
  expect(await strategy(hash!)).toMatchObject({ steps: expect.any(Array) as unknown });
});
