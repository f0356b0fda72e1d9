import type { Time } from '../../functions/domain/time.ts';
import { AnswerError, ControlApiError, NotReachedError, RefusedError } from './errors.ts';

export interface Retries {
  /** How often a call is made at most. */
  attempts: number;
  pauseMs: number;
}

/** Whether a failure may pass, such as that of a name or a function that is new. */
export function mayPass(error: ControlApiError): boolean {
  if (error instanceof NotReachedError) return true;
  if (!(error instanceof AnswerError)) return false;
  const { status } = error.answer;
  return status >= 500 || (!(error instanceof RefusedError) && [403, 404, 429].includes(status));
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
