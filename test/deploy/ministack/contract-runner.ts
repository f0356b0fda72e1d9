import { basename } from 'node:path';
import { type RunnerTask, type RunnerTestFile, TestRunner } from 'vitest';
import { knownDifferences } from './known-differences.ts';

/** Runs tests as ever, but expects those that MiniStack is known to fail to fail, and every one of them to exist. */
export default class ContractRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    for (const file of files) {
      const expected = new Set(
        knownDifferences
          .filter((known) => known.file === basename(file.filepath))
          .flatMap(({ tests }) => tests),
      );
      mark(file.tasks, expected, []);
      if (expected.size > 0) {
        throw new Error(
          `known-differences.ts lists tests that ${basename(file.filepath)} does not have: ${[...expected].join('; ')}`,
        );
      }
    }
  }
}

/** Takes the names that it finds out of `expected`. */
function mark(tasks: readonly RunnerTask[], expected: Set<string>, path: readonly string[]): void {
  for (const task of tasks) {
    const names = [...path, task.name];
    if (task.type === 'suite') mark(task.tasks, expected, names);
    else if (expected.delete(names.join(' > '))) task.fails = true;
  }
}
