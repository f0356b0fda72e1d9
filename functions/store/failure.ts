import { UnsteadyError } from './outdated.ts';
import { ContendedError } from './table/atomic-items.ts';
import { UnprocessedError } from './table/retry.ts';

const ownFailures = [UnprocessedError, ContendedError, UnsteadyError];

/** Whether an error came from talking to DynamoDB: refused, timed out, throttled or unreachable. */
export function isStoreFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // A call that DynamoDB finds malformed is this program's mistake.
  if (error.name === 'ValidationException') return false;
  if ('$metadata' in error || '$fault' in error) return true;
  if (ownFailures.some((kind) => error instanceof kind)) return true;
  return 'syscall' in error || error.name === 'TimeoutError';
}
