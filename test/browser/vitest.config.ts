import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '../..');

const project = (name: string, setup: string, include: string[], exclude: string[] = []) => ({
  test: {
    name: `browser: ${name}`,
    root,
    include: include.map((file) => `test/browser/${file}.test.ts`),
    exclude: exclude.map((file) => `test/browser/${file}.test.ts`),
    globalSetup: [`test/browser/support/${setup}.ts`],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Room for a machine that is several times slower than two idle cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    isolate: false,
  },
});

// Pictures are for the documentation: they show what other tests have held.
const left = process.env['SCREENSHOTS'] === 'docs' ? [] : ['screenshots'];

/** The console in a browser: against `npm start` in full, and against the built functions what depends on them. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('local', 'setup', ['*'], ['functions', ...left]),
      project('functions', 'functions-setup', ['functions']),
    ],
  },
});
