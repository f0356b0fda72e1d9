import { causeOf, type ExitCode, exitCodes, Failure } from '../errors.ts';
import type { Answer } from './types.ts';

/** Why a call of the control API did not do what it was for. */
export class ControlApiError extends Failure {
  override readonly name: string = 'ControlApiError';
}

/** Nothing answered, or not to the end. */
export class NotReachedError extends ControlApiError {
  override readonly name = 'NotReachedError';
  readonly url: string;
  /** Why, for people. */
  readonly why: string;

  constructor(url: string, cause: unknown) {
    const why = causeOf(cause);
    super(
      `Nothing answers at ${url}: ${why}. Is the emulator started, and the URL right?`,
      exitCodes.notReached,
      {
        cause,
      },
    );
    this.url = url;
    this.why = why;
  }
}

/** An answer came, and it is another than the one that the call is for. */
export class AnswerError extends ControlApiError {
  override readonly name: string = 'AnswerError';
  readonly answer: Answer;
  /** The answer that would have been right, such as `201`. */
  readonly expected: string;

  constructor(answer: Answer, expected: string, message: string, exitCode: ExitCode) {
    super(message, exitCode);
    this.answer = answer;
    this.expected = expected;
  }
}

/** What answers is not the emulator's control API, or not well. */
export class UnexpectedAnswerError extends AnswerError {
  override readonly name = 'UnexpectedAnswerError';

  constructor(answer: Answer, expected: string) {
    super(answer, expected, `${describeAnswer(answer, expected)} Is the URL right?`, exitCodes.notReached);
  }
}

/** Of RFC 9457, as far as programs read it. */
export interface Problem {
  /** Stable, such as `account_not_found`. */
  code: string;
  detail: string;
  errors: readonly { field: string; message: string }[];
}

/** The control API answered with a problem. */
export class ProblemError extends AnswerError {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(answer: Answer, expected: string, problem: Problem) {
    const fields = problem.errors.map(({ field, message }) => `\n  ${field || 'body'}: ${message}`);
    super(answer, expected, `${problem.detail}${fields.join('')}`, exitCodes.failed);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** An answer on one line, even where it is a proxy's page, and what it should have been. */
export function describeAnswer({ method, url, status, headers, text }: Answer, expected: string): string {
  const said = headers.get('x-emulator-reason') ?? text.slice(0, 300).replace(/\s+/g, ' ').trim();
  return `${method} ${url} gave ${status}, but ${expected} is expected: ${said}`;
}
