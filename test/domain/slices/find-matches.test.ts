import { describe, expect, test, vi } from 'vitest';
import type { IndexEntry, SessionFilter } from '../../../functions/domain/query.ts';
import { prepareFilter } from '../../../functions/domain/slices/filter.ts';
import { allWithin, findMatches, type Matches, matchesIn } from '../../../functions/domain/slices/matches.ts';
import type { Slice } from '../../../functions/domain/slices/slice.ts';
import { entryWith, sliceOf } from './entries.ts';

const day = { from: 0, to: 86_399_999 };
const positionsOf = (matches: Matches): number[] =>
  Array.from({ length: matches.count }, (_, index) => matches.positionAt(index));
const found = (slice: Slice, filter: SessionFilter): number[] =>
  positionsOf(matchesIn(slice, day, filter, 0));

const conversation = { messages: 0, channel: 'rtm', language: 'en', isDeveloper: false };
const entries: Partial<IndexEntry>[] = [
  { userIds: ['u-1', 'one@example.com'], callId: 'c-1', conversation },
  { userIds: ['u-2'], callId: 'c-2', conversation: { ...conversation, channel: 'sms' } },
  { userIds: ['u-2'], conversation: { ...conversation, language: 'de', messages: 3 } },
  { userIds: ['u-3'], callId: 'c-1', sessionType: 'non-interactive' },
];
const slice = sliceOf(
  0,
  entries.map((entry, index) => entryWith({ ...entry, sessionId: `s${index}`, startTime: index * 1000 })),
);

describe('the sessions that a filter leaves', () => {
  test.each<[string, SessionFilter, number[]]>([
    ['of a user, by the internal id', { userId: 'u-2' }, [1, 2]],
    ['of a user, by another identity', { userId: 'one@example.com' }, [0]],
    ['of nobody', { userId: 'u-4' }, []],
    ['of a call', { callId: 'c-1' }, [0, 3]],
    ['of another call', { callId: 'c-2' }, [1]],
    ['of no call that is known', { callId: 'c-3' }, []],
    ['of a channel, and those whose channel is not noted', { channel: 'rtm' }, [0, 2, 3]],
    ['of another channel', { channel: 'sms' }, [1, 3]],
    ['of a channel that none has', { channel: 'email' }, [3]],
    ['of a channel and a user', { channel: 'rtm', userId: 'u-2' }, [2]],
    ['of a type and a call', { sessionType: 'interactive', callId: 'c-1' }, [0]],
    ['all where it asks for nothing', {}, [0, 1, 2, 3]],
  ])('are %s', (_what, filter, positions) => {
    expect(found(slice, filter)).toEqual(positions);
  });

  test('are without what is hidden', () => {
    const left = (filter: SessionFilter, hidden: number[]): number[] =>
      positionsOf(matchesIn(slice, day, filter, 0).without(Int32Array.from(hidden)));

    expect(left({ userId: 'u-2' }, [0, 1])).toEqual([2]);
    expect(left({ userId: 'u-4' }, [0])).toEqual([]);
    expect(left({}, [1, 2])).toEqual([0, 3]);
    expect(positionsOf(allWithin(slice, { from: 1000, to: 2000 }).without(Int32Array.of(0, 2, 3)))).toEqual([
      1,
    ]);
    expect(positionsOf(allWithin(slice, day).without(undefined))).toEqual([0, 1, 2, 3]);
  });
});

describe('what is looked at', () => {
  test.each<[SessionFilter, boolean]>([
    [{ userId: 'u-1' }, true],
    [{ callId: 'c-1' }, true],
    [{ channel: 'rtm' }, true],
    [{ tags: { and: [] } }, true],
    [{ sessionType: 'interactive' }, false],
    [{ containmentType: 'agent', sessionType: 'interactive' }, false],
    [{}, false],
  ])('for %j are texts besides: %s', (filter, areRead) => {
    const readTraits = vi.spyOn(slice, 'readTraits');
    found(slice, filter);
    expect(readTraits).toHaveBeenCalledTimes(areRead ? 1 : 0);
    readTraits.mockRestore();
  });

  test.each([
    [{ from: 0, to: 3000 }, 0],
    [{ from: 1, to: 3000 }, 1],
    [{ from: 0, to: 2999 }, 1],
    [{ from: 1, to: 2999 }, 2],
  ])('for the ends of the window %j: %d times', (window, times) => {
    const firstFrom = vi.spyOn(slice, 'firstFrom');
    allWithin(slice, window);
    expect(firstFrom).toHaveBeenCalledTimes(times);
    firstFrom.mockRestore();
  });

  const many = Array.from({ length: 8_193 }, (_, index) =>
    entryWith({ sessionId: `s${index}`, startTime: index }),
  );
  const long = sliceOf(0, many);

  // 4,096 sessions are looked at before others have their turn.
  test.each([
    [1, 0],
    [4_096, 0],
    [4_097, 1],
    [8_192, 1],
    [8_193, 2],
  ])('of %d sessions leaves a turn to others: %d times', (length, turns) => {
    const filter = prepareFilter({ sessionType: 'interactive' });
    const steps = findMatches(long, { from: 0, to: length - 1 }, filter, 0);
    let taken = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) taken++;
    expect(taken).toBe(turns);
    expect(step.value.count).toBe(length);
    expect(step.value.positionAt(length - 1)).toBe(length - 1);
  });
});
