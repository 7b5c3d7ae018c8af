import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { exitCodeOf, messageOf } from './failure';
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

/** The command line. Sets `process.exitCode`; what it prints as data goes to stdout, everything else to stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  outliveReaders();
  try {
    await commandLine().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError)) process.stderr.write(`${messageOf(error)}\n`);
  }
}

/** A reader that has seen enough (`| head`) ends neither the work nor its exit code: what is still printed goes nowhere. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(ignoreClosedPipe)) stream.on('error', ignoreClosedPipe);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
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
