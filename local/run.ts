import { type ChildProcess, execFile } from 'node:child_process';

export interface RunResult {
  readonly ok: boolean;
  /** Output and errors together, trimmed. */
  readonly output: string;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Runs a program to its end; never throws: a program that is not there is `ok: false`. A parameter where tests replace it. */
export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

const TEN_MINUTES_MS = 600_000;
const running = new Set<ChildProcess>();

export const run: Run = (command, args, { timeoutMs = TEN_MINUTES_MS, env = process.env, cwd } = {}) =>
  new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 16_000_000,
      env: { ...env },
      ...(cwd !== undefined && { cwd }),
    } as const;
    const child = execFile(command, [...args], options, (error, stdout, stderr) => {
      running.delete(child);
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: !error, output: output || (error?.message ?? '') });
    });
    running.add(child);
  });

/** Ends the programs that still run, such as an installation that was interrupted. Their result is `ok: false`. */
export function endRuns(): void {
  for (const child of running) child.kill('SIGTERM');
}
