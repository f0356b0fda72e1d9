import { describe, expect, test } from 'vitest';
import { ImportFormatError, importRows, readRows } from '../../functions/domain/import.ts';

const first = { sessionId: 's1', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T12:00:00.000Z' };
const second = { ...first, sessionId: 's2' };
const [one, two] = [JSON.stringify(first), JSON.stringify(second)];

describe('readRows', () => {
  test.each<[string, string, unknown[]]>([
    ['nothing', '', []],
    ['blanks', ' \r\n\t\n', []],
    ['a byte order mark alone', '\ufeff', []],
    ['an array', `[${one},${two}]`, [first, second]],
    ['an empty array', '[]', []],
    ['an array over several lines', JSON.stringify([first, second], null, 2), [first, second]],
    ['an array that holds no objects', '[1,null,"x",[]]', [1, null, 'x', []]],
    ['an array behind a byte order mark', `\ufeff[${one}]`, [first]],
    ['one object', one, [first]],
    ['one object over several lines', JSON.stringify(first, null, 2), [first]],
    ['an empty object', '{}', [{}]],
    [
      'a getSessions response',
      `{"total":2,"moreAvailable":false,"sessions":[${one},${two}]}`,
      [first, second],
    ],
    ['a getSessions response without sessions', '{"total":0,"moreAvailable":false,"sessions":[]}', []],
    ['an object whose sessions are no array', '{"sessions":"none"}', [{ sessions: 'none' }]],
    ['NDJSON', `${one}\n${two}`, [first, second]],
    ['NDJSON that ends in a line break', `${one}\n${two}\n`, [first, second]],
    ['NDJSON with CRLF', `${one}\r\n${two}\r\n`, [first, second]],
    ['NDJSON with blank lines', `\n${one}\n\n \t\n${two}\n\n`, [first, second]],
    ['NDJSON behind a byte order mark', `\ufeff${one}\n${two}\n`, [first, second]],
    ['NDJSON with a line that is no object', `${one}\n7\n`, [first, 7]],
  ])('%s', (_what, text, rows) => {
    expect(readRows(text)).toEqual(rows);
  });

  test.each([
    ['a word', 'sessions'],
    ['a number', '12'],
    ['a string', '"x"'],
    ['null', 'null'],
    ['true', 'true'],
    ['an array cut short', `[${one},`],
    ['an object cut short', one.slice(0, -2)],
    ['CSV', 'sessionId,botId\ns1,st-1\n'],
  ])('refuses %s', (_what, text) => {
    expect(() => readRows(text)).toThrow(ImportFormatError);
  });
});

describe('importRows', () => {
  const knowsBot = (botId: string): boolean => botId === 'st-1';

  test('keeps the good rows and names the bad ones by their place', () => {
    const { sessions, rejected } = importRows(
      [
        first,
        { ...first, sessionId: 'bad-date', start_time: '2026-13-01T00:00:00Z' },
        null,
        second,
        { ...first, sessionId: 7 },
        { ...first, sessionId: 'other-bot', botId: 'st-2' },
        'row',
        { ...first, sessionId: 's3', colour: 'red' },
      ],
      knowsBot,
    );
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(['s1', 's2']);
    expect(rejected).toEqual([
      { index: 1, sessionId: 'bad-date', reason: expect.stringContaining('start_time') },
      { index: 2, reason: expect.any(String) },
      { index: 4, reason: expect.stringContaining('sessionId') },
      { index: 5, sessionId: 'other-bot', reason: 'botId: the account has no bot st-2' },
      { index: 6, reason: expect.any(String) },
      { index: 7, sessionId: 's3', reason: expect.stringContaining('colour') },
    ]);
  });

  test('a line of NDJSON that is not JSON is a bad row, and loses no good one', () => {
    const { sessions, rejected } = importRows(readRows(`${one}\n{"sessionId":"s9",\n${two}\n`), knowsBot);
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(['s1', 's2']);
    expect(rejected).toEqual([{ index: 1, reason: expect.any(String) }]);
  });

  test('rejects a session that an item of the table might not hold', () => {
    const tag = (index: number) => ({ name: `n${index}`, value: 'x'.repeat(1024) });
    const tags = (count: number) => Array.from({ length: count }, (_, index) => tag(index));
    const large = { ...first, tags: { userTags: tags(90), sessionTags: tags(90) } };
    const { sessions, rejected } = importRows([large, second], knowsBot);
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(['s2']);
    expect(rejected).toEqual([{ index: 0, sessionId: 's1', reason: expect.stringContaining('larger than') }]);
  });

  test('no rows', () => {
    expect(importRows([], knowsBot)).toEqual({ sessions: [], rejected: [] });
  });
});
