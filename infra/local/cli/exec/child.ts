import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Time } from '../../../../functions/domain/time.ts';
import { Failure } from '../../../errors.ts';

/** How long a program that is told to end may take to. */
const endWithinMs = 10_000;

/** What a shell says of a program that there is not, and of one that cannot be run. */
const [notFound, notRunnable] = [127, 126];

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Runs a program with the input and the output of this one, and passes on signals.
 *
 * @returns how it ended: its exit code, or 128 and the number of the signal that ended it, as shells have it
 */
export async function runChild(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  time: Time,
): Promise<number> {
  const [program = '', ...args] = command;
  // A terminal sends its signals to all that it runs. Elsewhere the program and all that it starts are one group.
  const isGroup = !process.stdin.isTTY && process.platform !== 'win32';
  const child = spawn(program, args, { stdio: 'inherit', env, detached: isGroup });
  const stopPassing = passSignals(child, isGroup, time);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => reject(unstartable(program, error)));
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    stopPassing();
  }
}

/** The program cannot be started at all. */
class UnstartableError extends Failure {
  override readonly name = 'UnstartableError';
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

function unstartable(program: string, { code, message }: NodeJS.ErrnoException): UnstartableError {
  if (code !== 'ENOENT') return new UnstartableError(`${program} cannot be run: ${message}.`, notRunnable);
  return new UnstartableError(`There is no program "${program}" on the PATH.`, notFound);
}

/** The exit code where a program could not be started; undefined where something else went wrong. */
export const codeOfUnstartable = (error: unknown): number | undefined =>
  error instanceof UnstartableError ? error.code : undefined;

function passSignals(child: ChildProcess, isGroup: boolean, time: Time): () => void {
  let cancelKill = (): void => {};
  const send = (signal: NodeJS.Signals): void => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It has just ended.
    }
  };
  const pass = (signal: NodeJS.Signals): void => {
    // The terminal has sent it to the program too.
    if (!(signal === 'SIGINT' || signal === 'SIGQUIT') || isGroup) send(signal);
    if (signal === 'SIGTERM' || signal === 'SIGHUP')
      cancelKill = time.after(endWithinMs, () => send('SIGKILL'));
  };
  for (const signal of signals) process.on(signal, pass);
  return () => {
    cancelKill();
    for (const signal of signals) process.off(signal, pass);
  };
}
