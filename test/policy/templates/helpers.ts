import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TemplateLibrary } from '../../../policy/templates/load';
import { loadTemplates } from '../../../policy/templates/load';

/** Runs `use` with a folder that holds the given files, and removes it afterwards. */
export function withFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-messages-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A library of the given files, such as `es/aviso.yaml`. */
export function libraryOf(files: Readonly<Record<string, string>>): TemplateLibrary {
  return withFolder(files, loadTemplates);
}

/** The head that every template file has. */
export const head = (template: string, language = 'es', purpose = 'administrative'): string =>
  `template: ${template}\nlanguage: ${language}\npurpose: ${purpose}\n`;
