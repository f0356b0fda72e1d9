import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../functions/domain/bot-days.ts';
import type { SessionFilter } from '../../../functions/domain/query.ts';
import { toRow } from '../../../functions/domain/row.ts';
import {
  type ContainmentType,
  containmentTypes,
  type Session,
  sessionStatuses,
  sessionTypes,
} from '../../../functions/domain/session.ts';
import { matchesIn } from '../../../functions/domain/slices/matches.ts';
import {
  toIndexEntry,
  toSessionItem,
  toStoredSession,
} from '../../../functions/store/sessions/session-item.ts';
import { type Item, startIndexRange } from '../../../functions/store/table/keys.ts';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { sliceOf } from '../../domain/slices/entries.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { timesOf } from '../../support/thorough.ts';

const layer = 'AAAAAAAAAAAA';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
// Few values, so that filters often match, and all sorts of text.
const text = fc.oneof(
  fc.constantFrom('a', 'b', '"', '#', 'ü'),
  fc.string({ unit: anyCharacter, minLength: 1 }),
);
const tag = fc.record({ value: text, name: text, altText: text }, { requiredKeys: ['value', 'name'] });
const startTime = fc.integer({
  min: Date.parse('0000-01-01T00:00:00.000Z'),
  max: Date.parse('9999-12-31T23:59:59.999Z'),
});

const anySession: fc.Arbitrary<Session> = fc
  .record({
    session: fc.record({
      sessionId: id,
      botId: id,
      channel: text,
      userId: text,
      startTime,
      sessionLang: fc.array(text, { maxLength: 3 }),
      sessionType: fc.constantFrom(null, ...sessionTypes),
      isDeveloper: fc.boolean(),
      sessionStatus: fc.constantFrom(undefined, null, ...sessionStatuses),
      tags: fc.record({
        userTags: fc.array(tag, { maxLength: 3 }),
        sessionTags: fc.array(tag, { maxLength: 3 }),
      }),
      noOfMessagesExchanged: fc.nat(),
      noOfTasksExecuted: fc.nat(),
      containmentType: fc.constantFrom(null, ...containmentTypes),
      callId: fc.option(text, { nil: undefined }),
      identities: fc.array(text, { maxLength: 3 }),
    }),
    length: fc.oneof(fc.nat(10), fc.nat(2 ** 40)),
  })
  .map(({ session, length }) => ({ ...session, endTime: session.startTime + length }));

/** What the index would give of an item: its keys and what it projects. */
function projected(item: Item): Item {
  const { partitionKey, sortKey, sessionIndex } = tableDefinition;
  const attributes = [
    partitionKey,
    sortKey,
    sessionIndex.partitionKey,
    sessionIndex.sortKey,
    ...sessionIndex.nonKeyAttributes,
  ];
  return Object.fromEntries(attributes.map((attribute) => [attribute, item[attribute]]));
}

describe('a session as an item', () => {
  test('gives back, from what the index projects, all that filters and order need', () => {
    fc.assert(
      fc.property(anySession, fc.nat(), (session, fencingToken) => {
        expect(toIndexEntry(projected(toSessionItem(layer, session, fencingToken)))).toEqual({
          sessionId: session.sessionId,
          fencingToken,
          startTime: session.startTime,
          endTime: session.endTime,
          sessionStatus: session.sessionStatus,
          containmentType: session.containmentType,
          sessionType: session.sessionType,
          userIds: [session.userId, ...session.identities],
          callId: session.callId,
          tags: [
            ...session.tags.userTags.map(({ name, value }) => ({ type: 'user', name, value })),
            ...session.tags.sessionTags.map(({ name, value }) => ({ type: 'session', name, value })),
          ],
          conversation: {
            messages: session.noOfMessagesExchanged,
            channel: session.channel,
            language: session.sessionLang[0] ?? '',
            isDeveloper: session.isDeveloper,
          },
        });
      }),
      { numRuns: timesOf(500) },
    );
  });

  test('gives back its bot and its row, byte for byte', () => {
    fc.assert(
      fc.property(anySession, fc.nat(), (session, fencingToken) => {
        const item = toSessionItem(layer, session, fencingToken);
        expect(toStoredSession(item, true)).toEqual({
          entry: toIndexEntry(item),
          botId: session.botId,
          row: { fencingToken, text: JSON.stringify(toRow(session)) },
          isOwn: true,
        });
      }),
      { numRuns: timesOf(200) },
    );
  });

  test('is filtered by what the index knows of it as it would be by all of it', () => {
    const filter: fc.Arbitrary<SessionFilter> = fc.record(
      {
        containmentType: fc.constantFrom(...containmentTypes),
        sessionType: fc.constantFrom(...sessionTypes),
        userId: text,
        callId: text,
        tags: fc.record(
          {
            and: fc.array(fc.record({ name: text, values: fc.array(text) }), { maxLength: 2 }),
            or: fc.array(
              fc.record({ name: text, values: fc.array(text), type: fc.constantFrom('user', 'session') }),
              { maxLength: 2 },
            ),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    );
    const sinceEnd = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(anySession, filter, sinceEnd, (session, asked, offset) => {
        const now = session.endTime + offset;
        const entry = toIndexEntry(toSessionItem(layer, session));
        const slice = sliceOf(dayOf(session.startTime), [entry]);
        const window = { from: session.startTime, to: session.startTime };
        expect(matchesIn(slice, window, asked, now).count === 1).toBe(passes(session, asked, now));
      }),
      { numRuns: timesOf(2000) },
    );
  });

  test('lies within a window of the index exactly when its start does', () => {
    // Window ends beyond the four-digit years are held at the last instant of them.
    const far = fc.tuple(anySession, fc.integer({ min: 0, max: 4e12 }));
    const inside = far.map(([session, ms]) => ({ ...session, startTime: ms }));
    fc.assert(
      fc.property(inside, fc.integer({ min: -2, max: 2 }), fc.nat(3), (session, offset, length) => {
        const window = { from: session.startTime + offset, to: session.startTime + offset + length };
        const range = startIndexRange(window);
        const place = String(toSessionItem(layer, session)['start_time']);
        const within = session.startTime >= window.from && session.startTime <= window.to;
        expect(place >= range.from && place <= range.to).toBe(within);
      }),
      { numRuns: timesOf(500) },
    );
  });

  test('sorts in the index by start, then by id', () => {
    const nearby = fc.tuple(anySession, fc.nat(2)).map(([session, ms]) => ({ ...session, startTime: ms }));
    fc.assert(
      fc.property(nearby, nearby, (a, b) => {
        const [placeOfA, placeOfB] = [a, b].map((session) =>
          String(toSessionItem(layer, session)['start_time']),
        );
        const first = a.startTime === b.startTime ? a.sessionId < b.sessionId : a.startTime < b.startTime;
        expect(String(placeOfA) < String(placeOfB)).toBe(first);
      }),
      { numRuns: timesOf(500) },
    );
  });
});

/** The filters, spelt out over the session itself. */
function passes(session: Session, filter: SessionFilter, now: number): boolean {
  const active = session.sessionStatus === undefined && now < session.endTime;
  const containmentType: ContainmentType | null = active ? 'selfService' : session.containmentType;
  const { userTags, sessionTags } = session.tags;
  const has = (condition: { name: string; values: readonly string[]; type?: string | undefined }) =>
    [
      ...(condition.type === 'session' ? [] : userTags),
      ...(condition.type === 'user' ? [] : sessionTags),
    ].some(({ name, value }) => name === condition.name && condition.values.includes(value));
  return (
    (!filter.containmentType || filter.containmentType === containmentType) &&
    (!filter.sessionType || filter.sessionType === session.sessionType) &&
    (!filter.userId || [session.userId, ...session.identities].includes(filter.userId)) &&
    (!filter.callId || session.callId === filter.callId) &&
    (filter.tags?.and ?? []).every(has) &&
    (!filter.tags?.or?.length || filter.tags.or.some(has))
  );
}

describe('the size of a session in the index', () => {
  /** As DynamoDB counts it: names and values in UTF-8. */
  const bytesOf = (item: Item): number =>
    Object.entries(item).reduce(
      (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
      0,
    );
  const typical: Session = {
    sessionId: '69b0123456789abcdef01234',
    botId: 'st-007accdd-4a8b-5b2f-b2d6-6a2c1d3e4f50',
    channel: 'rtm',
    userId: 'u-0a1b2c3d-4e5f-5061-9728-394a5b6c7d8e',
    startTime: Date.parse('2026-03-10T12:00:00.000Z'),
    endTime: Date.parse('2026-03-10T12:10:00.000Z'),
    sessionLang: ['en'],
    sessionType: 'interactive',
    isDeveloper: false,
    tags: { userTags: [], sessionTags: [] },
    noOfMessagesExchanged: 12,
    noOfTasksExecuted: 1,
    containmentType: 'selfService',
    identities: [],
  };

  // 1,000 sessions in the index must cost 30 read units at most, each 8 KB of an eventually consistent read.
  test('of a typical session is at most 240 bytes', () => {
    expect(bytesOf(projected(toSessionItem(layer, typical)))).toBeLessThanOrEqual(240);
  });

  test('grows by what the filters need of tags and call id, by a channel that is not the vendor’s, and by nothing of the row', () => {
    const tagged = {
      ...typical,
      callId: 'call-1',
      tags: { userTags: [], sessionTags: [{ name: 'topic', value: 'billing' }] },
    };
    const growth =
      bytesOf(projected(toSessionItem(layer, tagged))) - bytesOf(projected(toSessionItem(layer, typical)));
    expect(growth).toBeLessThanOrEqual('topic'.length + 'billing'.length + 'call-1'.length + 20);
    const wordy = { ...typical, channel: 'sms', sessionLang: Array<string>(20).fill('en') };
    expect(bytesOf(projected(toSessionItem(layer, wordy)))).toBe(
      bytesOf(projected(toSessionItem(layer, typical))),
    );
    const strange = bytesOf(projected(toSessionItem(layer, { ...typical, channel: 'x'.repeat(60) })));
    expect(strange - bytesOf(projected(toSessionItem(layer, typical)))).toBe(61);
  });
});
