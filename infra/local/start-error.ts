/** Why the emulator cannot start, said so that the reader can mend it. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** The same where the command line itself is wrong. */
export class UsageError extends StartError {
  override readonly name = 'UsageError';
}
