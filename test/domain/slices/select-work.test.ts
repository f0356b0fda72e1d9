import { describe, expect, test, vi } from 'vitest';
import type { DaySlices } from '../../../functions/domain/slices/select.ts';
import type { Slice } from '../../../functions/domain/slices/slice.ts';
import { entryWith, select, sliceOf } from './entries.ts';

const dayMs = 86_400_000;

/** A bot's day of sessions a millisecond apart, and how often a start of them was looked at. */
function watched(day: number, bot: string, count: number): { slice: Slice; looks: () => number } {
  const entries = Array.from({ length: count }, (_, index) =>
    entryWith({ sessionId: `${bot}-${String(index).padStart(4, '0')}`, startTime: day * dayMs + index }),
  );
  const slice = sliceOf(day, entries);
  const startAt = vi.spyOn(slice, 'startAt');
  startAt.mockClear();
  return { slice, looks: () => startAt.mock.calls.length };
}

const query = (skip: number, limit: number) => ({
  window: { from: 0, to: 10 * dayMs },
  filter: {},
  skip,
  limit,
});
const idsOf = (days: readonly DaySlices[], skip: number, limit: number): string[] =>
  select(days, query(skip, limit), 0).page.map(({ slice, position }) => slice.idAt(position));

/** First and last start: whether the day is within the window. */
const ofItsEnds = 2;

describe('a page looks', () => {
  test('at no day that it is not of', () => {
    const days = [3, 2, 1].map((day) => ['a', 'b'].map((bot) => watched(day, `${bot}${day}`, 10)));

    // The second day has the sessions from 20 to 39, and the page the last five of these.
    const ids = idsOf(days, 35, 5);
    expect(ids).toEqual(['a2-0002', 'b2-0001', 'a2-0001', 'b2-0000', 'a2-0000']);
    const looks = days.map((slices) => slices.map((each) => each.looks()));
    expect([looks[0], looks[2]]).toEqual([
      [ofItsEnds, ofItsEnds],
      [ofItsEnds, ofItsEnds],
    ]);
  });

  test('at no session of a bot that is alone on its day', () => {
    const [alone, early] = [watched(1, 'a', 1000), watched(1, 'b', 10)];

    expect(idsOf([[alone]], 900, 2)).toEqual(['a-0099', 'a-0098']);
    expect(alone.looks()).toBe(ofItsEnds);
    // Nor where others have none that is asked for.
    const window = { from: dayMs + 10, to: 2 * dayMs };
    const { total } = select([[early, alone]], { window, filter: {}, skip: 0, limit: 2 }, 0);
    expect(total).toBe(990);
    const filter = { userId: 'u-1', sessionType: 'interactive' as const };
    expect(select([[early, alone]], { window, filter, skip: 0, limit: 2 }, 0).total).toBe(990);
    expect(alone.looks()).toBeLessThan(50);
  });

  test('at few of the sessions that are newer than it, of several bots', () => {
    const bots = ['a', 'b', 'c'].map((bot) => watched(1, bot, 1000));

    expect(idsOf([bots], 2700, 3)).toEqual(['c-0099', 'b-0099', 'a-0099']);
    for (const { looks } of bots) expect(looks()).toBeLessThan(200);
    expect(idsOf([bots], 0, 4)).toEqual(['c-0999', 'b-0999', 'a-0999', 'c-0998']);
    expect(idsOf([bots], 2998, 4)).toEqual(['b-0000', 'a-0000']);
  });
});
