import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(__dirname, '..', '..', 'docs', 'operate');

/** As Git hosts make the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(readdirSync(folder))('every link of %s leads to a file and a heading that exist', (name) => {
  const file = join(folder, name);
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  for (const [, path = '', anchor] of links) {
    const target = path === '' ? file : join(dirname(file), path);
    expect([path, existsSync(target)]).toEqual([path, true]);
    if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
  }
});
