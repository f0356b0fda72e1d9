import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { answered, found, invalidField } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, minutesAgo, type Row, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();
const count = 130;
let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  rows = upTo(count).map((number) => makeRow(account.botId(), number));
  // Not in the order in which they are to come back.
  await account.importRows(
    rows.toSorted((a, b) => (a.sessionId.at(-1) ?? '').localeCompare(b.sessionId.at(-1) ?? '')),
  );
});

const pageOf = (skip: number, limit: number) => {
  const sessions = rows.slice(skip, skip + limit);
  return answered({ total: count, moreAvailable: skip + sessions.length < count, sessions });
};

describe.each(bothRoutes)('limit on the %s route', (route) => {
  const ask = (body: unknown) => account.ask({ route, body });

  it('[body.limitAbsent] default 100', async () => {
    expect(await ask({})).toEqual(pageOf(0, 100));
  });

  it.each([1, 10, 100, 1000, 10_000, 129, 130, 131])('[body.limitMost] %i', async (limit) => {
    expect(await ask({ limit })).toEqual(pageOf(0, limit));
  });

  it.each([10_001, 1_000_000, Number.MAX_SAFE_INTEGER, 1e300])(
    '[body.limitOversized] at most 10,000: %d is clamped, not refused',
    async (limit) => {
      expect(await ask({ limit })).toEqual(pageOf(0, count));
    },
  );

  it.each(['1', '10', '010', '10000', '99999999999999999999'])(
    '[body.numericStrings] the numeric string "%s" is accepted',
    async (limit) => {
      expect(await ask({ limit })).toEqual(pageOf(0, Number(limit)));
    },
  );

  it.each([
    0,
    -1,
    1.5,
    -0.5,
    '0',
    '-1',
    '1.5',
    '',
    ' ',
    'ten',
    '0x10',
    'NaN',
    true,
    false,
    null,
    [],
    [10],
    {},
  ])('[body.limitZero, body.limitNegative, body.fractional] %j: validation error', async (limit) => {
    expect(await ask({ limit })).toEqual(invalidField);
  });
});

describe('the bound of limit', () => {
  it('[body.limitMost, body.limitAbsent] is 10,000, and the default 100, unless the settings say otherwise', () => {
    expect(account.settings).toMatchObject({ maxLimit: 10_000, defaultLimit: 100, oversizedLimit: 'clamp' });
  });

  it('[body.limitMost, body.limitOversized] a larger limit gives as many rows as the bound', async () => {
    const bounded = await emulator.createAccount({ settings: { maxLimit: 3 } });
    const some = upTo(5).map((number) => makeRow(bounded.botId(), number));
    await bounded.importRows(some);
    for (const limit of [3, 4, 10_000, '4']) {
      expect(await bounded.ask({ body: { limit } })).toEqual(
        answered({ total: 5, moreAvailable: true, sessions: some.slice(0, 3) }),
      );
    }
  });
});

describe.each(bothRoutes)('skip and offset on the %s route', (route) => {
  const ask = (body: unknown) => account.ask({ route, body });

  describe.each(['skip', 'offset'])('%s', (name) => {
    it.each([0, 1, 119, 120, 121, 129, 130, 131, 10_000, Number.MAX_SAFE_INTEGER, 1e300])(
      '[body.skipAndOffset, body.skipPastEnd] %d',
      async (skip) => {
        expect(await ask({ [name]: skip, limit: 10 })).toEqual(pageOf(skip, 10));
      },
    );

    it.each(['0', '5', '007', '99999999999999999999'])(
      '[body.numericStrings] the numeric string "%s" is accepted',
      async (skip) => {
        expect(await ask({ [name]: skip, limit: 10 })).toEqual(pageOf(Number(skip), 10));
      },
    );

    it.each([-1, 1.5, '-1', '1.5', '', 'two', true, null, [], [1], {}])(
      '[body.skipNegative, body.fractional] %j: validation error',
      async (skip) => {
        expect(await ask({ [name]: skip })).toEqual(invalidField);
      },
    );
  });

  it('[body.skipAndOffset] they are the same thing', async () => {
    expect(await ask({ skip: 7, limit: 2 })).toEqual(await ask({ offset: 7, limit: 2 }));
  });

  it('[body.both] when both are sent skip wins', async () => {
    expect(await ask({ skip: 2, offset: 50, limit: 3 })).toEqual(pageOf(2, 3));
    expect(await ask({ offset: 50, skip: 0, limit: 3 })).toEqual(pageOf(0, 3));
  });
});

describe.each(bothRoutes)('numbers that JSON can write on the %s route', (route) => {
  it('[body.limitOversized, body.skipNegative] past what a number can hold: as any number that is too large, and below it as any negative', async () => {
    const digits = '9'.repeat(1000);
    for (const name of ['limit', 'skip', 'offset']) {
      const large = await account.ask({ route, body: { [name]: 1_000_000 } });
      expect(large).toMatchObject({ status: 200 });
      for (const number of ['1e999', digits, `"${digits}"`]) {
        expect(await account.ask({ route, rawBody: `{"${name}":${number}}` })).toEqual(large);
      }
      expect(await account.ask({ route, rawBody: `{"${name}":-1e999}` })).toEqual(invalidField);
    }
  });
});

describe('total and moreAvailable', () => {
  it('[response.moreAvailable, response.order] following skip to the end yields each session once, newest first', async () => {
    const seen: unknown[] = [];
    for (let more = true; more; ) {
      const response = await account.send({ body: { skip: seen.length, limit: 37 } });
      const page = (await response.json()) as { total: number; moreAvailable: boolean; sessions: unknown[] };
      expect(page.total).toBe(count);
      seen.push(...page.sessions);
      more = page.moreAvailable;
    }
    expect(seen).toEqual(rows);
  });

  it('[response.total] total counts every match of the filters, not the page', async () => {
    const body = { dateFrom: minutesAgo(20), dateTo: minutesAgo(11), limit: 4 };
    expect(await account.ask({ body })).toEqual(
      answered({ total: 10, moreAvailable: true, sessions: rows.slice(10, 14) }),
    );
  });
});

describe('order', () => {
  it('[response.order, response.equalStarts] the latest sessions first; equal start times by session id, the highest first', async () => {
    const tied = await emulator.createAccount({ bots: [{}, {}] });
    const start_time = minutesAgo(5);
    const ties = upTo(12).map((number) => makeRow(tied.botId(number % 2), number, { start_time }));
    const newer = makeRow(tied.botId(0), 1000, { sessionId: sessionIdOf(0), start_time: minutesAgo(4) });
    const older = makeRow(tied.botId(1), 6, { sessionId: 'ffffffffffffffffffffffff' });
    await tied.importRows([...ties, newer, older]);

    const all = [newer, ...ties.toReversed(), older];
    expect(await tied.ask({ route: 'account' })).toEqual(found(all));
    expect(await tied.ask({ botId: tied.botId(1) })).toEqual(
      found(all.filter(({ botId }) => botId === tied.botId(1))),
    );
    for (const skip of all.keys()) {
      expect(await tied.ask({ route: 'account', body: { skip, limit: 1 } })).toEqual(
        answered({ total: all.length, moreAvailable: skip < all.length - 1, sessions: [all[skip]] }),
      );
    }
  });

  it('[window.filteredTime] the end of a session does not matter', async () => {
    const other = await emulator.createAccount();
    const long = makeRow(other.botId(), 30, { end_time: minutesAgo(1) });
    const short = makeRow(other.botId(), 20, { end_time: minutesAgo(19) });
    await other.importRows([long, short]);
    expect(await other.ask()).toEqual(found([short, long]));
  });
});
