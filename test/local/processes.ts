import { execFileSync } from 'node:child_process';

/** The lines `pid command` of all processes in whose command line the text occurs. */
export function processesWith(text: string): string[] {
  return living('pid=,args=').filter((line) => line.includes(text));
}

/** Whether a process group with a living process in it exists. */
export function groupExists(pgid: number): boolean {
  return living('pgid=').some((line) => Number(line) === pgid);
}

/** Without processes that have ended and that nobody has asked about yet. */
function living(columns: string): string[] {
  const lines = execFileSync('ps', ['-eo', `stat=,${columns}`], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line && !line.startsWith('Z')).map((line) => line.replace(/^\S+\s+/, ''));
}

/** Addresses on which the process group of `pgid` listens; undefined where `ss` is missing. */
export function listenersOf(pgid: number): string[] | undefined {
  const pids = execFileSync('ps', ['-eo', 'pid=,pgid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, group]) => group === pgid)
    .map(([pid]) => `pid=${pid},`);
  const sockets = socketList();
  return sockets
    ?.split('\n')
    .filter((line) => pids.some((pid) => line.includes(pid)))
    .map((line) => line.trim().split(/\s+/)[3] ?? '');
}

function socketList(): string | undefined {
  try {
    return execFileSync('ss', ['-ltnp'], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
