import { defineConfig } from 'vitest/config';

/** For runs against a deployment, which test/contract/run.ts starts; `npm test` has a configuration of its own. */
export default defineConfig({
  test: {
    name: 'contract: url',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // A deployment is further away than a local server, and may have to start first.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { CONTRACT_TARGET: 'url' },
    isolate: false,
    experimental: { fsModuleCache: true },
  },
});
