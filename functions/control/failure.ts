import {
  AccountBusyError,
  AccountGoneError,
  ConflictError,
  isStoreFailure,
  StillBeingBroughtOverError,
} from '../store/errors.ts';
import { accountNotFound, Problem } from './problem.ts';

/**
 * What a caller is told of an error.
 *
 * @param onFailure told of what is the emulator's own failure
 */
export function toProblem(error: unknown, onFailure: (error: unknown) => void): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ConflictError) return new Problem(409, error.code, error.message);
  if (error instanceof AccountGoneError) return accountNotFound(error.accountId);
  if (error instanceof AccountBusyError) return accountBusy();
  if (error instanceof StillBeingBroughtOverError) return stillBeingBroughtOver();
  onFailure(error);
  if (isStoreFailure(error)) {
    return new Problem(503, 'store_unavailable', `DynamoDB did not answer as it should (${error.name}).`);
  }
  return new Problem(500, 'internal_error', 'The emulator failed; its log says how.');
}

function stillBeingBroughtOver(): Problem {
  return new Problem(
    503,
    'account_busy',
    'An earlier version has kept these sessions; they are being brought over, which takes several calls. Nothing has changed: send it again.',
  );
}

function accountBusy(): Problem {
  return new Problem(
    503,
    'account_busy',
    'Other calls were writing sessions of the account for many seconds, or this one stood still. A part of it may have been written: send it again.',
  );
}
