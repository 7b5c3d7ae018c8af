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

function statOf(pid: string): { readonly group: number; readonly cpuMs: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
    const [group, user, system] = [fields[2], fields[11], fields[12]].map(Number);
    return { group: group ?? 0, cpuMs: ((user ?? 0) + (system ?? 0)) * TICK_MS };
  } catch {
    return undefined; // it has ended meanwhile
  }
}
