import type { Plot, Series } from '../report/plot.ts';
import { withoutFilter } from './requests.ts';
import type { CostData } from './run.ts';
import type { State } from './states.ts';
import { stateName } from './tables.ts';

const lines: readonly (readonly [State, string])[] = [
  ['cold', '#8250df'],
  ['rowsRead', '#0969da'],
  ['rowsCached', '#1a7f37'],
];

// A logarithmic axis has no 0, and DynamoDB counts in halves.
const atLeast = (readUnits: number): number => Math.max(readUnits, 0.5);

/** Read units of a page in the middle of a window, by the sessions in it. */
export function growthPlot({ requests, plain }: CostData): Plot {
  const store = lines.map(
    ([state, color]): Series => ({
      name: stateName(state),
      color,
      points: requests
        .filter(({ request }) => request === withoutFilter.name)
        .flatMap(({ sessions, depths }) =>
          depths
            .filter(({ depth }) => depth === 'half')
            .map(({ costs }) => [sessions, atLeast(costs[state].readUnits)] as const),
        ),
    }),
  );
  const beside: Series = {
    name: 'plain approach',
    color: '#cf222e',
    points: plain.flatMap(({ sessions, depths }) =>
      depths
        .filter(({ depth }) => depth === 'half')
        .map(({ cost }) => [sessions, atLeast(cost.readUnits)] as const),
    ),
  };
  return {
    title: 'Read units of a page of 100 rows in the middle of the window',
    xLabel: 'sessions in the window',
    yLabel: 'read units',
    series: [beside, ...store],
  };
}
