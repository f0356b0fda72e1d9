import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { type Answer, answered, invalidField, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { nth } from './support/list.ts';
import { makeRow, minutesAgo, type Row, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;
let rows: Row[];
let ofOtherBot: Row;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{}, {}] });
  rows = upTo(55).map((number) => makeRow(account.botId(), number));
  ofOtherBot = makeRow(account.botId(1), 100);
  await account.importRows([...rows, ofOtherBot]);
});

function foundById(sessions: readonly Row[], invalidSessions: readonly string[] = []): Answer {
  return answered({ total: sessions.length, moreAvailable: false, sessions, invalidSessions });
}

const idsOf = (list: readonly Row[]) => list.map(({ sessionId }) => sessionId);

describe.each(bothRoutes)('sessionId on the %s route', (route) => {
  const ask = (sessionId: unknown) => account.ask({ route, body: { sessionId } });

  it('[sessionId.array] an array; newest first, whatever the order asked for', async () => {
    const [first, second, third] = rows;
    expect(await ask([third, first, second].map((row) => row?.sessionId))).toEqual(
      foundById(rows.slice(0, 3)),
    );
  });

  it('[sessionId.duplicates] duplicates are answered once', async () => {
    const { sessionId } = nth(rows, 0);
    expect(await ask([sessionId, sessionId, sessionId])).toEqual(foundById(rows.slice(0, 1)));
    expect(await ask(['no', sessionId, 'no'])).toEqual(foundById(rows.slice(0, 1), ['no']));
  });

  it('[sessionId.most] at most 50', async () => {
    expect(await ask(idsOf(rows.slice(0, 50)))).toEqual(foundById(rows.slice(0, 50)));
  });

  it('[sessionId.duplicates, sessionId.tooMany] duplicates count toward 50; more are a validation error', async () => {
    const tooMany = refused('validation', 'session_ids_too_many');
    const { sessionId } = nth(rows, 0);
    expect(await ask(idsOf(rows.slice(0, 51)))).toEqual(tooMany);
    expect(await ask(Array(51).fill(sessionId))).toEqual(tooMany);
    expect(await ask(Array(50).fill(sessionId))).toEqual(foundById(rows.slice(0, 1)));
    expect(await ask(Array(20_000).fill('x'))).toEqual(tooMany);
  });

  it('[sessionId.invalid] unknown and malformed ids go to invalidSessions, status 200', async () => {
    const strange = [
      sessionIdOf(999_999),
      '6465cf6e47Q9ed4e822b82a1',
      '',
      ' ',
      'x',
      'ä/#?%',
      '"',
      '\u0000',
      'y'.repeat(3000),
      '__proto__',
    ];
    const { sessionId } = nth(rows, 0);
    expect(await ask([...strange.slice(0, 5), sessionId, ...strange.slice(5)])).toEqual(
      foundById(rows.slice(0, 1), strange),
    );
  });

  it('[sessionId.invalid] an id in other case is another id', async () => {
    const other = nth(rows, 0).sessionId.toUpperCase();
    expect(await ask([other])).toEqual(foundById([], [other]));
  });

  it('[sessionId.invalid] none found: an empty result', async () => {
    expect(await ask(['no'])).toEqual(foundById([], ['no']));
  });

  it('[sessionId.allFound] all found: invalidSessions is there, and empty', async () => {
    expect(await ask([nth(rows, 4).sessionId])).toEqual(foundById(rows.slice(4, 5), []));
  });

  it('[sessionId.empty] an empty array asks for nothing', async () => {
    expect(await ask([])).toEqual(foundById([], []));
  });

  it('[sessionId.string] one string: an array of one', async () => {
    expect(await ask(nth(rows, 0).sessionId)).toEqual(foundById(rows.slice(0, 1)));
    expect(await ask('no')).toEqual(foundById([], ['no']));
    expect(await ask('')).toEqual(foundById([], ['']));
  });

  it('[sessionId.others] every other filter and parameter, paging and containment included, is ignored', async () => {
    const { sessionId } = nth(rows, 0);
    const body = {
      sessionId: [sessionId],
      userId: 'nobody',
      skip: 5,
      offset: 5,
      limit: 1,
      dateFrom: '2020-01-01',
      dateTo: '2020-01-02',
      sessionType: 'non-interactive',
      tags: { and: [{ name: 'none', values: ['none'] }] },
    };
    const query = 'containmentType=agent&callId=none';
    expect(await account.ask({ route, query, body })).toEqual(foundById(rows.slice(0, 1)));
    const ids = idsOf(rows.slice(0, 3));
    expect(await account.ask({ route, body: { sessionId: ids, limit: 1, skip: 1 } })).toEqual(
      foundById(rows.slice(0, 3)),
    );
  });

  it('[sessionId.othersInvalid] also where it is not valid', async () => {
    const body = {
      sessionId: [nth(rows, 0).sessionId],
      userId: 5,
      skip: -1,
      limit: 0,
      dateFrom: 'never',
      dateTo: null,
      sessionType: 'x',
      tags: [],
    };
    const query = 'containmentType=x&containmentType=y&callId=';
    expect(await account.ask({ route, query, body })).toEqual(foundById(rows.slice(0, 1)));
  });

  it.each([[5], [null], [true], [{}], [[5]], [[null]], [[['x']]], [{ length: 1 }]])(
    '[sessionId.malformed] %j: validation error',
    async (sessionId) => {
      expect(await ask(sessionId)).toEqual(invalidField);
    },
  );
});

describe('whose sessions sessionId finds', () => {
  it('[sessionId.invalid] on the bot route, ids of another bot go to invalidSessions', async () => {
    const sessionId = [ofOtherBot.sessionId, nth(rows, 0).sessionId];
    const expected = foundById(rows.slice(0, 1), [ofOtherBot.sessionId]);
    expect(await account.ask({ body: { sessionId } })).toEqual(expected);
    expect(await account.ask({ app: account.appOf('admin'), body: { sessionId } })).toEqual(expected);
  });

  it('[sessionId.array] on the account route, those of every bot', async () => {
    const first = nth(rows, 0);
    const sessionId = [ofOtherBot.sessionId, first.sessionId];
    expect(await account.ask({ route: 'account', body: { sessionId } })).toEqual(
      foundById([first, ofOtherBot]),
    );
  });

  it('[sessionId.array] dates do not matter: a session of years ago is found', async () => {
    const old = makeRow(account.botId(), 200, { start_time: '2019-04-01T13:25:58.515Z' });
    await account.importRows([old]);
    expect(await account.ask({ body: { sessionId: [old.sessionId] } })).toEqual(foundById([old]));
  });

  it('[sessionId.oldTags] sessionTags of sessions older than 14 days are returned by default', async () => {
    const tags = { userTags: [], sessionTags: [{ value: 'billing', name: 'intent' }] };
    const old = makeRow(account.botId(), 201, { start_time: minutesAgo(60 * 24 * 30), tags });
    await account.importRows([old]);
    expect(await account.ask({ body: { sessionId: [old.sessionId] } })).toEqual(foundById([old]));
  });
});
