import { describe, expect, test } from 'vitest';
import { demoSessions } from '../../../infra/local/demo-sessions.ts';

const noon = Date.parse('2026-03-10T12:00:00.000Z');
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const botIds = ['st-1', 'st-2'];

describe('the sessions of the demo account', () => {
  const { past, upcoming } = demoSessions(noon, botIds);

  test('are the same on every machine that starts in the same minute', () => {
    expect(demoSessions(noon + minuteMs - 1, botIds)).toEqual({ past, upcoming });
    expect(demoSessions(noon + minuteMs, botIds).past).not.toEqual(past);
  });

  test('go on appearing, the same in every minute whenever the emulator was started', () => {
    const later = demoSessions(noon + 3 * hourMs + 5 * minuteMs, botIds).upcoming;
    const from = noon + 3 * hourMs + 5 * minuteMs;
    const both = (startTime: number): boolean => startTime > from && startTime <= noon + 7 * dayMs;
    const ofEarlier = upcoming.filter(({ startTime }) => both(startTime));
    expect(ofEarlier.length).toBeGreaterThan(900);
    expect(later.filter(({ startTime }) => both(startTime))).toEqual(ofEarlier);
  });

  test('begin in every hour of a week, at both bots, and none is of the past', () => {
    for (let hour = 0; hour < 7 * 24; hour++) {
      const from = noon + hour * hourMs;
      expect(upcoming.some(({ startTime }) => startTime > from && startTime <= from + hourMs)).toBe(true);
    }
    for (const botId of botIds)
      expect(upcoming.filter((one) => one.botId === botId).length).toBeGreaterThan(200);
    expect(upcoming.every(({ startTime }) => startTime > noon)).toBe(true);
    expect(past.every(({ startTime }) => startTime <= noon)).toBe(true);
    expect(past).toHaveLength(600);
    expect(new Set([...past, ...upcoming].map(({ sessionId }) => sessionId)).size).toBe(
      600 + upcoming.length,
    );
  });
});
