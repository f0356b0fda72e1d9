import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { type Answer, answered, found, invalidField, invalidParameter, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { makeRow, minutesAgo, nowSeconds, type Row } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  const tag = (name: string, value: string) => ({ name, value });
  const changes: Partial<Row>[] = [
    { containmentType: 'agent', userId: 'u-1', tags: { userTags: [tag('t', 'a')], sessionTags: [] } },
    { containmentType: 'dropOff', tags: { userTags: [], sessionTags: [tag('t', 'a'), tag('t', 'b')] } },
    { sessionType: 'non-interactive', start_time: minutesAgo(30) },
    { start_time: minutesAgo(30) },
    { start_time: '2026-03-02T10:00:00.000Z' },
  ];
  rows = changes.map((change, index) => makeRow(account.botId(), index + 1, change));
  const [first, second, third, fourth, fifth] = rows.map((row) => ({ ...row }));
  await account.importRows([first, { ...second, callId: 'call-1' }, third, fourth, fifth]);
  // Equal starts: the higher id comes first. The fifth is older than the 7 days of the default window.
  rows = [nth(rows, 0), nth(rows, 1), nth(rows, 3), nth(rows, 2), nth(rows, 4)];
});

type Expected = Answer | (() => Answer);

const recent = () => found(rows.slice(0, 4));
const at =
  (...positions: number[]) =>
  () =>
    found(positions.map((position) => nth(rows, position)));
const none = found([]);
const page =
  (...positions: number[]) =>
  () =>
    answered({
      total: 4,
      moreAvailable: positions.length < 4,
      sessions: positions.map((position) => nth(rows, position)),
    });
const byId =
  (invalid: string[], ...positions: number[]) =>
  () =>
    answered({
      total: positions.length,
      moreAvailable: false,
      sessions: positions.map((position) => nth(rows, position)),
      invalidSessions: invalid,
    });
const payload = refused('improperPayload', 'body_not_an_object');
const notFoundPath = refused('methodNotAllowed', 'path_unknown');

/** Each value by itself; the rows that it belongs to, what is asked, what is answered with it. */
type Case = [title: string, setting: Record<string, unknown>, ask: Ask | (() => Ask), expected: Expected];

const window = (dateFrom: unknown, dateTo?: unknown): Ask => ({
  body: { dateFrom, ...(dateTo === undefined ? {} : { dateTo }) },
});
const tags = (filter: unknown): Ask => ({ body: { tags: filter } });
const condition = (values: string[], type?: string) => ({ name: 't', values, ...(type ? { type } : {}) });
const text = { 'content-type': 'text/plain' };
const botPath = () => `/api/public/bot/${account.botId()}/getSessions`;
const idAt = (position: number) => nth(rows, position).sessionId;
const fiftyOne = () => Array.from({ length: 51 }, (_, index) => (index === 0 ? idAt(0) : `x${index}`));
const unknownIds = () => fiftyOne().slice(1);

const query: Case[] = [
  [
    '[query.containmentTypeUnknown] unknownContainmentType refuse',
    {},
    { query: 'containmentType=x' },
    invalidParameter,
  ],
  [
    '[query.containmentTypeUnknown] unknownContainmentType ignore',
    { unknownContainmentType: 'ignore' },
    { query: 'containmentType=x' },
    recent,
  ],
  [
    '[query.containmentTypeUnknown] unknownContainmentType matchNone',
    { unknownContainmentType: 'matchNone' },
    { query: 'containmentType=x' },
    none,
  ],
  [
    '[query.containmentTypeEmpty] emptyContainmentType refuse',
    {},
    { query: 'containmentType=' },
    invalidParameter,
  ],
  [
    '[query.containmentTypeEmpty] emptyContainmentType ignore',
    { emptyContainmentType: 'ignore' },
    { query: 'containmentType=' },
    recent,
  ],
  [
    '[query.containmentTypeEmpty] emptyContainmentType matchNone',
    { emptyContainmentType: 'matchNone' },
    { query: 'containmentType=' },
    none,
  ],
  ['[query.callIdEmpty] emptyCallId refuse', {}, { query: 'callId=' }, invalidParameter],
  ['[query.callIdEmpty] emptyCallId ignore', { emptyCallId: 'ignore' }, { query: 'callId=' }, recent],
  ['[query.callIdEmpty] emptyCallId matchNone', { emptyCallId: 'matchNone' }, { query: 'callId=' }, none],
  [
    '[query.callIdOnAccountRoute] accountRouteCallId ignore',
    {},
    { route: 'account', query: 'callId=call-1' },
    recent,
  ],
  [
    '[query.callIdOnAccountRoute] accountRouteCallId filter',
    { accountRouteCallId: 'filter' },
    { route: 'account', query: 'callId=call-1' },
    at(1),
  ],
  [
    '[query.repeated] repeatedParameters refuse',
    {},
    { query: 'containmentType=agent&containmentType=dropOff' },
    invalidParameter,
  ],
  [
    '[query.repeated] repeatedParameters first',
    { repeatedParameters: 'first' },
    { query: 'containmentType=agent&containmentType=dropOff' },
    at(0),
  ],
  [
    '[query.repeated] repeatedParameters last',
    { repeatedParameters: 'last' },
    { query: 'containmentType=agent&containmentType=dropOff' },
    at(1),
  ],
  ['[query.unknown] unknownParameters ignore', {}, { query: 'verbose=1' }, recent],
  [
    '[query.unknown] unknownParameters refuse',
    { unknownParameters: 'refuse' },
    { query: 'verbose=1' },
    invalidParameter,
  ],
  [
    '[query.unknown] unknownParameters refuse: what is read passes',
    { unknownParameters: 'refuse' },
    { query: 'callId=call-1' },
    at(1),
  ],
];

const routes: Case[] = [
  ['[routes.stream] streamRoute answer', {}, { route: 'stream' }, recent],
  ['[routes.stream] streamRoute refuse', { streamRoute: 'refuse' }, { route: 'stream' }, notFoundPath],
  ['[routes.trailingSlash] trailingSlash refuse', {}, () => ({ path: `${botPath()}/` }), notFoundPath],
  [
    '[routes.trailingSlash] trailingSlash answer',
    { trailingSlash: 'answer' },
    () => ({ path: `${botPath()}/` }),
    recent,
  ],
  [
    '[routes.trailingSlash] trailingSlash answer: not without a good token',
    { trailingSlash: 'answer' },
    () => ({ path: `${botPath()}/`, token: null }),
    notFoundPath,
  ],
  [
    '[routes.trailingSlash] trailingSlash answer: one slash',
    { trailingSlash: 'answer' },
    () => ({ path: `${botPath()}//` }),
    notFoundPath,
  ],
  [
    '[routes.pathCase] pathCase refuse',
    {},
    () => ({ path: botPath().replace('getSessions', 'getsessions') }),
    notFoundPath,
  ],
  [
    '[routes.pathCase] pathCase answer',
    { pathCase: 'answer' },
    () => ({ path: botPath().replace('getSessions', 'GETSESSIONS') }),
    recent,
  ],
  [
    '[routes.pathCase] pathCase answer: the account route',
    { pathCase: 'answer' },
    () => ({ path: '/api/public/getsessions', app: account.appOf('admin') }),
    recent,
  ],
  [
    '[routes.encodedBotId] encodedBotId decode',
    {},
    () => ({ botId: account.botId().replace('s', '%73') }),
    recent,
  ],
  [
    '[routes.wrongMethod, errors.wrongMethod] errors.wrongMethod',
    { errors: { wrongMethod: { code: 9 } } },
    { method: 'PUT' },
    {
      ...refused('methodNotAllowed', 'method_not_allowed'),
      body: { errors: [{ msg: 'Method Not Allowed', code: 9 }] },
    },
  ],
  [
    '[routes.unknownPath, errors.methodNotAllowed] errors.methodNotAllowed',
    { errors: { methodNotAllowed: { code: 9 } } },
    { path: '/api/public/x' },
    { ...notFoundPath, body: { errors: [{ msg: 'Method Not Allowed', code: 9 }] } },
  ],
];

const body: Case[] = [
  ['[body.contentType] otherContentType read', {}, { headers: text, body: { limit: 1 } }, page(0)],
  [
    '[body.contentType] otherContentType ignore',
    { otherContentType: 'ignore' },
    { headers: text, body: { limit: 1 } },
    recent,
  ],
  [
    '[body.contentType] otherContentType refuse',
    { otherContentType: 'refuse' },
    { headers: text, body: { limit: 1 } },
    refused('improperPayload', 'body_not_json'),
  ],
  [
    '[body.contentType] otherContentType refuse: a charset is no other type',
    { otherContentType: 'refuse' },
    { headers: { 'content-type': 'application/json; charset=utf-8' }, body: { limit: 1 } },
    page(0),
  ],
  ['[body.array] arrayBody refuse', {}, { body: [] }, refused('validation', 'body_not_an_object')],
  ['[body.array] arrayBody improperPayload', { arrayBody: 'improperPayload' }, { body: [] }, payload],
  ['[body.array] arrayBody ignore', { arrayBody: 'ignore' }, { body: [] }, recent],
  ['[body.scalar] scalarBody refuse', {}, { rawBody: 'null' }, refused('validation', 'body_not_an_object')],
  ['[body.scalar] scalarBody improperPayload', { scalarBody: 'improperPayload' }, { rawBody: '5' }, payload],
  ['[body.scalar] scalarBody ignore', { scalarBody: 'ignore' }, { rawBody: 'null' }, recent],
  ['[body.unknownField] unknownFields ignore', {}, { body: { note: 1 } }, recent],
  [
    '[body.unknownField] unknownFields refuse',
    { unknownFields: 'refuse' },
    { body: { note: 1 } },
    invalidField,
  ],
  [
    '[body.unknownField] unknownFields refuse: known ones pass',
    { unknownFields: 'refuse' },
    { body: { includeMeta: true, limit: 1 } },
    page(0),
  ],
  ['[body.containmentType] bodyContainmentType ignore', {}, { body: { containmentType: 'agent' } }, recent],
  [
    '[body.containmentType] bodyContainmentType filter',
    { bodyContainmentType: 'filter' },
    { body: { containmentType: 'agent' } },
    at(0),
  ],
  [
    '[body.containmentType] bodyContainmentType filter: what is no text is no type',
    { bodyContainmentType: 'filter' },
    { body: { containmentType: { toString: null } } },
    invalidParameter,
  ],
  ['[body.nullField] nullFields refuse', {}, { body: { userId: null } }, invalidField],
  [
    '[body.nullField] nullFields ignore',
    { nullFields: 'ignore' },
    { body: { userId: null, tags: null } },
    recent,
  ],
  ['[sessionId.nothing] nullFields ignore', { nullFields: 'ignore' }, { body: { sessionId: null } }, recent],
  ['[body.wrongType] wronglyTypedFields refuse', {}, { body: { userId: 5 } }, invalidField],
  [
    '[body.wrongType] wronglyTypedFields ignore',
    { wronglyTypedFields: 'ignore' },
    { body: { userId: 5, limit: true, dateFrom: {} } },
    recent,
  ],
  ['[body.userIdEmpty] emptyUserId refuse', {}, { body: { userId: '' } }, invalidField],
  ['[body.userIdEmpty] emptyUserId ignore', { emptyUserId: 'ignore' }, { body: { userId: '' } }, recent],
  ['[body.userIdEmpty] emptyUserId matchNone', { emptyUserId: 'matchNone' }, { body: { userId: '' } }, none],
  ['[body.sessionTypeUnknown] unknownSessionType refuse', {}, { body: { sessionType: 'x' } }, invalidField],
  [
    '[body.sessionTypeUnknown] unknownSessionType ignore',
    { unknownSessionType: 'ignore' },
    { body: { sessionType: 'x' } },
    recent,
  ],
  [
    '[body.sessionTypeUnknown] unknownSessionType matchNone',
    { unknownSessionType: 'matchNone' },
    { body: { sessionType: 'x' } },
    none,
  ],
];

const paging: Case[] = [
  ['[body.limitAbsent] defaultLimit 2', { defaultLimit: 2 }, {}, page(0, 1)],
  ['[body.limitMost] maxLimit 3', { maxLimit: 3 }, { body: { limit: 4 } }, page(0, 1, 2)],
  ['[body.limitOversized] oversizedLimit clamp', {}, { body: { limit: 10_001 } }, recent],
  [
    '[body.limitOversized] oversizedLimit refuse',
    { oversizedLimit: 'refuse' },
    { body: { limit: 10_001 } },
    invalidField,
  ],
  ['[body.limitZero] zeroLimit refuse', {}, { body: { limit: 0 } }, invalidField],
  ['[body.limitZero] zeroLimit ignore', { zeroLimit: 'ignore' }, { body: { limit: '0' } }, recent],
  ['[body.limitZero] zeroLimit noRows', { zeroLimit: 'noRows' }, { body: { limit: 0 } }, page()],
  ['[body.limitNegative] negativeLimit refuse', {}, { body: { limit: -1 } }, invalidField],
  ['[body.limitNegative] negativeLimit ignore', { negativeLimit: 'ignore' }, { body: { limit: -1 } }, recent],
  ['[body.skipNegative] negativeSkip refuse', {}, { body: { skip: -1 } }, invalidField],
  ['[body.skipNegative] negativeSkip ignore', { negativeSkip: 'ignore' }, { body: { skip: -1 } }, recent],
  ['[body.fractional] fractionalNumbers refuse', {}, { body: { limit: 1.9 } }, invalidField],
  [
    '[body.fractional] fractionalNumbers truncate',
    { fractionalNumbers: 'truncate' },
    { body: { limit: 1.9, skip: 0.5 } },
    page(0),
  ],
  ['[body.numericStrings] numericStrings accept', {}, { body: { limit: '1' } }, page(0)],
  [
    '[body.numericStrings] numericStrings refuse',
    { numericStrings: 'refuse' },
    { body: { limit: '1' } },
    invalidField,
  ],
  ['[body.both] skipAndOffset skip', {}, { body: { skip: 0, offset: 1, limit: 1 } }, page(0)],
  [
    '[body.both] skipAndOffset offset',
    { skipAndOffset: 'offset' },
    { body: { skip: 0, offset: 1, limit: 1 } },
    page(1),
  ],
  [
    '[body.skipPastEnd] skipPastEnd empty',
    {},
    { body: { skip: 4 } },
    answered({ total: 4, moreAvailable: false, sessions: [] }),
  ],
  ['[body.skipPastEnd] skipPastEnd refuse', { skipPastEnd: 'refuse' }, { body: { skip: 4 } }, invalidField],
];

const filters: Case[] = [
  ['[body.tags] tagFilter apply', {}, tags({ and: [condition(['b'])] }), at(1)],
  ['[body.tags] tagFilter ignore', { tagFilter: 'ignore' }, tags({ and: [condition(['b'])] }), recent],
  ['[body.tagsAnd] tagAnd every', {}, tags({ and: [condition(['a']), condition(['b'])] }), at(1)],
  [
    '[body.tagsAnd] tagAnd any',
    { tagAnd: 'any' },
    tags({ and: [condition(['a']), condition(['b'])] }),
    at(0, 1),
  ],
  ['[body.tagsOr] tagOr apply', {}, tags({ or: [condition(['b'])] }), at(1)],
  ['[body.tagsOr] tagOr ignore', { tagOr: 'ignore' }, tags({ or: [condition(['b'])] }), recent],
  ['[body.tagsOr] tagOr refuse', { tagOr: 'refuse' }, tags({ or: [condition(['b'])] }), invalidField],
  ['[body.tagWithoutType] untypedTags both', {}, tags({ and: [condition(['a'])] }), at(0, 1)],
  [
    '[body.tagWithoutType] untypedTags user',
    { untypedTags: 'user' },
    tags({ and: [condition(['a'])] }),
    at(0),
  ],
  [
    '[body.tagWithoutType] untypedTags session',
    { untypedTags: 'session' },
    tags({ and: [condition(['a'])] }),
    at(1),
  ],
  [
    '[body.tagWithoutType] untypedTags refuse',
    { untypedTags: 'refuse' },
    tags({ and: [condition(['a'])] }),
    invalidField,
  ],
  ['[body.tagWithoutValues] emptyTagValues matchNone', {}, tags({ and: [condition([])] }), none],
  [
    '[body.tagWithoutValues] emptyTagValues ignore',
    { emptyTagValues: 'ignore' },
    tags({ and: [condition([])] }),
    recent,
  ],
  [
    '[body.tagWithoutValues] emptyTagValues refuse',
    { emptyTagValues: 'refuse' },
    tags({ and: [condition([])] }),
    invalidField,
  ],
  ['[body.tagsMalformed] malformedTags refuse', {}, tags([]), invalidField],
  ['[body.tagsMalformed] malformedTags ignore', { malformedTags: 'ignore' }, tags([]), recent],
];

const windows: Case[] = [
  [
    '[window.tooLong] maxWindowDays 9',
    { maxWindowDays: 9 },
    window('2026-03-01', '2026-03-10'),
    () => found(rows),
  ],
  [
    '[window.exactly] exactlySevenDays allow',
    {},
    window('2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z'),
    at(4),
  ],
  [
    '[window.exactly] exactlySevenDays refuse',
    { exactlySevenDays: 'refuse' },
    window('2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z'),
    refused('windowTooLong', 'window_too_long'),
  ],
  ['[window.dateOnlyTo] dateOnlyDateTo endOfDay', {}, window('2026-03-10', '2026-03-10'), recent],
  [
    '[window.dateOnlyTo, window.onlyToDateOnly] dateOnlyDateTo startOfDay',
    { dateOnlyDateTo: 'startOfDay' },
    window('2026-03-09', '2026-03-10'),
    none,
  ],
  [
    '[window.lastDay] lastDayCounts true',
    { lastDayCounts: true },
    window('2026-03-03', '2026-03-10'),
    refused('windowTooLong', 'window_too_long'),
  ],
  [
    '[window.lastDay] lastDayCounts true: a day less',
    { lastDayCounts: true },
    window('2026-03-04', '2026-03-10'),
    recent,
  ],
  ['[window.lastDay] lastDayCounts false', {}, window('2026-03-03', '2026-03-10'), recent],
  ['[window.onlyFromDateOnly] openDateTo instant', {}, window('2026-03-03'), none],
  ['[window.onlyFromDateOnly] openDateTo endOfDay', { openDateTo: 'endOfDay' }, window('2026-03-03'), recent],
  [
    '[window.reversed] reversedWindow refuse',
    {},
    window('2026-03-10', '2026-03-08'),
    refused('validation', 'window_reversed'),
  ],
  [
    '[window.reversed] reversedWindow empty',
    { reversedWindow: 'empty' },
    window('2026-03-10', '2026-03-08'),
    none,
  ],
  [
    '[window.offsets] dateOffsets refuse',
    {},
    window('2026-03-10T11:00:00+00:00'),
    refused('validation', 'date_invalid'),
  ],
  [
    '[window.offsets] dateOffsets accept',
    { dateOffsets: 'accept' },
    window('2026-03-10T13:30:00+02:00', '2026-03-10T12:00:00Z'),
    recent,
  ],
  [
    '[window.offsets] dateOffsets accept: behind GMT',
    { dateOffsets: 'accept' },
    window('2026-03-10T06:31:00-0500', '2026-03-10T12:00:00Z'),
    at(0, 1),
  ],
  [
    '[window.noSeconds] datesWithoutSeconds refuse',
    {},
    window('2026-03-10T11:30Z'),
    refused('validation', 'date_invalid'),
  ],
  [
    '[window.noSeconds] datesWithoutSeconds accept',
    { datesWithoutSeconds: 'accept' },
    window('2026-03-10T11:30Z'),
    recent,
  ],
  [
    '[window.impossibleDays] impossibleDates refuse',
    {},
    window('2026-02-30', '2026-03-03'),
    refused('validation', 'date_invalid'),
  ],
  [
    '[window.impossibleDays] impossibleDates rollOver',
    { impossibleDates: 'rollOver' },
    window('2026-02-30', '2026-03-03'),
    at(4),
  ],
  ['[window.epoch] epochDates refuse', {}, window((nowSeconds - 90) * 1000), invalidField],
  ['[window.epoch] epochDates accept', { epochDates: 'accept' }, window((nowSeconds - 90) * 1000), at(0)],
  ['[window.epoch] epochDates ignore', { epochDates: 'ignore' }, window((nowSeconds - 90) * 1000), recent],
];

const ids: Case[] = [
  ['[sessionId.string] sessionIdText accept', {}, () => ({ body: { sessionId: idAt(0) } }), byId([], 0)],
  [
    '[sessionId.string] sessionIdText refuse',
    { sessionIdText: 'refuse' },
    () => ({ body: { sessionId: idAt(0) } }),
    invalidField,
  ],
  ['[sessionId.empty] emptySessionIds noRows', {}, { body: { sessionId: [] } }, byId([])],
  [
    '[sessionId.empty] emptySessionIds refuse',
    { emptySessionIds: 'refuse' },
    { body: { sessionId: [] } },
    invalidField,
  ],
  [
    '[sessionId.empty] emptySessionIds ignore',
    { emptySessionIds: 'ignore' },
    { body: { sessionId: [] } },
    recent,
  ],
  [
    '[sessionId.tooMany] tooManySessionIds refuse',
    {},
    () => ({ body: { sessionId: fiftyOne() } }),
    refused('validation', 'session_ids_too_many'),
  ],
  [
    '[sessionId.tooMany] tooManySessionIds answer',
    { tooManySessionIds: 'answer' },
    () => ({ body: { sessionId: fiftyOne() } }),
    () => byId(unknownIds(), 0)(),
  ],
  ['[sessionId.malformed] malformedSessionIds refuse', {}, { body: { sessionId: [5] } }, invalidField],
  [
    '[sessionId.malformed] malformedSessionIds invalid',
    { malformedSessionIds: 'invalid' },
    { body: { sessionId: [5] } },
    byId(['5']),
  ],
  [
    '[sessionId.othersInvalid] besideSessionId ignore',
    {},
    () => ({ body: { sessionId: [idAt(0)], limit: -1 } }),
    byId([], 0),
  ],
  [
    '[sessionId.othersInvalid] besideSessionId check',
    { besideSessionId: 'check' },
    () => ({ body: { sessionId: [idAt(0)], limit: -1 } }),
    invalidField,
  ],
  [
    '[sessionId.allFound] emptyInvalidSessions include',
    {},
    () => ({ body: { sessionId: [idAt(0)] } }),
    byId([], 0),
  ],
  [
    '[sessionId.allFound] emptyInvalidSessions omit',
    { emptyInvalidSessions: 'omit' },
    () => ({ body: { sessionId: [idAt(0)] } }),
    at(0),
  ],
];

const answers: Case[] = [
  ['[response.equalStarts] equalStarts descending', {}, {}, recent],
  ['[response.equalStarts] equalStarts ascending', { equalStarts: 'ascending' }, {}, at(0, 1, 3, 2)],
  [
    '[response.equalStarts] equalStarts ascending: over the edge of a page',
    { equalStarts: 'ascending' },
    { body: { limit: 1, skip: 2 } },
    page(3),
  ],
  [
    '[response.equalStarts] equalStarts ascending: by ids',
    { equalStarts: 'ascending' },
    () => ({ body: { sessionId: [idAt(2), idAt(3)] } }),
    byId([], 3, 2),
  ],
  ['[response.contentType] responseContentType charset', {}, { body: { limit: 0 } }, invalidField],
  [
    '[response.contentType] responseContentType bare',
    { responseContentType: 'bare' },
    {},
    () => ({ ...recent(), contentType: 'application/json' }),
  ],
  [
    '[response.contentType] responseContentType bare: refusals too',
    { responseContentType: 'bare' },
    { body: { limit: 0 } },
    { ...invalidField, contentType: 'application/json' },
  ],
];

const cases = [...query, ...routes, ...body, ...paging, ...filters, ...windows, ...ids, ...answers];

/** Sets what was changed to what it was. */
const takeBack = (settings: Record<string, unknown>): Promise<void> =>
  account.change(Object.fromEntries(Object.keys(settings).map((name) => [name, account.settings[name]])));

describe('each value of a setting changes what it says, and one that is not set is the default', () => {
  it.each(cases)('%s', async (_, settings, ask, expected) => {
    await account.change(settings);
    try {
      const answer = await account.ask(typeof ask === 'function' ? ask() : ask);
      expect(answer).toEqual(typeof expected === 'function' ? expected() : expected);
    } finally {
      await takeBack(settings);
    }
  });
});

it('[routes.encodedBotId] encodedBotId literal', async () => {
  const settings = { encodedBotId: 'literal' };
  await account.change(settings);
  try {
    const answer = await account.ask({ botId: account.botId().replace('s', '%73') });
    const [asked] = await readJournal(emulator, account, 1, '?limit=1');
    // An HTTP API of API Gateway hands on a path without its percent-encoding, and then nobody can tell.
    const isSame = emulator.kind === 'in-process' || emulator.kind === 'local-server';
    const isHandedOn = isSame || asked?.path.includes('%73');
    expect(answer).toEqual(isHandedOn ? refused('invalidCredentials', 'bot_not_linked') : recent());
  } finally {
    await takeBack(settings);
  }
});

describe('each value of a setting about tokens', () => {
  const day = 86_400;
  const expired = refused('invalidCredentials', 'token_expired');
  const early = refused('invalidCredentials', 'token_not_yet_valid');
  const badClaim = refused('invalidCredentials', 'token_claim_invalid');
  const id = () => account.appOf('builder').clientId;
  const tokens: [string, Record<string, unknown>, () => Record<string, unknown>, Expected][] = [
    ['[tokens.exp] expiredTokens refuse', {}, () => ({ appId: id(), exp: nowSeconds - day }), expired],
    [
      '[tokens.exp] expiredTokens accept',
      { expiredTokens: 'accept' },
      () => ({ appId: id(), exp: nowSeconds - day }),
      recent,
    ],
    ['[tokens.nbf] earlyTokens refuse', {}, () => ({ appId: id(), nbf: nowSeconds + day }), early],
    [
      '[tokens.nbf] earlyTokens accept',
      { earlyTokens: 'accept' },
      () => ({ appId: id(), nbf: nowSeconds + day }),
      recent,
    ],
    [
      '[tokens.expMilliseconds] millisecondExp accept',
      {},
      () => ({ appId: id(), exp: (nowSeconds + day) * 1000 }),
      recent,
    ],
    [
      '[tokens.expMilliseconds] millisecondExp refuse',
      { millisecondExp: 'refuse' },
      () => ({ appId: id(), exp: (nowSeconds + day) * 1000 }),
      badClaim,
    ],
    ['[tokens.timesNotNumbers] unreadableTimes refuse', {}, () => ({ appId: id(), exp: 'soon' }), badClaim],
    [
      '[tokens.timesNotNumbers] unreadableTimes ignore',
      { unreadableTimes: 'ignore' },
      () => ({ appId: id(), exp: 'soon', nbf: 'later' }),
      recent,
    ],
    ['[tokens.noExp] requireExp false', {}, () => ({ appId: id() }), recent],
    [
      '[tokens.noExp] requireExp true',
      { requireExp: true },
      () => ({ appId: id() }),
      refused('invalidCredentials', 'exp_missing'),
    ],
    ['[tokens.koreIss] koreIss accept', {}, () => ({ kore_iss: id() }), recent],
    [
      '[tokens.koreIss] koreIss refuse',
      { koreIss: 'refuse' },
      () => ({ kore_iss: id() }),
      refused('invalidCredentials', 'client_id_missing'),
    ],
    [
      '[tokens.koreIss] koreIss refuse: another claim is as it was',
      { koreIss: 'refuse' },
      () => ({ iss: id() }),
      recent,
    ],
    [
      '[tokens.claimOrder] clientIdClaim first',
      {},
      () => ({ appId: 'cs-unknown', iss: id() }),
      refused('invalidCredentials', 'client_unknown'),
    ],
    [
      '[tokens.claimOrder] clientIdClaim any',
      { clientIdClaim: 'any' },
      () => ({ appId: 'cs-unknown', iss: id() }),
      recent,
    ],
  ];

  it.each(tokens)('%s', async (_, settings, claims, expected) => {
    await account.change(settings);
    try {
      const token = await sign(account.appOf('builder'), claims());
      expect(await account.ask({ token })).toEqual(typeof expected === 'function' ? expected() : expected);
    } finally {
      await takeBack(settings);
    }
  });
});

it('[window.onlyToDateOnly] dateOnlyDateTo startOfDay and lastDayCounts leave the defaults alone', async () => {
  const own = await emulator.createAccount({ settings: { lastDayCounts: true, exactlySevenDays: 'refuse' } });
  for (const body of [{}, { dateTo: '2026-03-10' }, { dateFrom: '2026-03-03' }]) {
    expect(await own.ask({ body })).toEqual(none);
  }
});
