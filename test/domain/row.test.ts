import { describe, expect, test } from 'vitest';
import { activeEndAt, asActive, tagsAreGone, toRow, withoutSessionTags } from '../../functions/domain/row.ts';
import type { Session } from '../../functions/domain/session.ts';

const session: Session = {
  sessionId: '6086a2cd4769ed4e822b82a1',
  botId: 'st-1',
  channel: 'sms',
  userId: 'u-1',
  startTime: Date.parse('2021-04-26T11:27:25.977Z'),
  endTime: Date.parse('2021-04-26T11:37:25.000Z'),
  sessionLang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  tags: {
    userTags: [{ value: 'gold', name: 'plan' }],
    sessionTags: [{ value: 'a', name: 'topic', altText: 'A' }],
  },
  noOfMessagesExchanged: 12,
  noOfTasksExecuted: 1,
  containmentType: 'agent',
  callId: 'call-1',
  identities: ['maria@example.com'],
};

const closed =
  '{"sessionId":"6086a2cd4769ed4e822b82a1","botId":"st-1","channel":"sms","userId":"u-1",' +
  '"start_time":"2021-04-26T11:27:25.977Z","end_time":"2021-04-26T11:37:25.000Z","session_lang":["en"],' +
  '"sessionType":"interactive","isDeveloper":false,"sessionStatus":"closed",' +
  '"tags":{"userTags":[{"value":"gold","name":"plan"}],' +
  '"sessionTags":[{"value":"a","name":"topic","altText":"A"}]},' +
  '"noOfMessagesExchanged":12,"noOfTasksExecuted":1,"containmentType":"agent"}';

describe('a row on the wire', () => {
  test("has the vendor's fields in the vendor's order, and neither call id nor identities", () => {
    expect(JSON.stringify(toRow(session))).toBe(closed);
  });

  test.each(['active', 'closed'] as const)('keeps a status fixed as %s', (sessionStatus) => {
    expect(toRow({ ...session, sessionStatus }).sessionStatus).toBe(sessionStatus);
  });

  test('of an active session differs in status and containment only, in the same order', () => {
    expect(asActive(closed)).toBe(closed.replace('"closed"', '"active"').replace('"agent"', '"selfService"'));
  });

  test('of an active session ends, where it is asked for, by now', () => {
    const now = Date.parse('2021-04-26T11:30:00.999Z');
    expect(activeEndAt(session.startTime, now)).toBe(Date.parse('2021-04-26T11:30:00.000Z'));
    expect(activeEndAt(session.startTime, session.startTime)).toBe(session.startTime);
    expect(asActive(closed, activeEndAt(session.startTime, now))).toBe(
      asActive(closed).replace('11:37:25.000Z', '11:30:00.000Z'),
    );
  });

  test('changes in nothing else, whatever it holds', () => {
    const odd =
      '{"7":1,"tags":{"b":[1.0],"sessionTags":[{"a":1e3}],"a":"\\u00e9"},"end_time":null,"__proto__":{}}';
    expect(asActive(odd, 0)).toBe(odd.replace('null', '"1970-01-01T00:00:00.000Z"'));
    expect(withoutSessionTags(odd)).toBe(odd.replace('[{"a":1e3}]', '[]'));
    for (const tags of ['null', '[]', '{}']) {
      expect(withoutSessionTags(`{"tags":${tags}}`)).toBe(`{"tags":${tags}}`);
    }
  });

  test('without session tags keeps all else, in the same order', () => {
    expect(withoutSessionTags(closed)).toBe(
      closed.replace('"sessionTags":[{"value":"a","name":"topic","altText":"A"}]', '"sessionTags":[]'),
    );
  });
});

describe('the end that an active session shows', () => {
  test.each([
    ['after 1970', 1_500, 1_000],
    ['at a full second', 2_000, 2_000],
    ['before 1970', -500, -1_000],
    ['never before its start', -1_000_000, -999_000],
  ])('is never in the future: %s', (_what, now, expected) => {
    expect(activeEndAt(-999_000, now)).toBe(expected);
  });
});

describe('tagsAreGone', () => {
  const day = 86_400_000;

  test.each([
    ['no limit', 0, 1e12, null, false],
    ['exactly as old as the limit', 0, 14 * day, 14, false],
    ['a millisecond older', 0, 14 * day + 1, 14, true],
    ['younger', 0, 13 * day, 14, false],
  ])('%s', (_what, start, now, maxAgeDays, expected) => {
    expect(tagsAreGone(start, now, maxAgeDays)).toBe(expected);
  });
});
