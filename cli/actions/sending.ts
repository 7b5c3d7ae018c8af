import type { SendChannel } from '../../domain/channel';
import type { Halt, HaltScope } from '../../domain/halt';
import { isoFromInstant } from '../../domain/time/calendar';
import type { Store } from '../../store/store';
import { openSystem } from './system';

export interface SendingFlags {
  readonly tenant?: string;
  readonly channel?: SendChannel;
  readonly by: string;
  readonly reason: string;
}

/** Stops all messages of a scope. */
export const stopSending = (flags: SendingFlags): Promise<void> =>
  withStore(async (store) => {
    const halt = haltOf(flags);
    await store.haltSending(halt);
    return `Detenido: ${scopeWords(halt)}.\n`;
  });

/** Lifts the stop of exactly this scope; exit code 1 when there is none. */
export const resumeSending = (flags: SendingFlags): Promise<void> =>
  withStore(async (store) => {
    const halt = haltOf(flags);
    const { resumed } = await store.resumeSending(halt);
    if (!resumed) process.exitCode = 1;
    return resumed
      ? `Reanudado: ${scopeWords(halt)}.\n`
      : `No había nada detenido con ese alcance (${scopeWords(halt)}): vea recobro sending status.\n`;
  });

const LAST_CHANGES = 20;

/** What is stopped now, and the last changes of the switch. */
export const showSending = ({ json }: { readonly json?: true }): Promise<void> =>
  withStore(async (store) => {
    const [halts, changes] = await Promise.all([store.listHalts(), store.listHaltChanges(LAST_CHANGES)]);
    if (json) return `${JSON.stringify({ halts: halts.map(dated), changes: changes.map(dated) }, null, 2)}\n`;
    const now =
      halts.length === 0 ? ['Nada está detenido.'] : halts.map((halt) => `DETENIDO ${lineOf(halt)}`);
    const past = changes.map(
      (change) => `  ${change.done === 'halted' ? 'detuvo' : 'reanudó'}  ${lineOf(change)}`,
    );
    return `${[...now, ...(past.length > 0 ? ['Últimos cambios:', ...past] : [])].join('\n')}\n`;
  });

async function withStore(act: (store: Store) => Promise<string>): Promise<void> {
  const system = await openSystem();
  try {
    process.stdout.write(await act(system.store));
  } finally {
    await system.close();
  }
}

const haltOf = ({ tenant, channel, by, reason }: SendingFlags): Halt => ({
  tenant: tenant ?? null,
  channel: channel ?? null,
  at: Date.now(),
  by,
  reason,
});

/** Times in data are ISO 8601. */
const dated = <T extends Halt>(halt: T) => ({ ...halt, at: isoFromInstant(halt.at) });

const lineOf = (halt: Halt): string =>
  `${isoFromInstant(halt.at)}  ${scopeWords(halt)}, por ${halt.by}: ${halt.reason}`;

const scopeWords = ({ tenant, channel }: HaltScope): string =>
  `${channel === null ? 'todos los canales' : `el canal ${channel}`} de ${tenant ?? 'todos los clientes'}`;
