/** A write ran into something that the caller can change: the request, not the store, is at fault. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code: 'account_exists' | 'client_id_taken' | 'bot_exists';

  constructor(code: ConflictError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The account was removed meanwhile. */
export class AccountGoneError extends Error {
  override readonly name = 'AccountGoneError';
  readonly accountId: string;

  constructor(accountId: string) {
    super(`The account ${accountId} is gone.`);
    this.accountId = accountId;
  }
}

/** Others were writing sessions of the account all the time. */
export class AccountBusyError extends Error {
  override readonly name = 'AccountBusyError';
}

/** The sessions that an account was to go on from were removed meanwhile. */
export class DataGoneError extends Error {
  override readonly name = 'DataGoneError';
}

/** What an earlier version kept is being brought over, and takes longer than one call may. */
export class StillBeingBroughtOverError extends Error {
  override readonly name = 'StillBeingBroughtOverError';
}

/** Sessions were written while they were read: what was read is not to be used. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
}

/** Sessions were written again and again while they were read. */
export class UnsteadyError extends Error {
  override readonly name = 'UnsteadyError';
}

/** Other processes were faster again and again. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';
}

/** DynamoDB throttled a batch for longer than it could wait. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';

  /** @param limit what throttled, for people, where DynamoDB says so */
  constructor(items: number, limit = 'a limit that DynamoDB does not name') {
    super(`DynamoDB left ${items} items unprocessed for too long, throttled by ${limit}`);
  }
}

const ownFailures = [ThrottledError, ContendedError, UnsteadyError];

/** Whether an error came from talking to DynamoDB: refused, timed out, throttled or unreachable. */
export function isStoreFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // A call that DynamoDB finds malformed is this program's mistake.
  if (error.name === 'ValidationException') return false;
  if ('$metadata' in error || '$fault' in error) return true;
  if (ownFailures.some((kind) => error instanceof kind)) return true;
  return 'syscall' in error || error.name === 'TimeoutError';
}

/** Whether DynamoDB refused a write because its condition does not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
