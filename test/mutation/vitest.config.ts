import { defineConfig } from 'vitest/config';

/** The tests that tell quickly whether a changed line of the modules in stryker.config.json still does its work. */
export default defineConfig({
  test: {
    include: [
      'test/domain/{window,dates,lenient-dates,time,session-log}*.test.ts',
      'test/domain/rows/read-row.test.ts',
      'test/domain/slices/*.test.ts',
      'test/get-sessions/answer/page*.test.ts',
      'test/vendor/authenticate/*.test.ts',
    ],
    exclude: ['test/domain/slices/memory.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    setupFiles: ['test/support/bound-properties.ts'],
    testTimeout: 20_000,
    // Stryker's set-up has to run for each file.
    isolate: true,
  },
});
