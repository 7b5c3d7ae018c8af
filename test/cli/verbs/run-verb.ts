import { Command } from 'commander';

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a verb that answers at once, in this process: what it writes, and the code it leaves. */
export function runVerb(
  register: (program: Command) => void,
  ...args: readonly string[]
): { out: string; err: string; exit: unknown } {
  const written = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((written.out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((written.err += String(text))));
  const program = new Command('recobro').exitOverride();
  register(program);
  program.parse(args, { from: 'user' });
  return { ...written, exit: process.exitCode };
}
