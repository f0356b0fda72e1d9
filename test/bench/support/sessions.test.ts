import { describe, expect, it } from 'vitest';
import { rareUser, someTag, week, weekOfSessions } from './sessions.ts';

describe('the sessions of the benchmark', () => {
  it('are as many as asked for, in chunks, oldest first, within the week', () => {
    const chunks = [...weekOfSessions(['a', 'b'], 1_234, 500)];
    expect(chunks.map(({ length }) => length)).toEqual([500, 500, 234]);
    const starts = chunks.flat().map(({ startTime }) => startTime);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts[0]).toBeGreaterThanOrEqual(Date.parse(week.dateFrom));
    expect(starts.at(-1)).toBeLessThanOrEqual(Date.parse(week.dateTo));
  });

  it('have one user with few of them, and a tag that some have', () => {
    const sessions = [...weekOfSessions(['a'], 1_003)].flat();
    expect(sessions.filter(({ userId }) => userId === rareUser.userId)).toHaveLength(rareUser.sessions);
    const tagged = sessions.filter(({ tags }) =>
      tags.sessionTags.some(({ name, value }) => name === someTag.name && someTag.values.includes(value)),
    );
    expect(tagged.length).toBeGreaterThan(10);
    expect(tagged.length).toBeLessThan(200);
  });
});
