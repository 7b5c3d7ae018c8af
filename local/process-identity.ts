import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, in the system's own words. */
  readonly began: string;
}

/** Marks a running process. @returns Undefined when there is none with this number. */
export function markProcess(pid: number): ProcessMark | undefined {
  const began = beganByProc(pid) ?? beganByPs(pid);
  return began ? { pid, began } : undefined;
}

/** Whether the marked process still runs; false when its number now belongs to another one. */
export function isAlive(mark: ProcessMark): boolean {
  return markProcess(mark.pid)?.began === mark.began;
}

/** Linux: clock ticks between this boot and the start of the process. */
function beganByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
    const [state, ticks] = [fields[0], fields[19]];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks && state !== 'Z' ? `${boot}/${ticks}` : undefined;
  } catch {
    return undefined;
  }
}

/** macOS and the BSDs: the date that ps prints. */
function beganByPs(pid: number): string | undefined {
  try {
    const output = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const [state, ...began] = output.trim().split(/\s+/);
    return state && !state.startsWith('Z') ? began.join(' ') : undefined;
  } catch {
    return undefined;
  }
}
