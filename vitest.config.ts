import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { type ContractProject, contractFiles, testFilesByPart } from './test/projects.ts';
import { isThorough } from './test/support/thorough.ts';

const files = testFilesByPart();
const ofContract = contractFiles(files.contract, isThorough);

const shared = {
  // Room for a machine that is several times slower than two idle cores; where all is well nobody waits for it.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};

/** The contract suite runs once for each way to reach an emulator; see test/contract/target.ts. */
const contractProject = (target: ContractProject, globalSetup: string[] = []) => ({
  test: {
    ...shared,
    globalSetup,
    setupFiles: ['test/support/bound-properties.ts'],
    name: `contract: ${target}`,
    include: ofContract[target],
    env: { ...shared.env, CONTRACT_TARGET: target },
    // The files share nothing but the code, and loading it anew for each takes longer than most of its tests.
    isolate: false,
    // With the cache, Vitest does not tell why a global set-up has failed.
    experimental: { fsModuleCache: globalSetup.length === 0 },
  },
});

export default defineConfig({
  test: {
    // Much of what a test takes is waiting: for processes, for the engine.
    maxWorkers: '100%',
    // Each project would compile the same files anew.
    experimental: { fsModuleCache: true },
    coverage: {
      include: ['functions/{domain,vendor,get-sessions}/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage/lines',
      reportOnFailure: true,
      // What the fast projects and the contract reach, rounded down; it may rise.
      thresholds: {
        'functions/domain/**': { statements: 98, branches: 95, functions: 97, lines: 99 },
        'functions/vendor/**': { statements: 98, branches: 96, functions: 100, lines: 98 },
        'functions/get-sessions/**': { statements: 97, branches: 99, functions: 98, lines: 96 },
      },
    },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: files.unit,
          setupFiles: ['test/support/start-nothing.ts'],
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'property',
          include: files.property,
          setupFiles: ['test/support/bound-properties.ts'],
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'engine',
          include: files.engine,
          isolate: false,
          // Its tests wait for processes more than others; Vitest asks for a group of its own where that differs.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
      // A worker for many of its files: loading aws-cdk-lib takes longer than the tests.
      {
        test: {
          ...shared,
          name: 'cdk',
          include: files.cdk,
          // One file checks templates by the rules of CloudFormation; see test/infra/aws/template-rules.test.ts.
          env: { ...shared.env, CDK_VALIDATION: 'false' },
          isolate: false,
        },
      },
      contractProject('in-process'),
      contractProject('base-path'),
      contractProject('local-server', ['test/contract/support/local-server-setup.ts']),
    ],
  },
});
