import type { Time } from '../../functions/domain/time.ts';
import { AnswerError, ControlApiError, NotReachedError, ProblemError } from './errors.ts';

export interface Retries {
  /** How often a call is made at most. */
  attempts: number;
  pauseMs: number;
}

/** Whether a failure may pass, such as that of a name or a function that is new. */
function mayPass(error: ControlApiError): boolean {
  if (error instanceof NotReachedError) return true;
  if (!(error instanceof AnswerError)) return false;
  const { status } = error.answer;
  return status >= 500 || (!(error instanceof ProblemError) && [403, 404, 429].includes(status));
}

/** Makes a call, and repeats it while its failure may pass. */
export async function withRetries<T>(
  retries: Retries | undefined,
  time: Time,
  call: () => Promise<T>,
): Promise<T> {
  const { attempts, pauseMs } = retries ?? { attempts: 1, pauseMs: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const isLast = attempt >= attempts || !(error instanceof ControlApiError) || !mayPass(error);
      if (isLast) throw error;
      await time.sleep(pauseMs);
    }
  }
}

/** For how long somebody goes on who has all the time that a long piece of work takes. */
const longestMs = 120_000;
const [firstPauseMs, longestPauseMs] = [500, 8_000];

const busyStatuses: readonly number[] = [429, 502, 503, 504];

/** Whether the emulator, or what stands before it, had too much to do for a call that is otherwise right. */
function isBusy(error: unknown): boolean {
  return error instanceof AnswerError && busyStatuses.includes(error.answer.status);
}

/** Whether it had so much to do that the call was not even begun. */
export function isNotBegun(error: unknown): boolean {
  if (!(error instanceof AnswerError)) return false;
  const { status } = error.answer;
  return status === 429 || (status === 503 && !(error instanceof ProblemError));
}

/** Makes a call, and repeats it while the emulator is busy; pauses grow, and differ from those of others who wait. */
export async function whileBusy<T>(
  time: Time,
  call: () => Promise<T>,
  mayRepeat: (error: unknown) => boolean = isBusy,
): Promise<T> {
  const until = time.monotonic() + longestMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await call();
    } catch (error) {
      if (!mayRepeat(error) || time.monotonic() >= until) throw error;
      await time.sleep(pauseMs * (0.5 + Math.random() / 2));
    }
  }
}
