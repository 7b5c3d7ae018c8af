import { main } from '../../cli/main';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** Runs the whole command line in this process: what it prints, and the code with which it would end. */
export async function runMain(...args: readonly string[]): Promise<Ran> {
  const before = process.exitCode;
  const printed = { out: '', err: '' };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed.out += String(text)))),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((printed.err += String(text)))),
  ];
  process.exitCode = 0;
  try {
    await main(['node', 'recobro', ...args]);
    return { ...printed, exit: process.exitCode };
  } finally {
    spies.forEach((spy) => {
      spy.mockRestore();
    });
    process.exitCode = before;
  }
}
