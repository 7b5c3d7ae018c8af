import { Option } from 'commander';

const add = (folder: string, folders: readonly string[]): readonly string[] => [...folders, folder];

/** An option that names a folder and may be repeated, so that it never takes the arguments that follow it. */
export const foldersOption = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be repeated`).argParser(add).default([], 'none');
