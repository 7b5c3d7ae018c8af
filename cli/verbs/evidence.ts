import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { KeepFlags } from '../actions/builds';
import type { ExportFlags, SealFlags, VerifyFlags } from '../actions/evidence';
import { isoFromDay, dayFromIso } from '../../domain/time/calendar';
import { foldersOption } from '../folders';

/** Loaded on use: evidence brings Temporal, AWS and the PDF writer with it. */
const load = () => require('../actions/evidence') as typeof import('../actions/evidence');
const loadBuilds = () => require('../actions/builds') as typeof import('../actions/builds');

/** Adds `evidence export|verify|keep|seal`. Exit 0; 1 = a finding, or nothing to export; 2 = wrong use. */
export function registerEvidence(program: Command): void {
  const evidence = program
    .command('evidence')
    .description('prove every contact: evidence packs and daily seals');
  registerExport(evidence);
  evidence
    .command('verify')
    .description(
      'verify an evidence pack offline, with nothing but the file: every finding with its place, in Spanish',
    )
    .argument('<file>', 'evidence pack')
    .option(
      '--fingerprint <fingerprint>',
      "the creditor's published key, as SHA256:…; another key is a finding",
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit: 0 = the pack holds, 1 = something was found, 2 = wrong use.')
    .action((file: string, flags: VerifyFlags) => load().verifyEvidence(file, flags));
  registerKeep(evidence);
  evidence
    .command('seal')
    .description(
      'seal all ledgers of the tenant for today (UTC): one signed Merkle root a day, locked; run it daily',
    )
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option('--json', 'print the seal as one JSON document')
    .action((flags: SealFlags) => load().sealLedgers(flags));
}

function registerKeep(evidence: Command): void {
  evidence
    .command('keep')
    .description(
      'keep the code, law, templates and strategies of a build, so that its cases can be replayed; worker promote does it',
    )
    .argument('[build]', 'id of the build (default: that of this checkout)')
    .option('--package <dir>', "the worker's package, whose workflows.js is kept instead of a new bundle")
    .option('--to <dir>', 'keep it in this folder instead of the archive')
    .action((build: string | undefined, flags: KeepFlags) => loadBuilds().keepBuildNow(build, flags));
}

function registerExport(evidence: Command): void {
  const command = evidence
    .command('export')
    .description(
      'write the evidence pack of an account, of a person, or of all accounts with entries in a period',
    )
    .argument('[id]', 'account, or else person')
    .requiredOption('-o, --output <file>', 'where the pack goes')
    .option('--from <date>', 'first day of the period (UTC), YYYY-MM-DD', isoDate)
    .option('--to <date>', 'last day of the period (UTC), YYYY-MM-DD', isoDate)
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option(
      '--by <id>',
      'who asks, as an opaque id; it stands in the ledger (default: RECOBRO_ACTOR, or you)',
    )
    .addOption(foldersOption('--packs <dir>', 'a folder with other versions of rule packs'))
    .addOption(foldersOption('--builds <dir>', 'a folder with kept builds, besides the archive'))
    .addHelpText('after', '\nExit: 0 = written, 1 = nothing to export or no running system, 2 = wrong use.')
    .action((id: string | undefined, flags: ExportFlags) => {
      const { from, to } = flags;
      const isComplete = from !== undefined && to !== undefined;
      const isAsked = from !== undefined || to !== undefined;
      if (id === undefined ? !isComplete : isAsked)
        command.error('error: name an account or a person, or else give --from and --to');
      if (isComplete && from > to)
        command.error('error: --from lies after --to: give the first day of the period and its last');
      return load().exportEvidence(id, flags);
    });
}

function isoDate(text: string): string {
  try {
    return isoFromDay(dayFromIso(text));
  } catch {
    throw new InvalidArgumentError('Write an existing date as YYYY-MM-DD.');
  }
}
