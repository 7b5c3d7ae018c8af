import type { Command } from 'commander';
import type { AccountFlags } from '../actions/account';
import { foldersOption } from '../folders';

/** Loaded on use: reading an account brings clients of Temporal and AWS with it. */
const load = () => require('../actions/account') as typeof import('../actions/account');

/** Adds `account show` and `account why`. Exit 0; 1 when there is no such account or no running system; 2 = wrong use. */
export function registerAccount(program: Command): void {
  const account = program
    .command('account')
    .description('one account of the running system: what happened, and why (not)');
  withFlags(account.command('show'))
    .description('where the account stands and its timeline, in Spanish')
    .argument('<id>', 'account')
    .action((id: string, flags: AccountFlags) => load().showAccount(id, flags));
  withFlags(account.command('why'))
    .description(
      'why was this person (not) contacted on a date: every step, rule, article and next moment, in Spanish',
    )
    .argument('<id>', 'account')
    .option('--on <date>', 'local date of the debtor, as YYYY-MM-DD (default: today)')
    .action((id: string, flags: AccountFlags) => load().whyAccount(id, flags));
}

function withFlags(command: Command): Command {
  return command
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .addOption(foldersOption('--packs <dir>', "a folder of packs that adds to the product's own, by id"))
    .option('--json', 'print one JSON document');
}
