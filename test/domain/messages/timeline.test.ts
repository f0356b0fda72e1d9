import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MadeRun } from '../../../functions/domain/messages/made-run.ts';
import {
  type Moment,
  positionOf,
  type RunGroup,
  Timeline,
} from '../../../functions/domain/messages/timeline.ts';
import { longestSpanMs } from '../../../functions/domain/messages/times.ts';

const sessionArbitrary = fc.record({
  startTime: fc.constantFrom(0, 1, 10, 500, 1_000, 90_000),
  length: fc.constantFrom(0, 1, 7, 100, 1_000, 2 * longestSpanMs),
  messages: fc.nat(30),
});

const runsArbitrary = fc
  .array(sessionArbitrary, { maxLength: 12 })
  .map((sessions) =>
    sessions.map(
      ({ startTime, length, messages }, index) =>
        new MadeRun({ startTime, endTime: startTime + length }, messages, () => `session-${index}`),
    ),
  );

const instant = fc.oneof(fc.nat(1_200), fc.nat(2 * longestSpanMs));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every message of a window, one by one. */
function allOf(runs: readonly MadeRun[], from: number, to: number): Moment<MadeRun>[] {
  return runs
    .flatMap((run) =>
      Array.from({ length: run.messages }, (_, number) => ({ run, number, time: run.timeOf(number) })),
    )
    .filter(({ time }) => time >= from && time <= to)
    .sort((a, b) => a.time - b.time || compare(a.run.keyOf(), b.run.keyOf()) || a.number - b.number);
}

test('times of messages rise within the session, and within a day', () => {
  fc.assert(
    fc.property(sessionArbitrary, fc.nat(), ({ startTime, length, messages }, salt) => {
      const run = new MadeRun({ startTime, endTime: startTime + length }, messages, () => `s${salt}`);
      const times = Array.from({ length: messages }, (_, number) => run.timeOf(number));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      if (messages > 0) expect(times[0]).toBe(startTime);
      expect(times.every((time) => time <= startTime + Math.min(length, longestSpanMs))).toBe(true);
    }),
  );
});

/** Runs that are counted together. */
const together = (runs: readonly MadeRun[]): RunGroup<MadeRun> => ({
  from: Math.min(...runs.map(({ from }) => from)),
  to: Math.max(...runs.map(({ to }) => to)),
  messages: runs.reduce((sum, { messages }) => sum + messages, 0),
  upTo: (at) => runs.reduce((sum, run) => sum + run.upTo(at), 0),
  runsBetween: (from, to) => runs.filter((run) => run.from <= to && run.to >= from),
});

test('any part of a timeline, and the rank of each message, is as when all are looked at', () => {
  fc.assert(
    fc.property(
      runsArbitrary,
      instant,
      instant,
      fc.nat(200),
      fc.nat(60),
      fc.nat(12),
      (runs, from, length, begin, count, grouped) => {
        const timeline = new Timeline<MadeRun>({ from, to: from + length });
        const group = runs.slice(0, grouped);
        if (group.length > 0) timeline.add(together(group));
        for (const run of runs.slice(grouped)) timeline.add(run);
        const all = allOf(runs, from, from + length);
        expect(timeline.total).toBe(all.length);
        expect(timeline.part(begin, begin + count)).toEqual(all.slice(begin, begin + count));
        for (const [index, moment] of all.entries()) {
          if (index % 17 === 0) expect(timeline.rankOf(positionOf(moment))).toBe(index);
        }
      },
    ),
  );
});
