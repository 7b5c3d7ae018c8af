import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Everything local listens on loopback only. */
export const LOOPBACK = '127.0.0.1';

/**
 * A free TCP port on loopback. Another process may take it before it is used: choose it right before starting a server.
 *
 * @param preferred Taken if it is free, so that a person finds the usual address.
 */
export async function freePort(preferred?: number): Promise<number> {
  const [port] = await freePorts([preferred]);
  if (port === undefined) throw new Error('freePorts() gives a port for every wish');
  return port;
}

/** Free ports, all different. @param preferred One entry per port; `undefined` takes any. */
export async function freePorts(preferred: readonly (number | undefined)[]): Promise<number[]> {
  const held: Held[] = [];
  try {
    for (const wish of preferred) held.push((wish && (await hold(wish))) || (await holdAny()));
    return held.map(({ port }) => port);
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
}

type Held = { port: number; release: () => Promise<void> };

async function holdAny(): Promise<Held> {
  const held = await hold(0);
  if (!held) throw new Error(`No free port on ${LOOPBACK}: end some processes that listen there`);
  return { port: held.port, release: () => keepAside(held).then(held.release) };
}

/**
 * A connection that the listening side closes first leaves the port in TIME_WAIT: for a minute the system gives it to
 * nobody who asks for any port, but a server that asks for this one gets it.
 */
async function keepAside({ port }: Held): Promise<void> {
  const client = connect(port, LOOPBACK);
  client.on('error', () => client.destroy());
  await once(client, 'close');
}

/** Listens on the port, so that the next search does not find it too. */
function hold(port: number): Promise<Held | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .end()
        .resume(),
    );
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      resolve({ port: taken, release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
