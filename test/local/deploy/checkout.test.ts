import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIdOf } from '../../../infra/constructs/worker-package';
import { changeCheckout, makeCheckout, UPDATED } from '../../../local/deploy/checkout';
import { startCommandOf } from '../../../local/deploy/packaged-worker';

const ROOT = join(__dirname, '..', '..', '..');

let folder: string;
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'recobro-checkout-')), 'checkout');
  makeCheckout(folder);
});
afterAll(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

test('the next version of a checkout is another build, with another message and another API document', () => {
  const before = buildIdOf(folder);
  changeCheckout(folder);
  expect(buildIdOf(folder)).not.toBe(before);
  expect(readFileSync(join(folder, 'messages', 'es', 'vencido.yaml'), 'utf8')).toContain(
    `subject: '${UPDATED.subject}: `,
  );
  expect(JSON.parse(readFileSync(join(folder, 'schemas', 'openapi.json'), 'utf8'))).toMatchObject({
    info: { version: UPDATED.apiVersion },
  });
});

test('the command that starts the worker is read from its Dockerfile', () => {
  expect(startCommandOf(join(ROOT, 'worker'))).toEqual({
    command: ['node', 'main.js'],
    env: { NODE_ENV: 'production' },
  });
});
