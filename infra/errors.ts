/** How every program ends; its help lists those that it knows. */
export const exitCodes = {
  done: 0,
  /** What was asked for failed. */
  failed: 1,
  /** Nothing was tried: the command line is wrong, or something is missing that only the caller can mend. */
  notTried: 2,
  /** No emulator answers at the URL. */
  notReached: 3,
  rowsRejected: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What went wrong and what to do about it, for people; and how the program that it ends exits. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Something is missing or wrong that only the caller can mend, so nothing was tried. */
export class NotReadyError extends Failure {
  override readonly name: string = 'NotReadyError';

  constructor(message: string) {
    super(message, exitCodes.notTried);
  }
}

/** The command line itself is wrong. */
export class UsageError extends NotReadyError {
  override readonly name = 'UsageError';
}

export interface ProgramOptions {
  /** A line for people. */
  say: (line: string) => void;
  /** Whether an error that no part of the program foresaw is shown with where it happened. */
  showStack: boolean;
}

/**
 * Runs a program to its end, and says why it failed.
 *
 * @param program its exit code; undefined while a server goes on running
 */
export async function runProgram(
  program: () => Promise<ExitCode | undefined>,
  { say, showStack }: ProgramOptions,
): Promise<ExitCode | undefined> {
  try {
    return await program();
  } catch (error) {
    if (error instanceof Failure) {
      say(error.message);
      return error.exitCode;
    }
    const unforeseen = error instanceof Error ? error : new Error(String(error));
    say(showStack ? (unforeseen.stack ?? unforeseen.message) : unforeseen.message);
    return exitCodes.failed;
  }
}

/** What an error says, or whatever else was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a request got no answer: what `fetch` throws says only "fetch failed"; its cause says why. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
