import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../functions/domain/default-settings.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { resolveWindow } from '../../functions/domain/window.ts';
import { expectedWindow, ModelRefusal } from './model.ts';

const day = 86_400_000;
const week = 7 * day;
const firstInstant = Date.parse('0000-01-01T00:00:00.000Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

const isoOf = (ms: number): string =>
  new Date(Math.min(Math.max(ms, firstInstant), lastInstant)).toISOString();

/** Every form in which the API takes one instant. */
const written = (ms: number): fc.Arbitrary<string> => {
  const iso = isoOf(ms);
  return fc.constantFrom(
    iso,
    iso,
    iso.slice(0, 10),
    iso.replace('T', ' T'),
    iso.replace(/\.\d+/, ''),
    iso.replace(/\d\dZ$/, 'Z'),
    iso.replace('Z', '999Z'),
  );
};

const anyInstant = fc.integer({ min: firstInstant, max: lastInstant });
const instant = fc.oneof(
  { weight: 3, arbitrary: anyInstant },
  {
    weight: 3,
    arbitrary: anyInstant.map((ms) => Math.floor(ms / day) * day),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      firstInstant,
      firstInstant + week,
      lastInstant,
      lastInstant - week,
      Date.parse('2024-02-29T00:00:00.000Z'),
      Date.parse('1900-02-28T23:59:59.999Z'),
      0,
    ),
  },
);
const length = fc
  .tuple(
    fc.constantFrom(0, day, week - day, week, week + day, -day, 30 * day),
    fc.constantFrom(0, 0, 1, -1, 999, -999),
  )
  .map(([span, off]) => span + off);

const bothEnds = fc
  .tuple(instant, length)
  .chain(([from, span]) => fc.record({ dateFrom: written(from), dateTo: written(from + span) }));
const oneEnd = instant.chain((ms) =>
  fc.oneof(fc.record({ dateFrom: written(ms) }), fc.record({ dateTo: written(ms) })),
);
const almostDate = fc.oneof(
  fc
    .tuple(fc.nat(9999), fc.nat(14), fc.nat(32))
    .map(([year, month, dayOfMonth]) =>
      [
        String(year).padStart(4, '0'),
        String(month).padStart(2, '0'),
        String(dayOfMonth).padStart(2, '0'),
      ].join('-'),
    ),
  fc
    .tuple(fc.nat(25), fc.nat(61), fc.nat(61))
    .map((parts) => `2026-03-10T${parts.map((part) => String(part).padStart(2, '0')).join(':')}Z`),
  fc.constantFrom(
    '',
    'T',
    '2026-03-10T',
    '2026-03-10 ',
    '2026-3-1',
    '20260310',
    '2026-03-10Z',
    '+002026-03-10',
  ),
);
const withFlaw = fc.record({ dateFrom: almostDate, dateTo: almostDate }, { requiredKeys: [] });

const request: fc.Arbitrary<{ dateFrom?: string; dateTo?: string }> = fc.oneof(
  { weight: 6, arbitrary: bothEnds },
  { weight: 2, arbitrary: oneEnd },
  { weight: 2, arbitrary: withFlaw },
);

function attempt(work: () => { from: number; to: number }): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof ModelRefusal) return error.kind;
    if (error instanceof Refusal) return error.error;
    throw error;
  }
}

test('the window of any pair of dates is the one that the model finds', () => {
  fc.assert(
    fc.property(request, instant, (dates, now) => {
      expect(attempt(() => resolveWindow(dates, now, defaultSettings))).toEqual(
        attempt(() => expectedWindow(dates.dateFrom, dates.dateTo, now)),
      );
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  [week - 1, 'allowed'],
  [week, 'allowed'],
  [week + 1, 'windowTooLong'],
])('a window of %i ms is %s, wherever it lies', (span, outcome) => {
  fc.assert(
    fc.property(fc.integer({ min: firstInstant, max: lastInstant - week - 1 }), (from) => {
      const dates = { dateFrom: isoOf(from), dateTo: isoOf(from + span) };
      const expected = outcome === 'allowed' ? { from, to: from + span } : outcome;
      expect(attempt(() => resolveWindow(dates, 0, defaultSettings))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
