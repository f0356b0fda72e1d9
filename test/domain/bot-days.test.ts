import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BotDays,
  botDaysOf,
  covers,
  dayOf,
  everything,
  includes,
  nowhere,
  union,
} from '../../functions/domain/bot-days.ts';

const botIds = ['st-1', 'st-2', '__proto__', 'constructor'];
const days = [-1, 0, 20_522, 20_523];

const botDaysArbitrary: fc.Arbitrary<BotDays> = fc.oneof(
  fc.constantFrom(everything, nowhere),
  fc
    .dictionary(
      fc.constantFrom(...botIds),
      fc.oneof(fc.constant('all' as const), fc.subarray(days)),
      // Otherwise "__proto__" would not be a member like others.
      { noNullPrototype: false },
    )
    .map((bots) => ({
      everything: false,
      bots: new Map(
        Object.entries(bots).map(([botId, list]) => [botId, list === 'all' ? 'all' : new Set(list)] as const),
      ),
    })),
);

/** Every day of every bot that days of bots means, of those there are. */
const cellsOf = (botDays: BotDays): string[] =>
  botIds.flatMap((botId) =>
    days.filter((day) => covers(botDays, botId, day)).map((day) => `${botId} ${day}`),
  );

describe('days of bots', () => {
  test('of sessions covers their days and no others', () => {
    const midnight = Date.parse('2026-03-10T00:00:00.000Z');
    const botDays = botDaysOf([
      { botId: 'st-1', startTime: midnight },
      { botId: 'st-1', startTime: midnight - 1 },
      { botId: '__proto__', startTime: -1 },
    ]);
    const day = dayOf(midnight);
    expect([day - 2, day - 1, day, day + 1].map((each) => covers(botDays, 'st-1', each))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([-2, -1, 0].map((each) => covers(botDays, '__proto__', each))).toEqual([false, true, false]);
    expect(covers(botDays, 'constructor', day)).toBe(false);
  });

  test('joined with another covers what either covers, and includes both', () => {
    fc.assert(
      fc.property(botDaysArbitrary, botDaysArbitrary, (one, other) => {
        const both = union(one, other);
        expect(new Set(cellsOf(both))).toEqual(new Set([...cellsOf(one), ...cellsOf(other)]));
        expect(includes(both, one)).toBe(true);
        expect(includes(both, other)).toBe(true);
      }),
    );
  });

  test('that includes another covers all that it covers', () => {
    fc.assert(
      fc.property(botDaysArbitrary, botDaysArbitrary, (outer, inner) => {
        fc.pre(includes(outer, inner));
        expect(cellsOf(outer)).toEqual(expect.arrayContaining(cellsOf(inner)));
      }),
    );
  });

  test.each([
    ['everything', nowhere, everything],
    [
      'every day of a bot',
      botDaysOf([{ botId: 'st-1', startTime: 0 }]),
      { everything: false, bots: new Map([['st-1', 'all' as const]]) },
    ],
    [
      'another day',
      botDaysOf([{ botId: 'st-1', startTime: 0 }]),
      botDaysOf([{ botId: 'st-1', startTime: 86_400_000 }]),
    ],
    [
      'another bot',
      botDaysOf([{ botId: 'st-1', startTime: 0 }]),
      botDaysOf([{ botId: 'st-2', startTime: 0 }]),
    ],
  ])('does not include %s that it does not cover', (_what, outer, inner: BotDays) => {
    expect(includes(outer, inner)).toBe(false);
  });
});
