import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time that a process has used so far, all threads, in milliseconds; 0 when there is no such process. */
export function cpuMsOfProcess(pid: number): number {
  return statOf(`${pid}`)?.cpuMs ?? 0;
}

/** The same for all living processes of a group. */
export function cpuMsOfGroup(group: number): number {
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(name) ?? []) : []));
  return stats.filter((stat) => stat.group === group).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** The same for all children of this process that have ended. */
export const cpuMsOfEndedChildren = (): number => statOf('self')?.childrenMs ?? 0;

interface Stat {
  readonly group: number;
  readonly cpuMs: number;
  readonly childrenMs: number;
}

function statOf(pid: string): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
    const [group = 0, ...ticks] = [2, 11, 12, 13, 14].map((at) => Number(fields[at] ?? 0));
    const [user = 0, system = 0, ofChildren = 0, systemOfChildren = 0] = ticks;
    return {
      group,
      cpuMs: (user + system) * TICK_MS,
      childrenMs: (ofChildren + systemOfChildren) * TICK_MS,
    };
  } catch {
    return undefined; // it has ended meanwhile
  }
}
