import { Command } from 'commander';

/** What a command prints in this process while it runs, and what it answers. */
export async function printed<T>(
  command: () => T | Promise<T>,
): Promise<{ readonly out: string; readonly err: string; readonly answer: T }> {
  const said = { out: '', err: '' };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text)))),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.err += String(text)))),
  ];
  try {
    const answer = await command();
    return { ...said, answer };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs commands of one verb in this process: what they print, and the code with which the program would end. */
export async function runCommand(
  register: (program: Command) => void,
  ...args: readonly string[]
): Promise<{ readonly out: string; readonly err: string; readonly exit: unknown }> {
  const program = new Command('recobro').exitOverride();
  register(program);
  try {
    const { out, err } = await printed(() => program.parseAsync(args, { from: 'user' }));
    return { out, err, exit: process.exitCode };
  } finally {
    process.exitCode = undefined;
  }
}
