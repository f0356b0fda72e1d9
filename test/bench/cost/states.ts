import type { Depth } from './requests.ts';

/** Rows of a page that is measured. */
export const pageLimit = 100;

/** What one page cost, as the emulator's own journal has it. */
export interface PageCost {
  calls: number;
  readUnits: number;
  /** How many requests it took: more than one where the emulator ran out of time. Their costs are added up. */
  requests: number;
}

/** What an emulator remembers when a request comes. */
export const states = ['cold', 'rowsRead', 'rowsCached', 'afterWrite'] as const;
export type State = (typeof states)[number];

/** Something for each state. */
export function mapStates<T>(of: (state: State) => T): Record<State, T> {
  return {
    cold: of('cold'),
    rowsRead: of('rowsRead'),
    rowsCached: of('rowsCached'),
    afterWrite: of('afterWrite'),
  };
}

/** What one page costs in each state. */
export interface DepthCost {
  depth: Depth;
  skip: number;
  costs: Record<State, PageCost>;
}

export interface RequestCost {
  request: string;
  sessions: number;
  /** Matches of the filter in the window. */
  total: number;
  depths: DepthCost[];
}

/** The most that a page cost at any depth. */
export function worst({ depths }: RequestCost, state: State): PageCost {
  const costs = depths.map((depth) => depth.costs[state]);
  return {
    calls: Math.max(...costs.map(({ calls }) => calls)),
    readUnits: Math.max(...costs.map(({ readUnits }) => readUnits)),
    requests: Math.max(...costs.map(({ requests }) => requests)),
  };
}
