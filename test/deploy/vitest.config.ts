import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import contract from '../contract/vitest.config.ts';

/** The contract suite against MiniStack: the same tests, and a list of those that it is known to fail. */
export default mergeConfig(contract, {
  test: {
    name: 'contract: deployed on MiniStack',
    runner: fileURLToPath(new URL('ministack/contract-runner.ts', import.meta.url)),
    // It answers slowly, but several at once.
    maxWorkers: 4,
  },
});
