#!/usr/bin/env node
// The sources run as they are: tsx compiles TypeScript on load, so that there is no build step to forget.
require('tsx/cjs');
require('./main.ts').main(process.argv);
