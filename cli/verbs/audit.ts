import type { Command } from 'commander';
import type { AuditFlags, AuditVerifyFlags, AuditWhyFlags } from '../actions/audit';

/** Loaded on use: an audit brings clients of Temporal and AWS with it. */
const load = () => require('../actions/audit') as typeof import('../actions/audit');

/** Adds `audit verify|why|access`. Exit 0; 1 = a finding; 2 = wrong use. */
export function registerAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('check the ledgers of a tenant, and who did what and read what');
  withFlags(audit.command('verify'))
    .description('every ledger of the tenant: chain, end, and everything ever sealed; one finding a line')
    .option('--state <file>', 'keep the progress in this file, and go on from it if it is there')
    .option('--fingerprint <fingerprint>', 'the key that must have signed the seals, as SHA256:…')
    .action((flags: AuditVerifyFlags) => load().auditVerify(flags));
  withFlags(audit.command('why'))
    .description(
      'every decision about contacting on an account: allowed or refused, rule, article, version, workflow run',
    )
    .argument('<id>', 'account')
    .option('--on <date>', 'only this date of the debtor, as YYYY-MM-DD')
    .action((id: string, flags: AuditWhyFlags) => load().auditWhy(id, flags));
  withFlags(audit.command('access'))
    .description('who read personal data: of an account, or of the whole tenant')
    .argument('[id]', 'account')
    .action((id: string | undefined, flags: AuditFlags) => load().auditAccess(id, flags));
}

const withFlags = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option('--json', 'print JSON, one document a line');
