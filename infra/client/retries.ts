import type { Time } from '../../functions/domain/time.ts';
import { AnswerError, ControlApiError, NotReachedError, RefusedError } from './errors.ts';

export interface Retries {
  /** How often a call is made at most. */
  attempts: number;
  pauseMs: number;
}

/** Whether it may be another answer in a while: a name or a function that is only just there. */
export function mayPass(error: ControlApiError): boolean {
  if (error instanceof NotReachedError) return true;
  if (!(error instanceof AnswerError)) return false;
  const { status } = error.answer;
  return status >= 500 || (!(error instanceof RefusedError) && [403, 404, 429].includes(status));
}

/** Makes a call, and makes it again while what it fails of may pass. */
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
