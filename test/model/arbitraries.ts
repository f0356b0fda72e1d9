import * as fc from 'fast-check';
import { containmentTypes, sessionStatuses, sessionTypes } from '../../functions/domain/session.ts';
import type { ModelRequest, ModelSession } from './model.ts';

/*
 * Values come from small pools, so that sessions share starts, users and tags, requests match something, and
 * windows end where sessions start.
 */

export const day = 86_400_000;

/** The instant that most of the data is arranged around: a day's noon. */
export const noon = Date.parse('2026-03-10T12:00:00.000Z');

export const botIds = ['st-one', 'st-two', 'st-three'];

/** Ids of no session, most of them not even well formed. */
const unknownIds = ['6abc00000000000000000000', 'not an id', '', 'ü'];

export const users = ['u-1', 'u-2', 'maria@example.com', 'E-1001'];
export const callIds = ['call-1', 'call-2'];
export const tagNames = ['topic', 'plan', 'Größe'];
export const tagValues = ['a', 'b', 'say "hi"\n\\', 'emoji 🙂', ''];

export const isoOf = (ms: number): string => new Date(ms).toISOString();
const midnightBefore = (ms: number): number => Math.floor(ms / day) * day;

const anchors = [0, 1, 3, 6, 7, 8].flatMap((days) => {
  const instant = noon - days * day;
  return [instant, midnightBefore(instant)];
});
export const instant = fc
  .tuple(fc.constantFrom(...anchors, noon + 3_600_000, noon + day), fc.constantFrom(0, 0, 0, -1, 1, 60_000))
  .map(([anchor, offset]) => anchor + offset);

/** What a frozen clock shows. */
export const clockArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.constant(noon) },
  { weight: 1, arbitrary: instant },
);

export const sessionId = fc.nat(79).map((number) => `69b0${number.toString(16).padStart(20, '0')}`);
const botId = fc.constantFrom(...botIds);
export const tag = fc.record({ value: fc.constantFrom(...tagValues), name: fc.constantFrom(...tagNames) });
const tags = fc.record({
  userTags: fc.array(tag, { maxLength: 2 }),
  sessionTags: fc.array(tag, { maxLength: 4 }),
});
const length = fc.constantFrom(0, 1, 600_000, 7_200_000, 3 * day);

const sessionArbitrary: fc.Arbitrary<ModelSession> = fc
  .record({
    sessionId,
    botId,
    channel: fc.constantFrom('rtm', 'sms', 'carrier pigeon'),
    userId: fc.constantFrom(...users),
    start: instant,
    length,
    session_lang: fc.constantFrom<string[]>(['en'], ['de', 'en'], []),
    sessionType: fc.constantFrom(...sessionTypes),
    isDeveloper: fc.boolean(),
    sessionStatus: fc.option(fc.constantFrom(...sessionStatuses), { nil: undefined, freq: 2 }),
    tags,
    noOfMessagesExchanged: fc.nat(40),
    noOfTasksExecuted: fc.nat(5),
    containmentType: fc.constantFrom(...containmentTypes),
    callId: fc.option(fc.constantFrom(...callIds), { nil: undefined }),
    identities: fc.uniqueArray(fc.constantFrom(...users), { maxLength: 2 }),
  })
  .map(({ start, length, sessionStatus, callId, ...session }) => ({
    ...session,
    start_time: isoOf(start),
    end_time: isoOf(start + length),
    ...(sessionStatus === undefined ? {} : { sessionStatus }),
    ...(callId === undefined ? {} : { callId }),
  }));

/** @param most fewer than the pool of ids; some occur twice, and then the last counts */
export const sessionsArbitrary = (least: number, most: number): fc.Arbitrary<ModelSession[]> =>
  fc.array(sessionArbitrary, { minLength: least, maxLength: most, size: 'max' });

const dateOnly = instant.map((ms) => isoOf(ms).slice(0, 10));
const date = fc.oneof(
  dateOnly,
  instant.map(isoOf),
  instant.map((ms) => isoOf(ms).replace('T', ' T')),
  instant.map((ms) => isoOf(midnightBefore(ms)).replace('.000Z', 'Z')),
);
const badDate = fc.constantFrom(
  '2026-02-30',
  '10/03/2026',
  'yesterday',
  '',
  '2026-03-10T25:00:00.000Z',
  20260310,
);

const exactWindow = (from: number, to: number) => ({ dateFrom: isoOf(from), dateTo: isoOf(to) });
const wholeDays = (from: number, to: number) => ({
  dateFrom: isoOf(from).slice(0, 10),
  dateTo: isoOf(to).slice(0, 10),
});

/** Often as wide as it may be and over the data's middle, so that filters have something left to match. */
const window: fc.Arbitrary<{ dateFrom?: string | undefined; dateTo?: string | undefined }> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom({}, { dateTo: isoOf(noon) }, wholeDays(noon - 7 * day, noon)) },
  { weight: 3, arbitrary: fc.constantFrom(0, -1, 1).map((off) => exactWindow(noon - 7 * day + off, noon)) },
  { weight: 2, arbitrary: fc.record({ dateFrom: date, dateTo: date }, { requiredKeys: [] }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(instant, fc.constantFrom(0, 1, day, 6 * day, 7 * day - 1, 7 * day, 7 * day + 1))
      .map(([from, length]) => exactWindow(from, from + length)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(instant, fc.constantFrom(0, 1, 6, 7, 8))
      .map(([from, days]) => wholeDays(from, from + days * day)),
  },
);

const numberOrText = (values: fc.Arbitrary<number>): fc.Arbitrary<number | string> =>
  fc.oneof(values, values.map(String));
const skip = numberOrText(
  fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.constantFrom(15, 50) }),
);
const limit = numberOrText(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(1000, 10_000, 99_999)));

const condition = fc.record(
  {
    name: fc.constantFrom(...tagNames, 'unknown'),
    values: fc.array(fc.constantFrom(...tagValues), { maxLength: 3 }),
    type: fc.constantFrom('user', 'session'),
  },
  { requiredKeys: ['name', 'values'] },
);
const conditions = fc.array(condition, { maxLength: 2 });
const tagFilter = fc.record({ and: conditions, or: conditions }, { requiredKeys: [] });

/** Mostly nothing: a request with every filter at once would hardly ever match. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );

const filters = fc.record({
  userId: seldom(fc.constantFrom(...users, 'nobody')),
  sessionType: seldom(fc.constantFrom(...sessionTypes)),
  tags: seldom(tagFilter),
});
const paging = fc.record({ skip: seldom(skip), offset: seldom(skip), limit: seldom(limit) });
const extras = fc.record({ includeMeta: seldom(fc.boolean()), sessionIds: seldom(fc.constant(['x'])) });

const query = fc
  .record({
    containmentType: seldom(fc.constantFrom(...containmentTypes)),
    callId: seldom(fc.constantFrom(...callIds, 'call-unknown')),
  })
  .map(withoutUndefined);

/** Body and query of a valid request by window and filters, without paging. */
export const unpagedRequestArbitrary: fc.Arbitrary<ModelRequest> = fc
  .record({ botId: fc.option(botId, { nil: undefined }), window, filters, query })
  .map(({ botId, window, filters, query }) => toRequest(botId, { ...window, ...filters }, query));

const flaw: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({ dateFrom: badDate }),
  fc.record({ dateTo: badDate }),
  fc.record({ skip: fc.constantFrom(-1, 1.5, '-1', '1.5', 'many', '', true, [1]) }),
  fc.record({ offset: fc.constantFrom(-1, 0.1, '-1') }),
  fc.record({ limit: fc.constantFrom(0, -1, 1.5, '0', '1.5', 'all', false, {}) }),
  fc.record({ userId: fc.constantFrom(1, ['u-1'], {}) }),
  fc.record({ sessionType: fc.constantFrom('Interactive', 'noninteractive', '', 1) }),
  fc.record({ tags: fc.constantFrom('topic', [], { and: {} }, { and: [{ name: 'topic' }] }) }),
  fc.record({ tags: fc.constant({ or: [{ name: 'topic', values: ['a'], type: 'bot' }] }) }),
  fc.record({
    sessionId: fc.constantFrom(
      1,
      {},
      [1],
      Array.from({ length: 51 }, () => 'x'),
    ),
  }),
);

const byWindow = fc
  .record({ request: unpagedRequestArbitrary, paging, extras })
  .map(({ request, paging, extras }) =>
    toRequest(request.botId, { ...request.body, ...paging, ...extras }, request.query),
  );

const oneId = fc.oneof(
  { weight: 5, arbitrary: sessionId },
  { weight: 1, arbitrary: fc.constantFrom(...unknownIds) },
);
const byId = fc
  .record({
    botId: fc.option(botId, { nil: undefined }),
    sessionId: fc.oneof(
      { weight: 4, arbitrary: fc.array(oneId, { maxLength: 12 }) },
      { weight: 1, arbitrary: oneId },
    ),
    // All of it is ignored, valid or not.
    ignored: fc.oneof(fc.constant({}), paging, window, flaw),
    query: fc.oneof(fc.constant({}), query, fc.constant({ containmentType: 'nonsense' })),
  })
  .map(({ botId, sessionId, ignored, query }) => toRequest(botId, { ...ignored, sessionId }, query));

const flawed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(byWindow, flaw)
      .map(([request, bad]) => toRequest(request.botId, { ...request.body, ...bad }, request.query)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(byWindow, fc.constantFrom('dropoff', 'SelfService', '', 'all'))
      .map(([request, containmentType]) => ({ ...request, query: { ...request.query, containmentType } })),
  },
);

export const requestArbitrary: fc.Arbitrary<ModelRequest> = fc.oneof(
  { weight: 12, arbitrary: byWindow },
  { weight: 4, arbitrary: byId },
  { weight: 2, arbitrary: flawed },
);

function toRequest(
  botId: string | undefined,
  body: Record<string, unknown>,
  query: ModelRequest['query'],
): ModelRequest {
  return { ...(botId === undefined ? {} : { botId }), body: withoutUndefined(body), query };
}

/** As JSON has it: what is undefined is not sent. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
