import { figure, type Table } from '../report/table.ts';
import type { SpeedData } from './run.ts';

/** Servers by what they answered, and those that were left out with the reason. */
export function speedTable({ sessions, rounds, responseBytes, results, leftOut }: SpeedData): Table {
  const { connections, roundMs } = rounds;
  return {
    title: `Requests a second: a page of 20 rows of ${figure(sessions)} sessions, ${connections} connections`,
    columns: ['Server', 'fresh, requests/s', 'warm, requests/s', 'p50 ms', 'p95 ms', 'p99 ms'],
    rows: [
      ...results.map(({ name, freshPerSecond, median }) => [
        name,
        figure(freshPerSecond),
        figure(median.perSecond),
        figure(median.p50, 2),
        figure(median.p95, 2),
        figure(median.p99, 2),
      ]),
      ...leftOut.map(({ name, why }) => [name, `left out: ${why}`]),
    ],
    notes: [
      `Medians of ${rounds.rounds} rounds of ${figure(roundMs / 1000, 1)} s each, in turns, after a warm-up of ${figure(rounds.warmUpMs / 1000, 0)} s, which is the column "fresh"; every answer has ${figure(responseBytes)} bytes.`,
    ],
  };
}
