import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../functions/domain/dates.ts';
import { type Shape, shapeSchema } from '../../../functions/domain/generator/shape.ts';
import { Timeline } from '../../../functions/domain/generator/timeline.ts';

const hourMs = 3_600_000;
const monday = Date.parse('2026-11-16T00:00:00.000Z');
const flat = shapeSchema.parse('flat');

/** Open only in the hours and on the days given. */
function open(hours: number[], weekdays: number[], offsetMs = 0): Shape {
  return {
    hours: Array.from({ length: 24 }, (_, hour) => Number(hours.includes(hour))),
    weekdays: Array.from({ length: 7 }, (_, day) => Number(weekdays.includes(day))),
    offsetMs,
  };
}

describe('Timeline', () => {
  it('reaches both ends of a flat range, and its middle in the middle', () => {
    const timeline = new Timeline(monday, monday + 999, flat);
    expect(timeline.mass).toBe(1000);
    expect(timeline.at(0)).toBe(monday);
    expect(timeline.at(500)).toBe(monday + 500);
    expect(timeline.at(999.999)).toBe(monday + 999);
  });

  it('never leaves the range, even at its very mass', () => {
    expect(new Timeline(monday, monday, flat).at(1)).toBe(monday);
  });

  it('puts sessions only where the shape has weight', () => {
    const timeline = new Timeline(monday, monday + 7 * dayMs - 1, open([9, 10], [0, 6]));
    expect(timeline.mass).toBe(4 * hourMs);
    expect(timeline.at(0)).toBe(monday + 9 * hourMs);
    expect(timeline.at(2 * hourMs)).toBe(monday + 6 * dayMs + 9 * hourMs);
    expect(timeline.at(4 * hourMs - 1)).toBe(monday + 6 * dayMs + 11 * hourMs - 1);
  });

  it('reads hours and days in the time zone of the users', () => {
    const india = new Timeline(monday, monday + 7 * dayMs, open([0], [1], 5.5 * hourMs));
    expect(new Date(india.at(0)).toISOString()).toBe('2026-11-16T18:30:00.000Z');
  });

  it('gives busy hours more of the sessions than quiet ones', () => {
    const shape = {
      ...open([9, 10], [0]),
      hours: open([9, 10], []).hours.map((on, hour) => on * (hour - 8)),
    };
    const timeline = new Timeline(monday, monday + dayMs - 1, shape);
    expect(timeline.at(timeline.mass / 3)).toBe(monday + 10 * hourMs);
  });

  it('goes back for a position before the last', () => {
    const timeline = new Timeline(monday, monday + 7 * dayMs - 1, open([9], [0, 1, 2]));
    const late = timeline.at(2.5 * hourMs);
    expect(timeline.at(0)).toBe(monday + 9 * hourMs);
    expect(timeline.at(2.5 * hourMs)).toBe(late);
  });

  it('has no mass, and no instants, where the shape leaves no time', () => {
    const timeline = new Timeline(monday, monday + hourMs, open([9], [0]));
    expect(timeline.mass).toBe(0);
    expect(() => timeline.at(0)).toThrow(RangeError);
  });
});
