import type { Command } from 'commander';
import { Option } from 'commander';

/** Loaded on use: it brings the client of Temporal with it. */
const load = () => require('../actions/worker') as typeof import('../actions/worker');

interface RegisterFlags {
  readonly accounts: string;
  readonly sending: string;
  readonly role: string;
  readonly externalId: string;
}

/** Adds `worker promote|rollback|builds|retire|register`: the last steps of a deploy, and the way back. Exit 1: no way back. */
export function registerWorker(program: Command): void {
  const worker = program.command('worker').description('which build of the worker is the current one');
  worker
    .command('promote <build>')
    .description(
      'new cases start on this build, open ones move to it when they wake up; waits until it has polled',
    )
    .action((build: string) => load().promoteBuild(build));
  worker
    .command('rollback')
    .description('makes the build before the current one the current one')
    .action(() => load().rollBackBuild());
  worker
    .command('builds')
    .description('the builds that the server knows, newest first: what keeps each, and which may be retired')
    .option('--json', 'print one JSON document')
    .action((flags: { readonly json?: true }) => load().showBuilds(flags));
  worker
    .command('retire')
    .description(
      'deletes the stacks of builds to which no open case is pinned, except the one before the current',
    )
    .addOption(
      new Option('--environment <name>', 'whose stacks')
        .choices(['dev', 'staging', 'prod'])
        .makeOptionMandatory(),
    )
    .action(({ environment }: { readonly environment: string }) => load().retireStacks(environment));
  registerRegister(worker);
}

function registerRegister(worker: Command): void {
  worker
    .command('register <build>')
    .description('tells Temporal how to start a build on Lambda; its values are outputs of the stack Worker')
    .requiredOption('--accounts <arn>', 'AccountsBuildArn')
    .requiredOption('--sending <arn>', 'SendingBuildArn')
    .requiredOption('--role <arn>', 'TemporalRoleArn')
    .requiredOption('--external-id <id>', 'what Temporal shows to take the role on')
    .action((buildId: string, { accounts, sending, role, externalId }: RegisterFlags) =>
      load().registerBuild({ buildId, functions: { accounts, sending }, role, externalId }),
    );
}
