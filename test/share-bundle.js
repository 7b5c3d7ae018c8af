/**
 * Jest's global set-up of the suites with servers: the workflows are bundled once for all of them, and for the commands that
 * they start. `local/bundle.ts` reads it; the last of them takes it away.
 */
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { bundleWorkflows } = require('../worker/bundle');

module.exports = async () => {
  if (process.env.RECOBRO_LOCAL_BUNDLE) return;
  const folder = mkdtempSync(join(tmpdir(), 'recobro-bundle-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'workflows.json');
  writeFileSync(file, JSON.stringify(await bundleWorkflows()));
  process.env.RECOBRO_LOCAL_BUNDLE = file;
};
