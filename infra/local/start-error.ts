/** Why the emulator cannot start, said so that the reader can mend it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
