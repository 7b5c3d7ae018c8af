import type { Command } from 'commander';
import type { EraseFlags, HoldFlags, PersonFlags, SubjectFlags } from '../actions/person';

/** Loaded on use: it brings clients of Temporal and AWS with it. */
const load = () => require('../actions/person') as typeof import('../actions/person');

/** Adds `person status|erase|hold|release|export` and `retention due`. Exit 0; 1 = refused or not found; 2 = wrong use. */
export function registerPerson(program: Command): void {
  const person = program
    .command('person')
    .description('personal data of one person: what keeps it, its export and its end');
  withFlags(person.command('status'))
    .description(
      'what stands against erasing the person today: holds, open accounts, retention with its article',
    )
    .argument('<id>', 'person')
    .action((id: string, flags: PersonFlags) => load().showStatus(id, flags));
  withFlags(person.command('erase'))
    .description("destroy the person's key: nobody can read their data any more, and the ledgers still hold")
    .argument('<id>', 'person')
    .requiredOption('--reason <code>', 'such as data-subject-request; stands in the ledger')
    .requiredOption('--approved-by <id>', 'who approved it; not the one who does it')
    .option('--by <id>', 'who does it (default: RECOBRO_ACTOR, or the user of this machine)')
    .action((id: string, flags: EraseFlags) => load().erasePerson(id, flags));
  for (const verb of ['hold', 'release'] as const)
    withFlags(person.command(verb))
      .description(
        verb === 'hold'
          ? 'keep everything until the hold is lifted'
          : 'lift a legal hold; the ledgers keep both',
      )
      .argument('<id>', 'person')
      .requiredOption('--id <hold>', 'of the hold, such as the number of a lawsuit')
      .requiredOption('--reason <code>', 'stands in the ledger')
      .option('--by <id>', 'who orders it (default: RECOBRO_ACTOR, or the user of this machine)')
      .action((id: string, flags: HoldFlags) => load().changeHold(verb, id, flags));
  withFlags(person.command('export'))
    .description(
      'everything that is kept of the person, for that person: JSON, and a page in Spanish; it is recorded',
    )
    .argument('<id>', 'person')
    .requiredOption('-o, --output <file>', 'JSON file to write')
    .option('--html <file>', 'page to write (default: beside the JSON file)')
    .option('--by <id>', 'who makes it (default: RECOBRO_ACTOR, or the user of this machine)')
    .action((id: string, flags: SubjectFlags) => load().exportPerson(id, flags));
  const retention = program.command('retention').description('how long personal data must be kept');
  withFlags(retention.command('due'))
    .description('persons whom nothing keeps any more: no open account, no hold, retention over')
    .action((flags: PersonFlags) => load().retentionDue(flags));
}

const withFlags = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'default: RECOBRO_TENANT, or that of the local system')
    .option('--on <date>', 'as if it were this date, YYYY-MM-DD, at noon UTC (default: now)')
    .option('--json', 'print JSON, one document a line');
