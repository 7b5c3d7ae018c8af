import Table from 'cli-table3';
import type { Command } from 'commander';
import { SUPERVISE_COMMAND, startEnvironment, stopEnvironment } from '../../local/control';
import { type LocalSetup, localSetup } from '../../local/services';
import { type LocalState, readState, stateDirOf } from '../../local/state';
import { type SupervisorMessage, supervise } from '../../local/supervisor';

interface StartFlags {
  readonly json?: true;
  readonly dbFilename?: string;
}

/**
 * Adds `start`, `stop` and `status` of the local environment, and the hidden command that owns its processes.
 * Exit codes: 0; 1 when it does not come up, or `status` finds nothing running; 2 is left to wrong use.
 *
 * @param setup What runs on top of Temporal and AWS.
 */
export function registerEnvironment(program: Command, setup: LocalSetup = localSetup): void {
  program
    .command('start')
    .description('start the local environment: Temporal with its UI, a local AWS, and Recobro on top')
    .option('--db-filename <file>', 'keep the workflows in this SQLite file instead of in memory')
    .option('--json', 'print the addresses and the environment variables as JSON')
    .addHelpText(
      'after',
      '\nEverything listens on 127.0.0.1. State and logs are in .recobro of the working directory.',
    )
    .action(start);
  program
    .command('stop')
    .description('stop the local environment of this directory with everything that belongs to it')
    .option('--json', 'print what was stopped as JSON')
    .action(stop);
  program
    .command('status')
    .description('show whether the local environment runs and where; exit 1 when it does not')
    .option('--json', 'print the state as JSON')
    .action(status);
  program
    .command(SUPERVISE_COMMAND, { hidden: true })
    .requiredOption('--state-dir <directory>')
    .option('--db-filename <file>')
    .action((flags: { stateDir: string; dbFilename?: string }) => runSupervisor(flags, setup));
}

async function start(flags: StartFlags): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const result = await startEnvironment({
    stateDir: stateDirOf(process.cwd()),
    ...(flags.dbFilename && { dbFilename: flags.dbFilename }),
    progress: note,
    signal: interrupted.signal,
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  if (result.kind === 'failed') {
    fail(result.message);
    return;
  }
  if (result.kind === 'already running') note(`Already running since ${result.state.startedAt}.`);
  print(result.state, flags.json);
}

async function stop(flags: { json?: true }): Promise<void> {
  const stopped = await stopEnvironment(stateDirOf(process.cwd()));
  if (flags.json) write(JSON.stringify({ stopped: stopped !== undefined }));
  else note(stopped ? 'Stopped.' : 'Nothing runs here.');
}

function status(flags: { json?: true }): void {
  const state = readState(stateDirOf(process.cwd()));
  if (!state) process.exitCode = 1;
  if (state) print(state, flags.json);
  else if (flags.json) write(JSON.stringify({ status: 'stopped' }));
  else note('Not running. Start it with: recobro start');
}

async function runSupervisor(
  flags: { stateDir: string; dbFilename?: string },
  setup: LocalSetup,
): Promise<void> {
  let ready = false;
  // The command that started us was killed before we were up: nobody would know of us.
  process.on('disconnect', () => ready || process.kill(process.pid, 'SIGTERM'));
  const tell = (message: SupervisorMessage) => {
    ready ||= message.kind === 'ready';
    if (message.kind === 'failed') console.error(message.message);
    if (process.connected) process.send?.(message);
  };
  const well = await supervise(flags, setup, tell);
  process.exit(well ? 0 : 1);
}

function print(state: LocalState, json: true | undefined): void {
  const { status: is, startedAt, supervisor, urls, env } = state;
  if (json) {
    write(JSON.stringify({ status: is, startedAt, pid: supervisor.pid, urls, env }, null, 2));
    return;
  }
  const table = new Table({ style: { head: [], border: [] } });
  for (const [name, url] of Object.entries(urls)) table.push([name, url]);
  write(`${table.toString()}\nLogs in .recobro, started ${startedAt}. Stop it with: recobro stop`);
}

function fail(message: string): void {
  process.exitCode = 1;
  note(message);
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);
