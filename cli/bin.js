#!/usr/bin/env node
// The sources run as they are: tsx compiles TypeScript on load, so that there is no build step to forget.
// Node 20 is among the versions that the command is tested on; the AWS SDK's notice would stand above every answer.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('tsx/cjs');
// A worker whose start was interrupted holds the process for ever: a command that has failed is not kept up by it.
const GRACE_MS = 1_000;
require('./main.ts')
  .main(process.argv)
  .then(() => {
    if (process.exitCode) setTimeout(() => process.exit(), GRACE_MS).unref();
  });
