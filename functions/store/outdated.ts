/** Thrown where sessions were written while they were read: what was read is not to be used. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
}

/** Thrown where that was so again and again. */
export class UnsteadyError extends Error {
  override readonly name = 'UnsteadyError';
}
