import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { type Answer, found, invalidField, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, now, type Row, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();

/** Oldest first, on and beside every edge that the tests ask for; the clock shows 10 March, 12:00. */
const starts = [
  '2026-02-26T23:59:59.999Z',
  '2026-02-27T00:00:00.000Z',
  '2026-03-03T11:59:59.999Z',
  '2026-03-03T12:00:00.000Z',
  '2026-03-05T00:00:00.000Z',
  '2026-03-05T10:00:00.000Z',
  '2026-03-05T23:59:59.999Z',
  '2026-03-06T00:00:00.000Z',
  '2026-03-06T00:00:00.001Z',
  '2026-03-10T11:59:59.999Z',
  now,
];

let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  rows = starts.map((start_time, index) =>
    makeRow(account.botId(), index, {
      sessionId: sessionIdOf(index),
      start_time,
      end_time: new Date(Date.parse(start_time) + 3_600_000).toISOString(),
    }),
  );
  await account.importRows(rows);
});

/** The answer with the sessions that start from one time to another, both included. */
function between(from: string, to: string): Answer {
  return found(rows.filter(({ start_time }) => from <= start_time && start_time <= to).toReversed());
}

describe.each(bothRoutes)('the window on the %s route', (route) => {
  const ask = (body: unknown) => account.ask({ route, body });

  it('[window.neither] neither end: to now, from 7 days earlier', async () => {
    expect(await ask({})).toEqual(between('2026-03-03T12:00:00.000Z', now));
  });

  it('[window.onlyTo] only dateTo: from 7 days earlier', async () => {
    expect(await ask({ dateTo: '2026-03-06T00:00:00.000Z' })).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it('[window.onlyToDateOnly] only dateTo, date-only: that whole day, from 7 days earlier', async () => {
    expect(await ask({ dateTo: '2026-03-05' })).toEqual(
      between('2026-02-26T00:00:00.000Z', '2026-03-05T23:59:59.999Z'),
    );
    expect(await ask({ dateTo: '2026-03-06' })).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T23:59:59.999Z'),
    );
  });

  it('[window.onlyFrom, window.onlyFromDateOnly] only dateFrom: to 7 days later', async () => {
    expect(await ask({ dateFrom: '2026-02-27T00:00:00.001Z' })).toEqual(
      between('2026-02-27T00:00:00.001Z', '2026-03-06T00:00:00.001Z'),
    );
    expect(await ask({ dateFrom: '2026-02-27' })).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it('[window.filteredTime] the start is filtered, time of day honoured, both ends inclusive', async () => {
    expect(await ask({ dateFrom: '2026-03-05T10:00:00.000Z', dateTo: '2026-03-05T10:00:00.000Z' })).toEqual(
      found([rows[5]]),
    );
    expect(await ask({ dateFrom: '2026-03-05T10:00:00.001Z', dateTo: '2026-03-05T23:59:59.998Z' })).toEqual(
      found([]),
    );
    expect(await ask({ dateFrom: '2026-03-05T00:00:00.000Z', dateTo: '2026-03-06T00:00:00.000Z' })).toEqual(
      between('2026-03-05T00:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it('[window.gmt, window.dateOnlyTo] a date is GMT; a date-only dateTo covers that whole day', async () => {
    expect(await ask({ dateFrom: '2026-03-05', dateTo: '2026-03-05' })).toEqual(
      between('2026-03-05T00:00:00.000Z', '2026-03-05T23:59:59.999Z'),
    );
    expect(await ask({ dateFrom: '2026-03-05T10:00:00.000Z', dateTo: '2026-03-05' })).toEqual(
      between('2026-03-05T10:00:00.000Z', '2026-03-05T23:59:59.999Z'),
    );
  });

  it("[window.formats] the blank before the T of the page's own example", async () => {
    expect(await ask({ dateFrom: '2026-03-05 T10:00:00.000Z', dateTo: '2026-03-06 T00:00:00.000Z' })).toEqual(
      between('2026-03-05T10:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it('[window.formats] fractions of a second may have one to three digits, or be absent', async () => {
    for (const time of ['10:00:00Z', '10:00:00.0Z', '10:00:00.00Z']) {
      expect(await ask({ dateFrom: `2026-03-05T${time}`, dateTo: `2026-03-05T${time}` })).toEqual(
        found([rows[5]]),
      );
    }
  });

  it('[window.notStarted] dates to come: nothing more is listed than has started', async () => {
    expect(await ask({ dateFrom: '2026-03-06T00:00:00.001Z', dateTo: '2026-03-12' })).toEqual(
      between('2026-03-06T00:00:00.001Z', now),
    );
    expect(await ask({ dateFrom: '2026-03-11' })).toEqual(found([]));
    expect(await ask({ dateFrom: '9999-12-30' })).toEqual(found([]));
  });

  it('[window.formats] dates long ago', async () => {
    expect(await ask({ dateFrom: '0000-01-01', dateTo: '0000-01-02' })).toEqual(found([]));
    expect(await ask({ dateTo: '0000-01-02' })).toEqual(found([]));
  });
});

describe.each(bothRoutes)('the seven-day rule on the %s route', (route) => {
  const ask = (dateFrom: string, dateTo: string) => account.ask({ route, body: { dateFrom, dateTo } });
  const tooLong = refused('windowTooLong', 'window_too_long');

  it('[window.exactly] exactly 7 days are allowed', async () => {
    expect(await ask('2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.000Z')).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it('[window.lastDay] with date-only ends the whole last day does not count', async () => {
    expect(await ask('2026-02-27', '2026-03-06')).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T23:59:59.999Z'),
    );
    expect(await ask('2026-02-27T00:00:00.000Z', '2026-03-06')).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T23:59:59.999Z'),
    );
    expect(await ask('2026-02-27', '2026-03-06T00:00:00.000Z')).toEqual(
      between('2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.000Z'),
    );
  });

  it.each([
    ['2026-02-27T00:00:00.000Z', '2026-03-06T00:00:00.001Z'],
    ['2026-02-26T23:59:59.999Z', '2026-03-06T00:00:00.000Z'],
    ['2026-02-26', '2026-03-06'],
    ['2026-02-26T23:59:59.999Z', '2026-03-06'],
    ['2026-02-27', '2026-03-06T00:00:00.001Z'],
    ['2020-01-01', '2026-03-06'],
    ['0000-01-01', '9999-12-31'],
  ])('[window.tooLong, window.tooLongAnswer] over 7 days: %s to %s', async (dateFrom, dateTo) => {
    expect(await ask(dateFrom, dateTo)).toEqual(tooLong);
  });
});

describe.each(bothRoutes)('dates that are refused on the %s route', (route) => {
  it.each([
    ['2026-03-06', '2026-03-05'],
    ['2026-03-06T00:00:00.000Z', '2026-03-05'],
    ['2026-03-05T10:00:00.001Z', '2026-03-05T10:00:00.000Z'],
    ['9999-12-31', '0000-01-01'],
  ])('[window.reversed] dateFrom %s after dateTo %s: validation error', async (dateFrom, dateTo) => {
    expect(await account.ask({ route, body: { dateFrom, dateTo } })).toEqual(
      refused('validation', 'window_reversed'),
    );
  });

  it.each([
    '',
    ' ',
    'yesterday',
    '2026-3-5',
    '05/03/2026',
    '20260305',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-03-05T',
    '2026-03-05T10:00',
    '2026-03-05T10:00:00.000',
    '2026-03-05 10:00:00',
    '2026-03-05T24:00:00.000Z',
    '2026-03-05T10:60:00.000Z',
    '2026-03-05T10:00:00.000+01:00',
    '+012026-03-05',
    '1772704800000',
    '2026-03-05\n',
    '２０２６-03-05',
  ])(
    '[window.unreadable, window.offsets, window.noSeconds, window.impossibleDays] unparsable "%s": validation error',
    async (date) => {
      const expected = refused('validation', 'date_invalid');
      expect(await account.ask({ route, body: { dateFrom: date } })).toEqual(expected);
      expect(await account.ask({ route, body: { dateTo: date } })).toEqual(expected);
    },
  );

  it.each([[1772704800000], [true], [[]], [['2026-03-05']], [{}], [null]])(
    '[window.unreadable] not a string %j: validation error',
    async (date) => {
      expect(await account.ask({ route, body: { dateFrom: date } })).toEqual(invalidField);
      expect(await account.ask({ route, body: { dateTo: date } })).toEqual(invalidField);
    },
  );
});

it('[emulator] the first instant of all years is found once by a window that begins before it', async () => {
  const own = await emulator.createAccount();
  const first = makeRow(own.botId(), 1, {
    start_time: '0000-01-01T00:00:00.000Z',
    end_time: '0000-01-01T01:00:00.000Z',
  });
  await own.importRows([first]);
  expect(await own.ask({ body: { dateTo: '0000-01-01' } })).toEqual(found([first]));
});
