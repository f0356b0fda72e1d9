import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { answered, invalidField, invalidParameter } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { askMessages, foundMessages, importMessages, makeMessage } from './support/messages.ts';
import { upTo } from './support/rows.ts';

/* What settings of sessions say of fields that requests for messages have as well. */

const emulator = useEmulator();
let account: Account;
let rows: Record<string, unknown>[];

beforeAll(async () => {
  account = await emulator.createAccount();
  const tags = (name: string) => ({
    tags: { messageTags: [], userTags: [{ name, value: 'x' }], sessionTags: [], altText: [] },
  });
  rows = upTo(4)
    .reverse()
    .map((number) => makeMessage(account.botId(), number, tags(number % 2 === 0 ? 'even' : 'odd')));
  await importMessages(account, rows);
});

const page = (messages: unknown[], moreAvailable = true) => answered({ total: 4, moreAvailable, messages });
const condition = (name: string, more: object = {}) => ({ name, values: ['x'], ...more });

describe('[messages.asSessions] settings of sessions hold for messages where the field is the same', () => {
  const all = () => foundMessages(rows);
  const none = () => foundMessages([]);
  it.each<[string, Record<string, unknown>, Ask, () => unknown]>([
    ['zeroLimit noRows', { zeroLimit: 'noRows' }, { body: { limit: 0 } }, () => page([])],
    ['zeroLimit ignore', { zeroLimit: 'ignore' }, { query: 'limit=0' }, all],
    ['negativeLimit', { negativeLimit: 'ignore' }, { body: { limit: -1 } }, all],
    ['negativeSkip', { negativeSkip: 'ignore' }, { body: { skip: -1, offset: -2 } }, all],
    [
      'fractionalNumbers',
      { fractionalNumbers: 'truncate' },
      { body: { limit: 1.9 } },
      () => page(rows.slice(3)),
    ],
    ['numericStrings', { numericStrings: 'refuse' }, { body: { limit: '1' } }, () => invalidField],
    [
      'numericStrings in a query string',
      { numericStrings: 'refuse' },
      { query: 'limit=1' },
      () => page(rows.slice(3)),
    ],
    [
      'skipAndOffset',
      { skipAndOffset: 'offset' },
      { body: { skip: 0, offset: 3, limit: 1 } },
      () => page(rows.slice(0, 1), false),
    ],
    ['skipPastEnd', { skipPastEnd: 'refuse' }, { body: { skip: 4 } }, () => invalidField],
    ['epochDates', { epochDates: 'accept' }, { body: { dateFrom: Date.parse('2026-03-10T00:00:00Z') } }, all],
    ['nullFields', { nullFields: 'ignore' }, { body: { userId: null, sessionId: null, forward: null } }, all],
    ['emptyUserId matchNone', { emptyUserId: 'matchNone' }, { body: { userId: '' } }, none],
    ['emptyUserId ignore', { emptyUserId: 'ignore' }, { body: { userId: '' } }, all],
    ['emptyCallId', { emptyCallId: 'matchNone' }, { query: 'callId=' }, none],
    [
      'repeatedParameters',
      { repeatedParameters: 'last' },
      { query: 'limit=4&limit=1' },
      () => page(rows.slice(3)),
    ],
    ['unknownFields', { unknownFields: 'refuse' }, { body: { limt: 1 } }, () => invalidField],
    ['unknownParameters', { unknownParameters: 'refuse' }, { query: 'limt=1' }, () => invalidParameter],
    ['tagFilter', { tagFilter: 'ignore' }, { body: { tags: { and: [condition('none')] } } }, all],
    ['tagAnd', { tagAnd: 'any' }, { body: { tags: { and: [condition('odd'), condition('even')] } } }, all],
    ['tagOr', { tagOr: 'refuse' }, { body: { tags: { or: [condition('odd')] } } }, () => invalidField],
    ['untypedTags', { untypedTags: 'session' }, { body: { tags: { and: [condition('odd')] } } }, none],
    [
      'emptyTagValues',
      { emptyTagValues: 'ignore' },
      { body: { tags: { and: [{ name: 'odd', values: [] }] } } },
      all,
    ],
    ['malformedTags', { malformedTags: 'ignore' }, { body: { tags: [1] } }, all],
  ])('%s', async (_, settings, ask, expected) => {
    await account.change(settings);
    expect(await askMessages(account, ask)).toEqual(expected());
    await account.change(Object.fromEntries(Object.keys(settings).map((name) => [name, null])));
  });
});
