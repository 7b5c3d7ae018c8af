import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, freePorts } from '../../local/ports';

async function listening(port: number): Promise<() => void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => server.close();
}

test('freePorts() gives different ports that can be listened on', async () => {
  const ports = await freePorts([undefined, undefined, undefined, undefined]);
  expect(new Set(ports).size).toBe(4);
  for (const close of await Promise.all(ports.map(listening))) close();
});

test('freePort() takes the wished port when it is free and another one when it is not', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  const close = await listening(port);
  expect(await freePort(port)).not.toBe(port);
  close();
});

test('freePorts() gives a port wished twice only once', async () => {
  const port = await freePort();
  const [first, second] = await freePorts([port, port]);
  expect(first).toBe(port);
  expect(second).not.toBe(port);
});
