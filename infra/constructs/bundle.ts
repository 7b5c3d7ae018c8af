import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

const ROOT = join(__dirname, '..', '..');
/** Folders that are packed as one file, read and checked. */
const packed: Readonly<Record<string, string>> = { strategies: 'strategies.json', law: 'law.json' };

/** Functions that share a module share its bundle. */
const made = new Map<string, string>();
let folderOfAll: string | undefined;

/** One folder for all bundles of this process, gone when it ends. */
function temporary(): string {
  if (folderOfAll !== undefined) return folderOfAll;
  const folder = mkdtempSync(join(tmpdir(), 'recobro-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  folderOfAll = folder;
  return folder;
}

/**
 * The code of a module in `functions/lambda/` with all that it imports, the AWS SDK included, and folders that it reads at
 * run time. CDK's own bundling would start npm for each function and print a line for it; this prints nothing.
 */
export function bundled(scope: Construct, module: string, folders: readonly string[]): Code {
  // Tests of templates ask for no code.
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline('exports.handler = async () => undefined;');
  const key = [module, ...folders].join('|');
  const directory = made.get(key) ?? bundle(module, folders);
  made.set(key, directory);
  return Code.fromAsset(directory);
}

function bundle(module: string, folders: readonly string[]): string {
  const outdir = mkdtempSync(join(temporary(), `${module}-`));
  cpSync(join(allBundles(), module), outdir, { recursive: true });
  for (const folder of folders) {
    const file = packed[folder];
    if (file !== undefined) cpSync(join(allBundles(), file), join(outdir, file));
    else cpSync(join(ROOT, folder), join(outdir, folder), { recursive: true });
  }
  return outdir;
}

let bundles: string | undefined;

/**
 * All functions are bundled at once: they share most of what they import.
 *
 * @returns A folder with one folder for each module, the strategies and the law.
 */
export function allBundles(): string {
  if (bundles !== undefined) return bundles;
  const folder = mkdtempSync(join(temporary(), 'all-'));
  const program = ['-r', require.resolve('tsx/cjs'), join(__dirname, 'function-bundles.ts'), folder];
  execFileSync(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit'] });
  bundles = folder;
  return folder;
}
