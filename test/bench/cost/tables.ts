import { figure, type Table } from '../report/table.ts';
import { withoutFilter } from './requests.ts';
import type { CostData } from './run.ts';
import { type PageCost, pageLimit, type RequestCost, type State, worst } from './states.ts';

const stateTitles: Record<State, string> = {
  rowsCached: 'Warm, rows cached',
  rowsRead: 'Warm, rows not cached',
  afterWrite: 'Warm, after a write to one day',
  cold: 'Cold',
};

const cell = ({ calls, readUnits }: PageCost): string => `${figure(calls)} / ${figure(readUnits, 1)}`;
const sizesOf = (rows: readonly { sessions: number }[]): number[] => [
  ...new Set(rows.map(({ sessions }) => sessions)),
];

/** Everything that was measured, as people read it. */
export function costTables(data: CostData): Table[] {
  const notes = data.leftOut.map((what) => `Left out: ${what}.`);
  const order: State[] = ['rowsCached', 'rowsRead', 'afterWrite', 'cold'];
  return [
    ...order.map((state, index) => stateTable(data.requests, state, index === 0 ? notes : [])),
    depthTable(data),
    exportTable(data),
  ];
}

/** A state at every size: the most that any depth costs. */
function stateTable(requests: readonly RequestCost[], state: State, notes: readonly string[]): Table {
  const sizes = sizesOf(requests);
  const names = [...new Set(requests.map(({ request }) => request))];
  return {
    title: `${stateTitles[state]}: DynamoDB calls / read units of a page of ${pageLimit}`,
    columns: ['Request', ...sizes.map((sessions) => figure(sessions))],
    rows: names.map((name) => [
      name,
      ...sizes.map((sessions) => {
        const found = requests.find((row) => row.request === name && row.sessions === sessions);
        return found ? cell(worst(found, state)) : '';
      }),
    ]),
    notes: [
      'By sessions in the window; the most of skip 0, half and last page.',
      ...sizes.flatMap((sessions) => repetitions(requests, state, sessions)),
      ...notes,
    ],
  };
}

/** Says where one request was not enough. */
function repetitions(requests: readonly RequestCost[], state: State, sessions: number): string[] {
  const costs = requests.filter((row) => row.sessions === sessions).map((row) => worst(row, state));
  const most = Math.max(...costs.map((cost) => cost.requests));
  if (most <= 1) return [];
  return [
    `At ${figure(sessions)} sessions the emulator ran out of time and was asked up to ${most} times; calls and units are those of all of them together.`,
  ];
}

/** Every depth of the largest size without a filter, beside the plain approach. */
function depthTable({ requests, plain }: CostData): Table {
  const largest = requests.filter(({ request }) => request === withoutFilter.name).at(-1);
  const order: State[] = ['rowsCached', 'rowsRead', 'afterWrite', 'cold'];
  return {
    title: `By depth, ${figure(largest?.sessions ?? 0)} sessions, no filter: calls / read units`,
    columns: ['Skip', ...order.map((state) => stateTitles[state]), 'Plain approach'],
    rows: (largest?.depths ?? []).map(({ skip, costs, depth }) => {
      const beside = plain
        .find(({ sessions }) => sessions === largest?.sessions)
        ?.depths.find((row) => row.depth === depth);
      return [figure(skip), ...order.map((state) => cell(costs[state])), beside ? cell(beside.cost) : ''];
    }),
    notes: ['The plain approach counts the index over the window, walks it to the offset and gets the rows.'],
  };
}

function exportTable({ exports, requests }: CostData): Table {
  const afterWrite = (sessions: number): string => {
    const found = requests.find((row) => row.request === withoutFilter.name && row.sessions === sessions);
    return found ? cell(worst(found, 'afterWrite')) : '';
  };
  return {
    title: `Export of the whole window in pages of ${pageLimit}, on a warm emulator`,
    columns: ['Sessions', 'Pages', 'Calls a page', 'Read units a session', 'A page after a write', 'Seconds'],
    rows: exports.map((row) => [
      figure(row.sessions),
      figure(row.pages),
      figure(row.callsPerPage, 2),
      figure(row.readUnitsPerSession, 2),
      afterWrite(row.sessions),
      figure(row.seconds, 1),
    ]),
    notes: ['No row is cached when it begins. The seconds are of the embedded engine, in this process.'],
  };
}

/** The states that the growth plot shows, in the words of the tables. */
export const stateName = (state: State): string => stateTitles[state].toLowerCase();
