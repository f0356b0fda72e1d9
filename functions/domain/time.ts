import { setTimeout as sleepFor } from 'node:timers/promises';

/** The machine's time: what is asked of it and how it is waited for. Handed in everywhere, so that tests hand in their own. */
export interface Time {
  /** Unix ms; may be set back. */
  now: () => number;
  /** Ms of a clock that is never set, from an arbitrary start: for durations. */
  monotonic: () => number;
  /** Resolves after so many ms; rejects with the signal's reason where that aborts first. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls once after so many ms, and does not keep the process for it. Returns what cancels it. */
  after: (ms: number, call: () => void) => Cancel;
  /** Calls every so many ms, and does not keep the process for it. Returns what ends it. */
  every: (ms: number, call: () => void) => Cancel;
}

export type Cancel = () => void;

/** The time of the machine that this runs on. */
export const systemTime: Time = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, signal ? { signal } : {}),
  after: (ms, call) => {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
  every: (ms, call) => {
    const timer = setInterval(call, ms).unref();
    return () => clearInterval(timer);
  },
};

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
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error) => {
        cancel();
        reject(error);
      },
    );
  });
}
