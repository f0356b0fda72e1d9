/** How the command line ends; `kore-sessions-emulator --help` lists them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  notReached: 3,
  rowsRejected: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command cannot do its work, said so that the reader can mend it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** The code of the control API's refusal, where it is one. */
  readonly refusal: string | undefined;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed, refusal?: string) {
    super(message);
    this.exitCode = exitCode;
    this.refusal = refusal;
  }
}

/** The command line itself is wrong: names what is, and where the help stands. */
export function wrongUsage(what: string, command?: string): CliError {
  const help = ['kore-sessions-emulator', ...(command ? [command] : []), '--help'].join(' ');
  const sentence = /[.?]$/.test(what) ? what : `${what}.`;
  return new CliError(`${sentence} See ${help}.`, exitCodes.wrongUsage);
}
