import type { Command } from 'commander';
import { LOCAL_TENANT } from '../../local/tenant';
import type { ImportFlags } from '../actions/import';

/** Loaded on use: reading a book brings the law with it, loading it the store and the Temporal client. */
const load = () => require('../actions/import') as typeof import('../actions/import');
const loadTarget = () => require('../actions/import-target') as typeof import('../actions/import-target');

/** Adds `import FILE.csv|.xlsx`. Exit 0; 1 when a row was rejected or nothing runs to load into; 2 = wrong use. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('load the book of a creditor: one row per account (docs/import.md)')
    .argument('<file>', 'book (CSV or Excel workbook)')
    .option('--map <file>', 'column map (YAML): names of columns, constants, decimal mark')
    .option('--sheet <name>', 'sheet of a workbook (default: the first that is not hidden)')
    .option('--strategy <id>', 'strategy of rows that name none', 'consumo')
    .option('--tenant <id>', 'whose book it is', LOCAL_TENANT)
    .option('--dry-run', 'only check the file')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nGood rows are loaded even when others are rejected; the same file twice changes nothing.' +
        '\nLoads into what TEMPORAL_ADDRESS and the AWS_ and RECOBRO_ variables say, or else into the environment of this' +
        '\ndirectory (recobro start).' +
        '\nExit: 0 = every row was taken, 1 = some were rejected or nothing runs here, 2 = wrong use.',
    )
    .action(async (file: string, flags: ImportFlags) => {
      process.exitCode = await load().importBook(file, flags, loadTarget);
    });
}
