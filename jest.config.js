/**
 * Unit tests (pure, fast) and integration tests (real Temporal server, local AWS) are what `npm test` runs; the long ones
 * (crashes, the demo, the simulator against Temporal, synthesis) are `npm run check:long`, which CI runs too.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'; // Node 20 is tested on purpose

const shared = {
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/patience.ts'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
};

const servers = { ...shared, globalSetup: '<rootDir>/test/share-bundle.js' };

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(int|check)\\.test\\.ts$', '/node_modules/'],
    },
    { ...servers, displayName: 'integration', testMatch: ['<rootDir>/test/**/*.int.test.ts'] },
    { ...servers, displayName: 'long', testMatch: ['<rootDir>/test/**/*.check.test.ts'] },
  ],
};
