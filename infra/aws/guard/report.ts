import type { StackReport } from './check-environment.ts';

/** What a check found, for people: a line for each stack, and one for each change that must not be made. */
export function describeReports(reports: readonly StackReport[]): string[] {
  return reports.flatMap(({ stack, state, changes, refusals }) => [
    `${stack.name}: ${stateOf(state, changes)}`,
    ...refusals.map(({ message }) => `  refused: ${message}`),
  ]);
}

function stateOf(state: StackReport['state'], changes: number): string {
  if (state === 'new') return 'not deployed yet, nothing to lose';
  if (state === 'unchanged') return 'no change';
  return `${changes} ${changes === 1 ? 'resource changes' : 'resources change'}`;
}
