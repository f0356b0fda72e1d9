import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IndexEntry, SessionFilter } from '../../../functions/domain/query.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../../../functions/domain/session.ts';
import { matchesIn } from '../../../functions/domain/slices/matches.ts';
import type { TagEntry } from '../../../functions/domain/tag-filter.ts';
import type { Window } from '../../../functions/domain/window.ts';
import { timeBox } from '../../support/time-box.ts';
import { entryWith, sliceOf } from './entries.ts';

const latest = 20;
const instant = fc.nat(latest);
const always: Window = { from: 0, to: latest };

/** What passes the filter as a reader of the rules would say it, one session at a time. */
function passes(entry: IndexEntry, filter: SessionFilter, now: number): boolean {
  const { containmentType, sessionType, userId, callId, tags } = filter;
  const isProvisional = entry.sessionStatus === undefined && now < entry.endTime;
  const shown = isProvisional ? 'selfService' : entry.containmentType;
  const has = ({
    name,
    values,
    type,
  }: {
    name: string;
    values: readonly string[];
    type?: string | undefined;
  }) =>
    entry.tags.some(
      (tag) => tag.name === name && values.includes(tag.value) && (type === undefined || type === tag.type),
    );
  return (
    (containmentType === undefined || shown === containmentType) &&
    (sessionType === undefined || entry.sessionType === sessionType) &&
    (userId === undefined || entry.userIds.includes(userId)) &&
    (callId === undefined || entry.callId === callId) &&
    (tags?.and ?? []).every(has) &&
    ((tags?.or ?? []).length === 0 || (tags?.or ?? []).some(has))
  );
}

const tag: fc.Arbitrary<TagEntry> = fc.record({
  type: fc.constantFrom('user' as const, 'session' as const),
  name: fc.constantFrom('n', 'm'),
  value: fc.constantFrom('v', 'w'),
});
const entryArbitrary = fc.record({
  startTime: instant,
  endTime: instant,
  sessionStatus: fc.option(fc.constantFrom(...sessionStatuses), { nil: undefined }),
  containmentType: fc.constantFrom(...containmentTypes),
  sessionType: fc.constantFrom(...sessionTypes),
  userIds: fc.subarray(['u-1', 'u-2', 'one@example.com'], { minLength: 1 }),
  callId: fc.option(fc.constantFrom('c-1', 'c-2'), { nil: undefined }),
  tags: fc.array(tag, { maxLength: 3 }),
});
const condition = fc.record({
  name: fc.constantFrom('n', 'm', 'unknown'),
  values: fc.subarray(['v', 'w', 'unknown']),
  type: fc.option(fc.constantFrom('user' as const, 'session' as const), { nil: undefined }),
});
const conditions = fc.option(fc.array(condition, { maxLength: 2 }), { nil: undefined });
const filterArbitrary: fc.Arbitrary<SessionFilter> = fc.record(
  {
    containmentType: fc.constantFrom(...containmentTypes),
    sessionType: fc.constantFrom(...sessionTypes),
    userId: fc.constantFrom('u-1', 'u-2', 'one@example.com', 'nobody'),
    callId: fc.constantFrom('c-1', 'c-2', 'none'),
    tags: fc.record({ and: conditions, or: conditions }),
  },
  { requiredKeys: [] },
);

const positionsIn = (entries: readonly IndexEntry[], window: Window, filter: SessionFilter, now: number) => {
  const matches = matchesIn(sliceOf(0, entries), window, filter, now);
  return Array.from({ length: matches.count }, (_, index) => matches.positionAt(index));
};

describe('the matches of a slice', () => {
  test('are the sessions that start within the window and pass the filter, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(entryArbitrary, { maxLength: 12 }),
        instant,
        instant,
        filterArbitrary,
        instant,
        (drawn, one, other, filter, now) => {
          const entries = drawn
            .map((entry) => entryWith({ ...entry, endTime: Math.max(entry.startTime, entry.endTime) }))
            .sort((a, b) => a.startTime - b.startTime)
            .map((entry, index) => ({ ...entry, sessionId: `s${index}` }));
          const window = { from: Math.min(one, other), to: Math.max(one, other) };
          const expected = entries.flatMap((entry, position) =>
            entry.startTime >= window.from && entry.startTime <= window.to && passes(entry, filter, now)
              ? [position]
              : [],
          );
          expect(positionsIn(entries, window, filter, now)).toEqual(expected);
        },
      ),
      { numRuns: 3000, ...timeBox(10_000) },
    );
  });

  test('are none of an empty slice, nor of a window that is before or after all', () => {
    const entries = [entryWith({ startTime: 5 }), entryWith({ startTime: 7 })];

    expect(positionsIn([], always, {}, 0)).toEqual([]);
    expect(positionsIn(entries, { from: 0, to: 4 }, {}, 0)).toEqual([]);
    expect(positionsIn(entries, { from: 8, to: 9 }, {}, 0)).toEqual([]);
    expect(positionsIn(entries, { from: 6, to: 6 }, {}, 0)).toEqual([]);
    expect(positionsIn(entries, { from: 5, to: 7 }, {}, 0)).toEqual([0, 1]);
    expect(positionsIn(entries, { from: 5, to: 6 }, {}, 0)).toEqual([0]);
  });

  test('of a session whose status is fixed go by its own containment type, active or not', () => {
    const entries = [entryWith({ sessionStatus: 'active', containmentType: 'agent', endTime: 10 })];

    expect(positionsIn(entries, always, { containmentType: 'agent' }, 9)).toEqual([0]);
    expect(positionsIn(entries, always, { containmentType: 'selfService' }, 9)).toEqual([]);
  });

  test('change at the end of a session: until then it is shown as selfService', () => {
    const entries = [entryWith({ containmentType: 'agent', endTime: 10 })];

    expect(positionsIn(entries, always, { containmentType: 'agent' }, 9)).toEqual([]);
    expect(positionsIn(entries, always, { containmentType: 'selfService' }, 9)).toEqual([0]);
    expect(positionsIn(entries, always, { containmentType: 'agent' }, 10)).toEqual([0]);
    expect(positionsIn(entries, always, { containmentType: 'selfService' }, 10)).toEqual([]);
  });
});
