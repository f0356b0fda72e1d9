import type { Plot } from '../report/plot.ts';
import { figure, type Table } from '../report/table.ts';
import type { LayersData } from './run.ts';
import { type Cost, changes, pages } from './steps.ts';

const millions = (bytes: number): string => figure(bytes / 2 ** 20, 1);

/** What was measured, as people read it. */
export const layerTables = (data: LayersData): Table[] => [
  changeTable(data),
  pageTable(data),
  copyTable(data),
  firstSecondsTable(data),
];

const sizesOf = ({ costs }: LayersData): number[] => [...new Set(costs.map(({ sessions }) => sessions))];

function bySize(data: LayersData, named: readonly Cost['what'][], cell: (cost: Cost) => string): string[][] {
  return named.flatMap((what) =>
    [...new Set(data.costs.filter((cost) => cost.what === what).map(({ form }) => form))].map((form) => [
      `${what}, ${form}`,
      ...sizesOf(data).map((sessions) => {
        const cost = data.costs.find(
          (each) => each.what === what && each.form === form && each.sessions === sessions,
        );
        return cost ? cell(cost) : '';
      }),
    ]),
  );
}

const changeTable = (data: LayersData): Table => ({
  title: 'Keeping, going back and copying, by sessions: writes / write units / ms',
  columns: ['', ...sizesOf(data).map((sessions) => figure(sessions))],
  rows: bySize(data, changes, ({ writes, writeUnits, ms }) =>
    [figure(writes), figure(writeUnits), figure(Math.round(ms))].join(' / '),
  ),
  notes: [
    'Calls to DynamoDB, of an emulator in the process of the embedded engine: as one of many Lambda instances, or as the only process that writes.',
  ],
});

const pageTable = (data: LayersData): Table => ({
  title: 'Pages of 100 rows, by sessions: calls / read units / of these of the index',
  columns: ['', ...sizesOf(data).map((sessions) => figure(sessions))],
  rows: bySize(data, pages, ({ reads, readUnits, indexReadUnits }) =>
    [figure(reads), figure(readUnits, 1), figure(indexReadUnits, 1)].join(' / '),
  ),
  notes: ['The layers below were read before, but for the cold page, where nothing was.'],
});

const copyTable = ({ copies }: LayersData): Table => ({
  title: 'Memory of many accounts from one snapshot, MB',
  columns: ['', 'one account', 'all accounts', 'more'],
  rows: copies.map(({ copies: count, sessions, changes: changed, form, one, all }) => [
    `${count} accounts of ${figure(sessions)} sessions, each with ${changed} changes, ${form}`,
    millions(one),
    millions(all),
    millions(all - one),
  ]),
  notes: [
    'Heap and buffers after a collection. All accounts were read to the end before, and every page was what a naive model has. The engine is another process.',
  ],
});

const firstSecondsTable = ({ firstSeconds: { emulator, wireMock } }: LayersData): Table => ({
  title: 'Requests a second in the first seconds',
  columns: ['Server', 'requests/s'],
  rows: [
    ['this emulator after an import, 1,200 pages in turns', figure(emulator)],
    ['WireMock after its start, static stub', wireMock === undefined ? 'left out' : figure(wireMock)],
  ],
});

const colors: Record<(typeof changes)[number], string> = {
  snapshot: '#8250df',
  restore: '#0969da',
  'account from a snapshot': '#1a7f37',
  reset: '#cf222e',
};

/** Time and writes by size, of an emulator as one of many Lambda instances. */
export function sizePlot({ costs }: LayersData): Plot {
  const line = (what: (typeof changes)[number], unit: 'ms' | 'writes') => ({
    name: `${what}, ${unit}`,
    color: colors[what],
    ...(unit === 'writes' && { dashed: true }),
    points: costs
      .filter((cost) => cost.what === what && cost.form === 'AWS')
      .map((cost) => [cost.sessions, cost[unit]] as const),
  });
  return {
    title: 'Keeping, going back and copying, whatever the size',
    xLabel: 'sessions of the account',
    yLabel: 'ms and writes',
    series: changes.flatMap((what) => [line(what, 'ms'), line(what, 'writes')]),
  };
}
