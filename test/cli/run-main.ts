import { main } from '../../cli/main';
import { printed } from './printed';

/** Runs the whole command line in this process: what it prints, and the code with which it would end. */
export async function runMain(
  ...args: readonly string[]
): Promise<{ out: string; err: string; exit: number }> {
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const { out, err } = await printed(() => main(['node', 'recobro', ...args]));
    return { out, err, exit: process.exitCode };
  } finally {
    process.exitCode = before;
  }
}
