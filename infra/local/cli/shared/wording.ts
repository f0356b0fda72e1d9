import {
  type ControlApiError,
  NotReachedError,
  ProblemError,
  UnexpectedAnswerError,
} from '../../../client/errors.ts';
import { Failure, UsageError } from '../../../errors.ts';

/** The command line itself is wrong: names what is, and where the help stands. */
export function wrongUsage(what: string, command?: string): UsageError {
  const help = ['kore-sessions-emulator', ...(command ? [command] : []), '--help'].join(' ');
  const sentence = /[.?]$/.test(what) ? what : `${what}.`;
  return new UsageError(`${sentence} See ${help}.`);
}

/** The same failure, with what to do about it in the words of the command line. */
export function worded(error: ControlApiError, url: string): Failure {
  return new Failure(messageOf(error, url), error.exitCode);
}

function messageOf(error: ControlApiError, url: string): string {
  if (error instanceof NotReachedError && /certificate/i.test(error.why)) {
    return `The certificate of ${url} is not trusted: ${error.why}. Name the file of its authority, which the emulator printed at its start, with NODE_EXTRA_CA_CERTS.`;
  }
  if (error instanceof NotReachedError) {
    return `No emulator answers at ${url}: ${error.why}. Start one with "kore-sessions-emulator start", or name another with --url or KORE_EMULATOR_URL.`;
  }
  if (error instanceof UnexpectedAnswerError) {
    const { status, headers } = error.answer;
    const type = headers.get('content-type') ?? 'no content type';
    return `${url} answers, but not as the emulator's control API (status ${status}, ${type}). Is --url right?`;
  }
  if (!(error instanceof ProblemError)) return error.message;
  if (error.code === 'unauthorized') {
    return `The emulator at ${url} does not accept this control key. Give the key that it printed at its start with --control-key or KORE_EMULATOR_CONTROL_KEY; a deployment keeps it in Secrets Manager.`;
  }
  if (error.code === 'account_not_found') {
    return `${error.problem.detail} Name another with --account, or make one with "kore-sessions-emulator accounts create".`;
  }
  return error.message;
}
