/** How the commands end: npm and pipelines see nothing else of why. */
export const exitCodes = {
  done: 0,
  /** The deployment, or what was asked of it, failed. */
  failed: 1,
  /** Nothing was tried, as something is missing or wrong that only the caller can mend. */
  notReady: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command cannot do its work, and what to do about it, for people. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.notReady) {
    super(message);
    this.exitCode = exitCode;
  }
}
