import { readFileSync } from 'node:fs';

/** How a process stands with the processors of the machine. */
export interface Schedule {
  /** Milliseconds for which it has had one. */
  ran: number;
  /** Milliseconds for which it wanted one and had none. */
  waited: number;
  /** Whether it wants one now, and may or may not have it. Of this process, which asks, it is not known. */
  wants: boolean;
}

const perMs = 1e6;

/**
 * What Linux tells of a process in `/proc` (schedstat: nanoseconds on a processor, and waiting for one).
 *
 * @returns undefined where there is no such file, or the process is over
 */
export function scheduleOf(pid: number): Schedule | undefined {
  try {
    const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    // The state stands after the name, which is in parentheses and may hold any.
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
    return { ran: ran / perMs, waited: waited / perMs, wants: state === 'R' && pid !== process.pid };
  } catch {
    return undefined;
  }
}
