import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { contractFiles, testFilesByPart } from '../projects.ts';
import { isThorough } from '../support/thorough.ts';

const { events } = contractFiles(testFilesByPart().contract, isThorough);

/** The contract suite against the functions as they are deployed, once for each version of API Gateway's events. */
const versionProject = (target: 'lambda-v1' | 'lambda-v2') => ({
  test: {
    name: `contract: ${target}`,
    root: join(import.meta.dirname, '../..'),
    include: events,
    globalSetup: ['test/contract/support/lambda-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { CONTRACT_TARGET: target, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    isolate: false,
  },
});

export default defineConfig({
  // The functions report what fails.
  test: { silent: 'passed-only', projects: [versionProject('lambda-v1'), versionProject('lambda-v2')] },
});
