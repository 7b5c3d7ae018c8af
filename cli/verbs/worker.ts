import type { Command } from 'commander';

/** Loaded on use: it brings the client of Temporal with it. */
const load = () => require('../actions/worker') as typeof import('../actions/worker');

/** Adds `worker promote|rollback|builds`: the last step of a deploy, and the way back. Exit 1: nothing to go back to. */
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
    .description('the builds that the server knows, newest first')
    .option('--json', 'print one JSON document')
    .action((flags: { readonly json?: true }) => load().showBuilds(flags));
}
