import { describe, expect, it } from 'vitest';
import { growthPlot } from './growth.ts';
import type { CostData } from './run.ts';
import { type DepthCost, mapStates, type RequestCost } from './states.ts';
import { costTables } from './tables.ts';

const depthCost = (depth: DepthCost['depth'], skip: number, readUnits: number): DepthCost => ({
  depth,
  skip,
  costs: mapStates((state) =>
    state === 'cold'
      ? { calls: 9, readUnits, requests: skip === 5_000 ? 3 : 1 }
      : { calls: 1, readUnits: 0, requests: 1 },
  ),
});

const request = (name: string, sessions: number, units: readonly [number, number, number]): RequestCost => ({
  request: name,
  sessions,
  total: sessions,
  depths: [
    depthCost('first', 0, units[0]),
    depthCost('half', sessions / 2, units[1]),
    depthCost('last', sessions - 100, units[2]),
  ],
});

const data: CostData = {
  requests: [
    request('no filter', 1_000, [10, 30, 20]),
    request('a tag', 1_000, [5, 5, 5.5]),
    request('no filter', 10_000, [100, 300, 200]),
  ],
  exports: [{ sessions: 1_000, pages: 10, callsPerPage: 2, readUnitsPerSession: 1.014, seconds: 0.31 }],
  plain: [
    {
      sessions: 10_000,
      depths: [{ depth: 'half', skip: 5_000, cost: { calls: 6, readUnits: 525, requests: 1 } }],
    },
  ],
  leftOut: ['the plot'],
};

const tableCalled = (start: string) => costTables(data).find(({ title }) => title.startsWith(start));

describe('the tables of what pages cost', () => {
  it('show the most of the three depths by size, and nothing where nothing was measured', () => {
    expect(tableCalled('Cold')).toMatchObject({
      columns: ['Request', '1,000', '10,000'],
      rows: [
        ['no filter', '9 / 30.0', '9 / 300.0'],
        ['a tag', '9 / 5.5', ''],
      ],
    });
  });

  it('say where a request had to be sent more than once', () => {
    const notesOf = (start: string) => tableCalled(start)?.notes?.join(' ');
    expect(notesOf('Cold')).toMatch(/At 10,000 sessions .* asked up to 3 times/);
    expect(notesOf('Cold')).not.toContain('At 1,000 sessions');
    expect(notesOf('Warm, rows cached')).not.toContain('times');
  });

  it('show the depths of the largest size beside the plain approach', () => {
    const table = tableCalled('By depth, 10,000 sessions');
    expect(table?.rows.map((row) => [row[0], row.at(-2), row.at(-1)])).toEqual([
      ['0', '9 / 100.0', ''],
      ['5,000', '9 / 300.0', '6 / 525.0'],
      ['9,900', '9 / 200.0', ''],
    ]);
  });

  it('show what an export costs, and say what was left out', () => {
    expect(tableCalled('Export')?.rows).toEqual([['1,000', '10', '2.00', '1.01', '1 / 0.0', '0.3']]);
    expect(costTables(data)[0]?.notes).toContain('Left out: the plot.');
  });
});

describe('the growth plot', () => {
  it('has the page in the middle at every size, and half a unit where nothing was read', () => {
    const lines = new Map(growthPlot(data).series.map(({ name, points }) => [name, points]));
    expect(lines.get('cold')).toEqual([
      [1_000, 30],
      [10_000, 300],
    ]);
    expect(lines.get('warm, rows cached')).toEqual([
      [1_000, 0.5],
      [10_000, 0.5],
    ]);
    expect(lines.get('plain approach')).toEqual([[10_000, 525]]);
  });
});
