import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs } from '../../../functions/domain/dates.ts';
import type { IndexEntry } from '../../../functions/domain/query.ts';
import { type LayeredSlice, layered } from '../../../functions/domain/slices/layered.ts';
import { entryWith, select, sliceOf } from './entries.ts';

const firstDay = 20_000;
const [days, bots] = [3, 4];
const start = firstDay * dayMs;

/** Sessions of several bots over several days, many of them at the same instants. */
const entriesArbitrary = fc.array(
  fc.record({
    bot: fc.nat(bots - 1),
    day: fc.nat(days - 1),
    offset: fc.oneof(fc.nat(3), fc.nat(dayMs - 1), fc.constant(dayMs - 1)),
    wanted: fc.boolean(),
  }),
  { maxLength: 60, size: 'max' },
);
type Drawn = { bot: number; day: number; offset: number; wanted: boolean };

const toEntry = ({ day, offset, wanted }: Drawn, index: number): IndexEntry =>
  entryWith({
    sessionId: `s${String((index * 37) % 100).padStart(3, '0')}`,
    startTime: start + day * dayMs + offset,
    endTime: start + day * dayMs + offset,
    sessionType: wanted ? 'interactive' : 'non-interactive',
  });

const inOrder = (a: IndexEntry, b: IndexEntry): number =>
  a.startTime - b.startTime || (a.sessionId < b.sessionId ? -1 : 1);

function slicesOf(drawn: readonly Drawn[], entries: readonly IndexEntry[]): LayeredSlice[][] {
  return Array.from({ length: days }, (_, index) => days - 1 - index).map((day) =>
    Array.from({ length: bots }, (_unused, bot) => bot).flatMap((bot) => {
      const own = entries.filter((_entry, index) => drawn[index]?.bot === bot && drawn[index]?.day === day);
      return layered([sliceOf(firstDay + day, own.sort(inOrder))]);
    }),
  );
}

describe('select', () => {
  test('gives the page that sorting everything would give, and counts everything', () => {
    const query = fc.record({
      skip: fc.nat(70),
      limit: fc.nat(20),
      from: fc.nat(days * dayMs),
      to: fc.nat(days * dayMs),
      filtered: fc.boolean(),
    });
    fc.assert(
      fc.property(entriesArbitrary, query, (drawn, { skip, limit, from, to, filtered }) => {
        const entries = drawn.map(toEntry);
        const window = { from: start + Math.min(from, to), to: start + Math.max(from, to) };
        const matches = entries
          .filter(({ startTime }) => startTime >= window.from && startTime <= window.to)
          .filter(({ sessionType }) => !filtered || sessionType === 'interactive')
          .sort(inOrder)
          .reverse();
        const filter = filtered ? { sessionType: 'interactive' as const } : {};
        const { total, page } = select(slicesOf(drawn, entries), { window, filter, skip, limit }, 0);
        expect(total).toBe(matches.length);
        expect(page.map(({ slice, position }) => slice.idAt(position))).toEqual(
          matches.slice(skip, skip + limit).map(({ sessionId }) => sessionId),
        );
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [0, 2, ['c', 'b']],
    [1, 2, ['b', 'a']],
    [2, 2, ['a']],
    [3, 2, []],
    [1e300, 2, []],
  ])('skip %d, limit %d', (skip, limit, expected) => {
    const entries = ['a', 'b', 'c'].map((sessionId, index) => entryWith({ sessionId, startTime: index }));
    const window = { from: 0, to: 10 };
    const { total, page } = select([layered([sliceOf(0, entries)])], { window, filter: {}, skip, limit }, 10);
    expect(page.map(({ slice, position }) => slice.idAt(position))).toEqual(expected);
    expect(total).toBe(3);
  });

  test('tells of a session what its page needs', () => {
    const entry = entryWith({
      sessionId: 's-7',
      fencingToken: 70_000,
      startTime: start + 5,
      endTime: start + 9 * dayMs,
      sessionStatus: 'active',
    });
    const window = { from: start, to: start + dayMs };
    const { page } = select(
      [layered([sliceOf(firstDay, [entry])])],
      { window, filter: {}, skip: 0, limit: 1 },
      0,
    );
    const { sessionId, fencingToken, startTime, endTime, sessionStatus } = entry;
    expect(page.map(({ slice, position }) => slice.entryAt(position))).toEqual([
      { sessionId, fencingToken, startTime, endTime, sessionStatus },
    ]);
  });
});
