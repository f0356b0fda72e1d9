import { expect, test } from 'vitest';
import { longestDelayMs } from '../../../functions/domain/faults.ts';
import { unsettledMs } from '../../../functions/domain/session-log.ts';
import {
  attempts,
  leaseMs,
  longestPauseMs,
  marginMs,
  renewEveryMs,
} from '../../../functions/store/head/lease-times.ts';
import { graceMs, reservedMs } from '../../../functions/store/removals/removal-entries.ts';

/** How long the functions are let work in AWS; `test/infra/aws/api-stack.test.ts` has it too. */
const functionMs = 29_000;

/** How long who waits for a lease does so on average, as `Leases` grows its pauses. */
const waitMs = Array.from(
  { length: attempts - 1 },
  (_, index) => Math.min(longestPauseMs, 5 * (index + 1)) / 2,
);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

test('a lease outlasts two renewals that fail or are late, with its margin', () => {
  expect(2 * renewEveryMs + marginMs).toBeLessThan(leaseMs);
});

test('who waits outlasts a lease whose writer is gone by half, and leaves a function most of its time', () => {
  expect(sum(waitMs)).toBeGreaterThanOrEqual(1.5 * leaseMs);
  expect(sum(waitMs)).toBeLessThan(functionMs / 2);
});

test('what a request could still be at is left alone for longer than a request takes', () => {
  expect(longestDelayMs).toBeLessThan(functionMs);
  expect(graceMs).toBeGreaterThan(functionMs + leaseMs);
  expect(unsettledMs).toBeGreaterThan(functionMs);
  expect(reservedMs).toBeGreaterThan(graceMs);
});
