import { describe, expect, it } from 'vitest';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, type Row } from './support/rows.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const makeAccount = () => emulator.createAccount({ bots });

describe('deleting sessions', () => {
  const rows: Row[] = ['st-1', 'st-2'].flatMap((botId, bot) =>
    [8, 9, 10].map((day, index) =>
      makeRow(botId, 10 * bot + index, { start_time: `2026-03-${`${day}`.padStart(2, '0')}T09:00:00.000Z` }),
    ),
  );
  const id = (place: number) => `sessionId=${rows[place]?.sessionId}`;

  it.each<[string, number[]]>([
    ['', [0, 1, 2, 3, 4, 5]],
    ['?botId=st-1', [0, 1, 2]],
    ['?from=2026-03-09', [1, 2, 4, 5]],
    ['?to=2026-03-09', [0, 1, 3, 4]],
    ['?to=2026-03-09T09:00:00.000Z', [0, 1, 3, 4]],
    ['?to=2026-03-09T08:59:59.999Z', [0, 3]],
    ['?botId=st-2&from=2026-03-09T09:00:00.000Z&to=2026-03-09T09:00:00.000Z', [4]],
    [`?${id(0)}`, [0]],
    [`?${id(0)}&${id(4)}&${id(0)}&sessionId=unknown`, [0, 4]],
    [`?${id(0)}&${id(4)}&botId=st-2`, [4]],
    [`?${id(0)}&${id(4)}&to=2026-03-08`, [0]],
    ['?botId=st-unknown', []],
    ['?from=2027-01-01', []],
  ])('[emulator] %s: these and no others: %j', async (query, places) => {
    const account = await makeAccount();
    await account.importRows(rows);
    const answer = await account.call('DELETE', `/sessions${query}`);
    expect(answer).toMatchObject({ status: 200, body: { deleted: places.length, settled: true } });
    const left = rows.filter((_, place) => !places.includes(place)).map(({ sessionId }) => sessionId);
    const { body } = await account.ask({ route: 'account' });
    const { total, sessions } = body as { total: number; sessions: Row[] };
    expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual(left.sort());
    expect(total).toBe(left.length);
    const { body: byId } = await account.ask({
      route: 'account',
      body: { sessionId: rows.map(({ sessionId }) => sessionId) },
    });
    expect(byId).toMatchObject({ total: left.length });
    // What is gone can come again.
    await account.importRows(rows);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 6 });
  });

  it.each([
    ['sessionType=interactive', 'sessionType'],
    ['from=soon', 'from'],
    ['to=2026-02-30', 'to'],
    ['from=2026-03-10&to=2026-03-09', 'to'],
    ['botId=a&botId=b', 'botId'],
    ['botId=%20', 'botId'],
    ['sessionId=', 'sessionId.0'],
    ['sessionid=x', 'sessionid'],
  ])('[emulator] %s: 400, and nothing is removed', async (query, field) => {
    const account = await makeAccount();
    await account.importRows(rows);
    const answer = await account.call('DELETE', `/sessions?${query}`);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 6 });
  });
});
