import { describe, expect, test } from 'vitest';
import { describeIssues } from '../../functions/domain/issues.ts';
import { sessionSchema } from '../../functions/domain/session-schema.ts';

const least = {
  sessionId: '6086a2cd4769ed4e822b82a1',
  botId: 'st-007accdd-4a8b-5b2f-b2d6-6a2c1d3e4f50',
  userId: 'u-0a1b2c3d-4e5f-5061-9728-394a5b6c7d8e',
  start_time: '2021-04-26T11:27:25.977Z',
};
const startTime = Date.parse(least.start_time);

describe('a session as people give it', () => {
  test('needs ids, user and start; the rest gets the commonest value', () => {
    expect(sessionSchema.parse(least)).toEqual({
      sessionId: least.sessionId,
      botId: least.botId,
      channel: 'rtm',
      userId: least.userId,
      startTime,
      endTime: startTime,
      sessionLang: ['en'],
      sessionType: 'interactive',
      isDeveloper: false,
      sessionStatus: undefined,
      tags: { userTags: [], sessionTags: [] },
      noOfMessagesExchanged: 0,
      noOfTasksExecuted: 0,
      containmentType: 'selfService',
      callId: undefined,
      identities: [],
    });
  });

  test('takes a row as the vendor answers it, every field', () => {
    const row = {
      ...least,
      channel: 'korevg',
      end_time: '2021-04-26T11:37:25.977Z',
      session_lang: ['en', 'de'],
      sessionType: 'non-interactive',
      isDeveloper: true,
      sessionStatus: 'closed',
      tags: {
        userTags: [],
        sessionTags: [
          { value: 'a', name: 'topic' },
          { value: 'b', name: 'topic', altText: 'B' },
        ],
      },
      noOfMessagesExchanged: 12,
      noOfTasksExecuted: 1,
      containmentType: 'dropOff',
    };
    expect(sessionSchema.parse(row)).toMatchObject({
      channel: 'korevg',
      endTime: startTime + 600_000,
      sessionLang: ['en', 'de'],
      sessionType: 'non-interactive',
      isDeveloper: true,
      sessionStatus: 'closed',
      tags: row.tags,
      noOfMessagesExchanged: 12,
      noOfTasksExecuted: 1,
      containmentType: 'dropOff',
    });
  });

  test.each([
    ['an unknown channel', { channel: 'carrier pigeon' }, { channel: 'carrier pigeon' }],
    ['isDeveloper 1', { isDeveloper: 1 }, { isDeveloper: true }],
    ['isDeveloper 0', { isDeveloper: 0 }, { isDeveloper: false }],
    ['no languages', { session_lang: [] }, { sessionLang: [] }],
    ['only session tags', { tags: { sessionTags: [] } }, { tags: { userTags: [], sessionTags: [] } }],
    ['a start without milliseconds', { start_time: '2021-04-26T11:27:25Z' }, { startTime: startTime - 977 }],
    ['an end at the start', { end_time: least.start_time }, { endTime: startTime }],
    ['a call id', { callId: 'call-1' }, { callId: 'call-1' }],
    ['identities', { identities: ['maria@example.com'] }, { identities: ['maria@example.com'] }],
  ])('takes %s', (_what, given, expected) => {
    expect(sessionSchema.parse({ ...least, ...given })).toMatchObject(expected);
  });

  test.each([
    ['sessionId', { sessionId: 'a b' }],
    ['sessionId', { sessionId: undefined }],
    ['botId', { botId: 'st-1#2' }],
    ['userId', { userId: '' }],
    ['userId', { userId: 7 }],
    ['start_time', { start_time: undefined }],
    ['start_time', { start_time: '2021-04-26' }],
    ['start_time', { start_time: 1_619_436_445_977 }],
    ['end_time', { end_time: '2021-04-26T11:27:25.976Z' }],
    ['end_time', { end_time: 'later' }],
    ['channel', { channel: '' }],
    ['session_lang', { session_lang: 'en' }],
    ['sessionType', { sessionType: 'Interactive' }],
    ['isDeveloper', { isDeveloper: 'false' }],
    ['isDeveloper', { isDeveloper: 2 }],
    ['sessionStatus', { sessionStatus: 'open' }],
    ['tags', { tags: [] }],
    ['tags.sessionTags.0.name', { tags: { sessionTags: [{ value: 'a' }] } }],
    ['tags.userTags.0.value', { tags: { userTags: [{ value: 1, name: 'a' }] } }],
    ['noOfMessagesExchanged', { noOfMessagesExchanged: -1 }],
    ['noOfTasksExecuted', { noOfTasksExecuted: 1.5 }],
    ['containmentType', { containmentType: 'dropoff' }],
    ['callId', { callId: '' }],
    ['identities.0', { identities: [''] }],
    ['duration', { duration: 5 }],
  ])('refuses a bad %s and says where: %j', (field, given) => {
    const result = sessionSchema.safeParse({ ...least, ...given });
    expect(result.success).toBe(false);
    if (!result.success) expect(describeIssues(result.error)).toContain(field);
  });

  test('names the first few of many mistakes', () => {
    const result = sessionSchema.safeParse({ channel: '', session_lang: 1, tags: 1, callId: 1 });
    expect(result.success).toBe(false);
    if (!result.success) expect(describeIssues(result.error).split('; ')).toHaveLength(5);
  });
});
