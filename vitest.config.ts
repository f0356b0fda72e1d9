import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 20_000, hookTimeout: 60_000 };

/** The contract suite runs once for each way to reach an emulator; see test/contract/target.ts. */
const contractProject = (target: string) => ({
  test: {
    ...shared,
    name: `contract: ${target}`,
    include: ['test/contract/**/*.test.ts'],
    env: { CONTRACT_TARGET: target },
  },
});

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/contract/**'] } },
      contractProject('in-process'),
      contractProject('local-server'),
    ],
  },
});
