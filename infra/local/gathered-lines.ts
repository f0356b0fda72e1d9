import { type Cancel, systemTime, type Time } from '../../functions/domain/time.ts';

const gatherMs = 20;

/** Lines that are said together. */
export interface GatheredLines {
  add: (line: string) => void;
  /** Says what has not been said. */
  flush: () => void;
}

/**
 * Gathers lines for a moment that nobody notices: under load, writing each by itself to a terminal takes a tenth
 * of the time of a request.
 *
 * @param say takes one text, several lines perhaps
 */
export function gatheredLines(say: (text: string) => void, time: Time = systemTime): GatheredLines {
  let lines: string[] = [];
  let cancel: Cancel | undefined;
  const flush = (): void => {
    cancel?.();
    const gathered = lines;
    lines = [];
    if (gathered.length > 0) say(gathered.join('\n'));
  };
  return {
    add: (line) => {
      if (lines.push(line) === 1) cancel = time.after(gatherMs, flush);
    },
    flush,
  };
}
