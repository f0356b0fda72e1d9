import { type RunnerTestFile, TestRunner } from 'vitest';
import { expectFailures } from './expect-failures.ts';
import { knownDifferences } from './known-differences.ts';

/** Runs tests as ever, but expects those that MiniStack is known to fail to fail. */
export default class ContractRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    for (const file of files) expectFailures(file, knownDifferences);
  }
}
