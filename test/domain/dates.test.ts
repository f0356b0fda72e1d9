import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseApiDate, toIso } from '../../functions/domain/dates.ts';

describe('parseApiDate', () => {
  test.each([
    ['2019-04-01', '2019-04-01T00:00:00.000Z', true],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', true],
    ['0000-01-01', '0000-01-01T00:00:00.000Z', true],
    ['9999-12-31', '9999-12-31T00:00:00.000Z', true],
    ['2019-04-01T13:25:58.515Z', '2019-04-01T13:25:58.515Z', false],
    ['2019-04-01 T13:26:05.598Z', '2019-04-01T13:26:05.598Z', false],
    ['2019-04-01T13:25:58Z', '2019-04-01T13:25:58.000Z', false],
    ['2019-04-01T13:25:58.5Z', '2019-04-01T13:25:58.500Z', false],
    ['2019-04-01T13:25:58.05Z', '2019-04-01T13:25:58.050Z', false],
    ['2019-04-01T13:25:58.515999Z', '2019-04-01T13:25:58.515Z', false],
    ['2019-04-01T13:25:58.515999999Z', '2019-04-01T13:25:58.515Z', false],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z', false],
    ['0000-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z', false],
  ])('reads %j', (text, iso, dateOnly) => {
    expect(parseApiDate(text)).toEqual({ ms: Date.parse(iso), dateOnly });
  });

  test.each([
    ['nothing', ''],
    ['words', 'yesterday'],
    ['a number', '1554076800000'],
    ['a year alone', '2019'],
    ['a month alone', '2019-04'],
    ['single digits', '2019-4-1'],
    ['no hyphens', '20190401'],
    ['slashes', '2019/04/01'],
    ['the day first', '01-04-2019'],
    ['a year of five digits', '12019-04-01'],
    ['a signed year', '+002019-04-01'],
    ['a negative year', '-000001-01-01'],
    ['month 0', '2019-00-10'],
    ['month 13', '2019-13-01'],
    ['day 0', '2019-04-00'],
    ['31 April', '2019-04-31'],
    ['29 February of a common year', '2023-02-29'],
    ['29 February of 1900', '1900-02-29'],
    ['30 February with a time', '2024-02-30T00:00:00.000Z'],
    ['hour 24', '2019-04-01T24:00:00.000Z'],
    ['minute 60', '2019-04-01T10:60:00.000Z'],
    ['a leap second', '2016-12-31T23:59:60.000Z'],
    ['no Z', '2019-04-01T13:25:58.515'],
    ['a small z', '2019-04-01T13:25:58.515z'],
    ['a small t', '2019-04-01t13:25:58.515Z'],
    ['an offset', '2019-04-01T13:25:58.515+05:30'],
    ['no seconds', '2019-04-01T13:25Z'],
    ['an empty fraction', '2019-04-01T13:25:58.Z'],
    ['a comma before the fraction', '2019-04-01T13:25:58,515Z'],
    ['a fraction of ten digits', '2019-04-01T13:25:58.0000000000Z'],
    ['a blank in place of T', '2019-04-01 13:25:58Z'],
    ['two blanks before T', '2019-04-01  T13:25:58Z'],
    ['a blank after T', '2019-04-01T 13:25:58Z'],
    ['a blank in front', ' 2019-04-01'],
    ['a blank behind', '2019-04-01 '],
    ['a line break behind', '2019-04-01\n'],
    ['a date with Z', '2019-04-01Z'],
    ['other digits', '２０１９-04-01'],
  ])('refuses %s', (_what, text) => {
    expect(parseApiDate(text)).toBeUndefined();
  });

  test('reads back every instant that toIso writes', () => {
    const instant = fc.integer({
      min: Date.parse('0000-01-01T00:00:00.000Z'),
      max: Date.parse('9999-12-31T23:59:59.999Z'),
    });
    fc.assert(
      fc.property(instant, (ms) => {
        expect(parseApiDate(toIso(ms))).toEqual({ ms, dateOnly: false });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('toIso', () => {
  test('sorts as the instants do, those outside the four-digit years at its ends', () => {
    const instant = fc.integer({ min: -8.64e15, max: 8.64e15 });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a];
        expect(toIso(earlier) <= toIso(later)).toBe(true);
        expect(toIso(a)).toHaveLength('2019-04-01T13:25:58.515Z'.length);
      }),
      { numRuns: 1000 },
    );
    expect(toIso(-8.64e15)).toBe('0000-01-01T00:00:00.000Z');
    expect(toIso(8.64e15)).toBe('9999-12-31T23:59:59.999Z');
  });
});
