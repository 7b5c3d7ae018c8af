import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { registerAccount } from './verbs/account';
import { registerAudit } from './verbs/audit';
import { registerCost } from './verbs/cost';
import { registerDemo } from './verbs/demo';
import { registerEnvironment } from './verbs/environment';
import { registerExperiment } from './verbs/experiment';
import { registerEvidence } from './verbs/evidence';
import { registerImport } from './verbs/import';
import { registerLaw } from './verbs/law';
import { registerMessages } from './verbs/messages';
import { registerPerson } from './verbs/person';
import { registerScenario } from './verbs/scenario';
import { registerSending } from './verbs/sending';
import { registerSimulate } from './verbs/simulate';
import { registerStrategy } from './verbs/strategy';
import { registerWorker } from './verbs/worker';

/** Exit codes of every command: 1 = it ran and found something, 2 = it was used wrongly. */
export const WRONG_USE = 2;

/** The command line. Sets `process.exitCode`; what it prints as data goes to stdout, everything else to stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError)) process.stderr.write(`${messageOf(error)}\n`);
  }
}

function commandLine(): Command {
  const program = new Command('recobro')
    .description('Collects late debts: one durable workflow per account, lawful contact, evidence.')
    .version(version)
    .exitOverride();
  registerAccount(program);
  registerAudit(program);
  registerCost(program);
  registerDemo(program);
  registerEnvironment(program);
  registerExperiment(program);
  registerEvidence(program);
  registerScenario(program);
  registerSending(program);
  registerImport(program);
  registerLaw(program);
  registerMessages(program);
  registerPerson(program);
  registerSimulate(program);
  registerStrategy(program);
  registerWorker(program);
  return program;
}

/** Commander's own errors are wrong use, save for `--help` and `--version`; anything else is a finding. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  return 1;
}

/** With its causes: the SDK's own messages say little. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}
