import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newer } from '../domain/rows/kinds.ts';
import { found } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { problem } from './support/problem.ts';
import { answerOf, type Imported, makeSeeded, textOf } from './support/real-rows.ts';
import { upTo } from './support/rows.ts';

const emulator = useEmulator();
const { stringify } = JSON;
const makeAccount = (input: Record<string, unknown> = {}) =>
  emulator.createAccount({ bots: [{ botId: 'st-1' }], ...input });

// Each has an account of its own, and a deployment takes its time for each.
describe.concurrent('importing rows', () => {
  it('[emulator] a seed keeps the text of its rows', async () => {
    for (const form of [
      (row: string) => `[${row}]`,
      (row: string) => row,
      (row: string) => `[{"total":1,"sessions":[${row}]}]`,
    ]) {
      const row = stringify(newer).replace('"noOfTasksExecuted":2', '"noOfTasksExecuted":2.0');
      const account = await makeSeeded(emulator, form(row));
      expect(await textOf(account)).toBe(answerOf(row));
      await account.control('POST', '/reset');
      expect(await textOf(account)).toBe(answerOf(row));
    }
  });

  it('[emulator] whose bots the account lacks: refused, or the bots are added', async () => {
    const account = await makeAccount();
    const rows = ['st-2', 'st-3', 'st-2'].map((botId, number) => ({
      ...newer,
      sessionId: `s${number}`,
      botId,
    }));
    expect(await account.control<Imported>('POST', '/sessions', rows)).toMatchObject({
      written: 0,
      rejected: [
        { index: 0, sessionId: 's0', reason: expect.stringContaining('addBots=true'), count: 2 },
        { index: 1, sessionId: 's1', reason: expect.stringContaining('st-3') },
      ],
    });
    expect(await account.control<Imported>('POST', '/sessions?addBots=true', rows)).toMatchObject({
      written: 3,
      rejected: [],
      addedBots: ['st-2', 'st-3'],
    });
    expect(await account.ask({ botId: 'st-2' })).toEqual(found([rows[2], rows[0]]));
    expect(await account.ask({ botId: 'st-3' })).toEqual(found([rows[1]]));
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 3 });
  });

  it('[emulator] strictly checked: what is unknown is refused, and the newer form is known', async () => {
    const account = await makeAccount();
    const rows = [newer, { ...newer, sesionType: 'interactive' }, { ...newer, containmentType: null }];
    expect(await account.control<Imported>('POST', '/sessions?strict=true', rows)).toEqual({
      written: 1,
      replaced: 0,
      settled: true,
      rejected: [
        {
          index: 1,
          sessionId: newer.sessionId,
          reason: 'sesionType is not a known member: sessionType is probably meant',
        },
        {
          index: 2,
          sessionId: newer.sessionId,
          reason: 'containmentType: must be "dropOff" or "selfService" or "agent"',
        },
      ],
    });
    expect(await account.ask()).toEqual(found([newer]));
  });

  it.each(['strict=yes', 'strict=', 'strict=true&strict=true', 'addbots=true'])(
    '[emulator] ?%s: 400',
    async (query) => {
      const account = await emulator.sharedAccount({ bots: [{ botId: 'st-1' }] });
      expect(await account.call('POST', `/sessions?${query}`, [newer])).toEqual(
        problem(400, 'invalid_request'),
      );
    },
  );
});

describe('files of real rows', () => {
  const rows = upTo(4).map((number) => ({ ...newer, sessionId: `s${number}` }));
  const response = (from: number, to: number) => ({
    total: 4,
    moreAvailable: to < 4,
    sessions: rows.slice(from, to),
  });
  const pages = [response(0, 3), response(3, 4)];
  const pretty = (value: unknown) => stringify(value, undefined, 2);
  const newestFirst = [...rows].reverse();

  it.each<[string, string]>([
    ['one response', stringify(response(0, 4))],
    ['one response, pretty-printed', pretty(response(0, 4))],
    ['an array of rows', stringify(rows)],
    ['an array of responses', stringify(pages)],
    ['responses, a line each', pages.map((page) => stringify(page)).join('\n')],
    ['responses, pretty-printed', pages.map(pretty).join('\n')],
    ['NDJSON', rows.map((row) => stringify(row)).join('\n')],
    ['rows, pretty-printed', rows.map(pretty).join('\n')],
    ['behind a byte order mark, with CRLF', `\ufeff${pages.map(pretty).join('\n').replaceAll('\n', '\r\n')}`],
  ])('[response.imported] %s', async (_, text) => {
    const account = await makeAccount();
    expect(await account.control<Imported>('POST', '/sessions', text)).toMatchObject({
      written: 4,
      rejected: [],
    });
    expect(await account.ask()).toEqual(found(newestFirst));
  });

  it('[response.imported] a single row', async () => {
    const account = await makeAccount();
    expect(await account.control<Imported>('POST', '/sessions', newer)).toMatchObject({ written: 1 });
    expect(await account.ask()).toEqual(found([newer]));
  });

  it('[response.imported] gzip', async () => {
    const account = await makeAccount();
    const answer = await emulator.request(`/_emulator/accounts/${account.accountId}/sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${emulator.controlKey}`,
        'content-type': 'application/gzip',
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(gzipSync(pages.map(pretty).join('\n'))),
    });
    expect(answer.status).toBe(200);
    expect(await account.ask()).toEqual(found(newestFirst));
  });

  it.each<[string, string, string]>([
    ['a response that is cut off', stringify(response(0, 4)).slice(0, -30), 'Line 1, column'],
    [
      'an error of the API',
      '{"errors":[{"msg":"Invalid JWT token","code":4002}]}',
      'an error that the API has answered',
    ],
    ['sessions null', '{"total":0,\n"sessions":null}', 'Line 2, column 12: "sessions" is null'],
    [
      'a comma before the end',
      `[${stringify(newer)},\n]`,
      `Line 1, column ${stringify(newer).length + 2}: a comma`,
    ],
    [
      'a page that is cut off behind a good one',
      `${stringify(pages[0])}\n${stringify(pages[1]).slice(0, -9)}`,
      'Line 2',
    ],
  ])('[emulator] %s: 400, with the place, and nothing is written', async (_, text, says) => {
    const account = await emulator.sharedAccount({ bots: [{ botId: 'st-1' }] });
    const answer = await account.call('POST', '/sessions', text);
    expect(answer).toEqual(problem(400, 'body_not_json'));
    expect((answer.body as { detail: string }).detail).toContain(says);
    expect(await account.ask()).toEqual(found([]));
  });

  it('[emulator] a broken line among good ones is named, and others of its kind are counted', async () => {
    const account = await makeAccount();
    const lines = rows.map((row) => stringify(row));
    const text = [lines[0], '{"sessionId":', lines[1], 'oops', lines[2], lines[3]].join('\n');
    expect(await account.control<Imported>('POST', '/sessions', text)).toMatchObject({
      written: 4,
      rejected: [{ index: 1, reason: 'line 2 is not JSON', line: 2, count: 2 }],
    });
  });
});
