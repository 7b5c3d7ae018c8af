import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplates } from '../../policy/templates/load';

/** The files of a template library by path, and the version that they make. */
export interface TemplateShelf {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Reads `<dir>/<language>/<template>.yaml`. @throws {RecobroError} `template.invalid` */
export function readTemplateShelf(dir: string): TemplateShelf {
  const folders = readdirSync(dir).filter((name) => statSync(join(dir, name)).isDirectory());
  const paths = folders.flatMap((folder) =>
    readdirSync(join(dir, folder)).map((name) => `${folder}/${name}`),
  );
  const files = paths.sort().map((path) => [path, readFileSync(join(dir, path), 'utf8')]);
  return { version: loadTemplates(dir).version, files: Object.fromEntries(files) as Record<string, string> };
}
