import { createServer } from 'node:http';
import { createProcessTraces, flushRegularly } from '../../traces/process';

/** A collector on the loopback, and what it was sent. */
async function collector(status: number) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''} ${body}`);
      response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}`, bodies, stop };
}

async function livedWith(env: Readonly<Record<string, string>>): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const traces = createProcessTraces(env, (line) => lines.push(line));
  const end = flushRegularly(traces);
  await traces.tracer.run('sendTouch', 'consumer', {}, async () => undefined);
  await end();
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('without a collector a span is a line', async () => {
  expect(await livedWith({})).toEqual([expect.objectContaining({ span: 'sendTouch' })]);
});

test('with a collector it gets the span as well, before the process ends', async () => {
  const { url, bodies, stop } = await collector(200);
  const [line, ...more] = await livedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  await stop();
  expect(more).toEqual([]);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toMatch(/^\/v1\/traces /);
  expect(bodies[0]).toContain(String(line?.['traceId']));
});

test.each([
  { what: 'refuses', status: 500, error: 'status_500' },
  { what: 'is not there', status: undefined, error: 'TypeError' },
])(
  'a collector that $what costs its spans and nothing else, and the log says so',
  async ({ status, error }) => {
    const { url, stop } = await collector(status ?? 200);
    if (status === undefined) await stop();
    const lines = await livedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    if (status !== undefined) await stop();
    expect(lines).toEqual([expect.objectContaining({ span: 'sendTouch' }), { spansLost: 1, error }]);
  },
);
