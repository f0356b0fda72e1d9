import { basename } from 'node:path';
import type { RunnerTask, RunnerTestFile } from 'vitest';
import type { KnownDifference } from './known-differences.ts';

/**
 * Marks the listed tests of a file as expected to fail: Vitest then reports one that passes.
 *
 * @throws Error where the file lacks a test that is listed
 */
export function expectFailures(
  file: Pick<RunnerTestFile, 'filepath' | 'tasks'>,
  differences: readonly KnownDifference[],
): void {
  const name = basename(file.filepath);
  const expected = new Set(differences.filter((known) => known.file === name).flatMap(({ tests }) => tests));
  mark(file.tasks, expected, []);
  if (expected.size === 0) return;
  throw new Error(
    `known-differences.ts lists tests that ${name} does not have, take them off: ${[...expected].join('; ')}`,
  );
}

/** Takes the names that it finds out of `expected`. */
function mark(tasks: readonly RunnerTask[], expected: Set<string>, path: readonly string[]): void {
  for (const task of tasks) {
    const names = [...path, task.name];
    if (task.type === 'suite') mark(task.tasks, expected, names);
    else if (expected.delete(names.join(' > '))) task.fails = true;
  }
}
