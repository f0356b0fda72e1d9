import type { Time } from '../domain/time.ts';

/** Before the function is stopped and API Gateway answers in words of its own, after 29 and 30 s. */
export const answerWithinMs = 27_000;

/** Thrown where work was not done in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Waits for work, but not for ever. The work itself goes on.
 *
 * @throws DeadlineError where it takes longer than `ms`
 */
export function withDeadline<T>(ms: number, work: Promise<T>, { after }: Pick<Time, 'after'>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(ms, () => reject(new DeadlineError(`Not done within ${ms} ms`)));
    work.then(resolve, reject).finally(cancel);
  });
}
