import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '../..');

const project = (target: 'local' | 'lambda-v1' | 'lambda-v2', include: string[]) => ({
  test: {
    name: `browser: ${target}`,
    root,
    include,
    globalSetup: ['test/browser/support/setup.ts'],
    provide: { browserTarget: target },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Room for a machine that is several times slower than two idle cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    isolate: false,
  },
});

/** The console in a browser: against `npm start` in full, and against the built functions what depends on them. */
const everywhere = ['test/browser/screens.test.ts', 'test/browser/tasks.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('local', ['test/browser/**/*.test.ts']),
      project('lambda-v1', everywhere),
      project('lambda-v2', everywhere),
    ],
  },
});
