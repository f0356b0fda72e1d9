import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importRows } from '../../../functions/domain/rows/import-rows.ts';
import { importableText } from '../../../functions/domain/rows/kept-text.ts';
import { readRows } from '../../../functions/domain/rows/read-file.ts';
import { tagText } from '../../../functions/domain/rows/tag-text.ts';
import type { Session } from '../../../functions/domain/session.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { timesOf } from '../../support/thorough.ts';
import { kinds, newer } from './kinds.ts';

const knowsBot = (botId: string): boolean => botId === 'st-1';
const read = (text: string, strict = false) => importRows(readRows(text), { knowsBot, strict });
const { stringify } = JSON;

function only(text: string): Session {
  const { sessions, rejected } = read(text);
  expect(rejected).toEqual([]);
  const [session] = sessions;
  if (!session) throw new Error('no session');
  return session;
}

/** The reason for which the only row is refused. */
function refusal(row: unknown, strict = false): string {
  const { sessions, rejected } = read(stringify([row]), strict);
  expect(sessions).toEqual([]);
  return rejected[0]?.reason ?? '';
}

describe('a real row', () => {
  test.each(kinds)('$name', ({ text, back = text, seen = {}, odd }) => {
    const { sessions, rejected, warnings } = read(text);
    expect(rejected).toEqual([]);
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    expect(session?.rowText).toBe(back);
    const { start = newer.start_time, tag, ...members } = seen;
    expect(session).toMatchObject({ sessionId: newer.sessionId, startTime: Date.parse(start), ...members });
    expect(session?.endTime).toBeGreaterThanOrEqual(Date.parse(start));
    if (tag) {
      expect(session?.tags.sessionTags).toContainEqual({ name: tag.name, value: tagText(tag.value) });
    }
    expect(warnings.flatMap(({ code, count }) => Array<string>(count).fill(code)).sort()).toEqual(
      [...odd].sort(),
    );
  });

  test('whatever else it has comes back as it was, byte for byte, and survives an export', () => {
    const anything = fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue({ maxDepth: 3 }), {
      maxKeys: 5,
    });
    fc.assert(
      fc.property(anything, fc.nat(4), (others, spaces) => {
        const row = { ...others, ...newer, tags: { ...others, ...newer.tags } };
        const visible = Object.fromEntries(
          Object.entries(row).filter(([name]) => name !== 'callId' && name !== 'identities'),
        );
        const session = only(stringify(row, undefined, spaces));
        expect(session.rowText).toBe(stringify(visible));
        const line = importableText(session.rowText ?? '', {
          isStatusFixed: session.sessionStatus !== undefined,
          callId: 'call-1',
          identities: ['ann@example.com'],
        });
        expect(only(line)).toEqual({ ...session, callId: 'call-1', identities: ['ann@example.com'] });
      }),
      { numRuns: timesOf(300) },
    );
  });

  test('any of its members left out or replaced: taken, or refused for id, bot or start', () => {
    const value = fc.option(fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)));
    const changes = fc.record(Object.fromEntries(Object.keys(newer).map((name) => [name, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(changes, (changed) => {
        const { sessions, rejected } = read(stringify([{ ...newer, ...changed }]));
        expect(sessions.length + rejected.length).toBe(1);
        for (const { reason } of rejected) expect(reason).toMatch(/^(?:sessionId|botId|start_time)/);
        for (const { rowText = '' } of sessions) expect(rowText).not.toMatch(/[\n]/);
      }),
      { numRuns: timesOf(500) },
    );
  });

  test('of the clock keeps its null for a status through an export', () => {
    const { rowText = '', sessionStatus } = only(stringify({ ...newer, sessionStatus: null }));
    expect(sessionStatus).toBeUndefined();
    const exported = importableText(rowText, { isStatusFixed: false, callId: undefined, identities: [] });
    expect(exported).toBe(rowText);
  });
});

describe('a row written by hand', () => {
  const least = { sessionId: 's1', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T12:00:00.000Z' };

  test('is filled up, its members in the order of the vendor', () => {
    expect(only(stringify({ note: 1, ...least, callId: 'c', identities: ['i'] }))).toMatchObject({
      callId: 'c',
      identities: ['i'],
      sessionStatus: undefined,
      rowText:
        '{"sessionId":"s1","botId":"st-1","channel":"rtm","userId":"u-1","start_time":"2026-03-10T12:00:00.000Z",' +
        '"end_time":"2026-03-10T12:00:00.000Z","session_lang":["en"],"sessionType":"interactive",' +
        '"isDeveloper":false,"sessionStatus":"closed","tags":{"userTags":[],"sessionTags":[]},' +
        '"noOfMessagesExchanged":0,"noOfTasksExecuted":0,"containmentType":"selfService","note":1}',
    });
  });

  test.each([
    [
      { session_id: 's1', botId: 'st-1', start_time: least.start_time },
      'sessionId is missing: session_id is probably meant for it',
    ],
    [{ SessionID: 's1', botId: 'st-1' }, 'sessionId is missing: SessionID is probably meant for it'],
    [{ sessionId: 's1', botID: 'st-1' }, 'botId is missing: botID is probably meant for it'],
    [
      { ...least, start_time: undefined, startTime: 1 },
      'start_time is missing: startTime is probably meant for it',
    ],
    [
      { ...least, start_time: undefined, strat_time: 1 },
      'start_time is missing: strat_time is probably meant for it',
    ],
    [{ ...least, start_time: null }, 'start_time is missing'],
    [{ ...least, start_time: 'yesterday' }, 'start_time must be a time'],
    [{ ...least, start_time: '2026-02-30T00:00:00Z' }, 'start_time must be a time'],
    [{ ...least, sessionId: 7 }, 'sessionId is a number, and not a text'],
    [{ ...least, sessionId: 'a b' }, 'sessionId must be 1 to 64 letters'],
    [{}, 'sessionId is missing'],
    [null, 'the row is null'],
    ['text', 'the row is a text'],
    [[], 'the row is an array'],
  ])('that cannot be taken is refused: %j', (row, reason) => {
    expect(refusal(row)).toContain(reason);
  });

  test.each([
    ['sesionType', 'sessionType'],
    ['session_type', 'sessionType'],
    ['containment_type', 'containmentType'],
    ['conatinmentType', 'containmentType'],
    ['endTime', 'end_time'],
    ['isdeveloper', 'isDeveloper'],
    ['user_id', 'userId'],
    ['noOfMessageExchanged', 'noOfMessagesExchanged'],
  ])('with %s: a warning names %s', (name, meant) => {
    const { [meant as 'userId']: _, ...others } = least;
    const { warnings } = read(stringify([{ ...others, [name]: 'x' }]));
    expect(warnings).toContainEqual({
      code: 'misspelt_member',
      detail: expect.stringMatching(new RegExp(`^${name} .*${meant}`)),
      count: 1,
      firstIndex: 0,
      sessionId: 's1',
    });
  });

  test.each([
    [{ ...least, sessionType: 'Interactive' }, 'sessionType: must be "interactive" or "non-interactive"'],
    [{ ...least, userId: '' }, 'userId: must not be empty'],
    [{ ...least, userId: 7 }, 'userId: must be a text, and is a number'],
    [{ ...least, colour: 'red' }, 'colour is not a known member'],
    [{ ...least, sesionType: 'x' }, 'sesionType is not a known member: sessionType is probably meant'],
    [{ ...least, tags: { sessionTags: [{ value: 'x' }] } }, 'tags.sessionTags.0.name: is missing'],
    [{ ...least, noOfTasksExecuted: -1 }, 'noOfTasksExecuted: must be at least 0'],
    [{ ...least, noOfTasksExecuted: 0.5 }, 'noOfTasksExecuted: must be a whole number'],
    [{ ...least, channel: 'x'.repeat(65) }, 'channel: must have at most 64 characters'],
    [{ ...least, session_lang: 'en' }, 'session_lang: must be an array, and is a text'],
    [{ ...least, isDeveloper: 'true' }, 'isDeveloper: must be true or false'],
  ])('is checked strictly where that is asked for, in plain words: %j', (row, reason) => {
    expect(refusal(row, true)).toBe(reason);
  });
});

describe('what is found', () => {
  const row = (number: number, changes: object = {}) => ({ ...newer, sessionId: `s${number}`, ...changes });

  test('odd things once per kind, with the first row', () => {
    const rows = [row(0), row(1, { extra: 1 }), row(2, { extra: 2, userId: null }), row(3, { extra: 3 })];
    expect(read(stringify(rows)).warnings).toEqual([
      {
        code: 'unknown_member',
        detail: expect.stringContaining('extra'),
        count: 3,
        firstIndex: 1,
        sessionId: 's1',
      },
      { code: 'user_id_missing', detail: expect.any(String), count: 1, firstIndex: 2, sessionId: 's2' },
    ]);
  });

  test('reasons once, with how many rows', () => {
    const rows = [
      row(0, { botId: 'st-9' }),
      null,
      row(2),
      row(3, { botId: 'st-9' }),
      row(4, { botId: 'st-8' }),
    ];
    expect(read(rows.map((one) => stringify(one)).join('\n')).rejected).toEqual([
      { index: 0, sessionId: 's0', reason: expect.stringContaining('st-9; addBots=true'), count: 2 },
      { index: 1, reason: 'the row is null, and not an object', line: 2 },
      { index: 4, sessionId: 's4', reason: expect.stringContaining('st-8'), line: 5 },
    ]);
  });

  test('no more kinds and reasons than people read', () => {
    const rows = Array.from({ length: 1000 }, (_, n) =>
      row(n, n % 2 ? { [`m${n}x`]: 1 } : { botId: `st-${n}x` }),
    );
    const { warnings, rejected } = read(stringify(rows));
    expect(warnings).toHaveLength(201);
    expect(warnings.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(rejected).toHaveLength(201);
    expect(rejected.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(500);
  });

  test('bots that the account lacks, where they are to be added', () => {
    const rows = stringify([
      row(1),
      row(2, { botId: 'st-2' }),
      row(3, { botId: 'st-2' }),
      row(4, { botId: 'st-3' }),
    ]);
    const { sessions, newBots } = importRows(readRows(rows), { knowsBot, addBots: true });
    expect(sessions).toHaveLength(4);
    expect(newBots).toEqual(['st-2', 'st-3']);
  });

  test('a session that an item of the table might not hold is refused', () => {
    const tags = Array.from({ length: 180 }, (_, n) => ({ name: `n${n}`, value: 'x'.repeat(1024) }));
    expect(refusal(row(1, { tags: { userTags: [], sessionTags: tags } }))).toContain('larger than');
    expect(refusal(row(1, { extra: 'ü'.repeat(200_000) }))).toContain('larger than');
    expect(read(stringify([row(1, { extra: 'x'.repeat(300_000) })])).rejected).toEqual([]);
  });
});
