import { describe, expect, test } from 'vitest';
import { botDaysOf, everything } from '../../functions/domain/bot-days.ts';
import { dayMs } from '../../functions/domain/dates.ts';
import {
  emptyLog,
  finish,
  isFresh,
  isUnchangedSince,
  type SessionLog,
  settlesAt,
  touchOf,
} from '../../functions/domain/session-log.ts';
import { toLogText } from '../../functions/store/head/session-log-text.ts';

const later = 4_102_444_800_000;
const firstDay = 20_522;

const written = (log: SessionLog, botId: string, day: number, until?: number): SessionLog =>
  finish(log, botDaysOf([{ botId, startTime: day * dayMs }]), until);

/** What of the text that a log is stored as tells changes. */
const changesIn = (log: SessionLog): string => JSON.stringify(JSON.parse(toLogText(log)).d);

describe('the last change of all', () => {
  const [first, second] = [written(emptyLog, 'st-1', 1), written(written(emptyLog, 'st-1', 1), 'st-2', 2)];

  test('is what tells whether anything has changed since', () => {
    expect(isUnchangedSince(emptyLog, 0)).toBe(true);
    expect(isUnchangedSince(first, 0)).toBe(false);
    expect(isUnchangedSince(first, 1)).toBe(true);
    expect(isUnchangedSince(second, 1)).toBe(false);
    expect(isUnchangedSince(second, 3)).toBe(true);
    expect(isUnchangedSince(finish(second, everything), 2)).toBe(false);
  });

  test('that the index may not show yet is what it settles by', () => {
    expect(settlesAt(emptyLog)).toBe(0);
    expect(settlesAt(second)).toBe(0);
    expect(settlesAt(written(written(emptyLog, 'st-1', 1, 70), 'st-2', 2, 50))).toBe(70);
    expect(settlesAt(finish(written(emptyLog, 'st-1', 1, 70), everything))).toBe(70);
  });

  test('of a day is that of the day, of its bot or of everything, whichever was last', () => {
    const bot = { everything: false, bots: new Map([['st-1', 'all' as const]]) };
    const log = written(finish(emptyLog, everything), 'st-1', 1);

    expect(touchOf(log, 'st-1', 1)).toStrictEqual({ revision: 2 });
    expect(touchOf(log, 'st-1', 2)).toStrictEqual({ revision: 1 });
    expect(touchOf(finish(log, bot), 'st-1', 2)).toStrictEqual({ revision: 3 });
    expect(touchOf(written(finish(log, bot, 90), 'st-1', 2, 80), 'st-1', 2)).toStrictEqual({
      revision: 4,
      settlesAt: 90,
    });
  });
});

describe('a log that has more to tell than there is room for', () => {
  // With long numbers few changes fill it.
  const old: SessionLog = { ...emptyLog, revision: 1_000_000_000_000_000 };

  test.each<[string, (index: number) => [botId: string, day: number], number | undefined]>([
    ['days of one bot', (index) => ['st-1', firstDay + index], undefined],
    ['days of one bot that the index may not show', (index) => ['st-1', firstDay + index], later],
    ['bots', (index) => [`st-${index}`, firstDay], undefined],
    ['bots with long ids', (index) => [`${'b'.repeat(60)}${index}`, firstDay], later],
  ])(
    'takes 4,000 characters for what it can, and forgets no more than it must: %s',
    (_what, place, until) => {
      let log = old;
      const lengths: number[] = [];
      for (let index = 0; index < 220; index++) {
        log = written(log, ...place(index), until);
        if (log.floor.revision > 0) lengths.push(changesIn(log).length);
      }
      expect(lengths.length).toBeGreaterThan(50);
      expect(Math.min(...lengths)).toBeGreaterThan(3_600);
      // With the brackets around all.
      expect(Math.max(...lengths)).toBeLessThanOrEqual(4_002);
    },
  );

  test('forgets the oldest change, though its day was the last to be noted', () => {
    let log = old;
    let days = 0;
    // One more does not fit: each takes as much as the last one did.
    for (let [before, length] = [0, 2]; length + (length - before) <= 4_000; days++) {
      log = written(log, 'st-1', firstDay + days);
      [before, length] = [length, changesIn(log).length];
    }
    const again = written(log, 'st-1', firstDay);
    expect(again.floor).toEqual({ revision: 0 });

    const full = written(again, 'st-1', firstDay + days);
    // The first day was written again, so the second is the one that changed longest ago: by the second write.
    expect(full.floor).toEqual({ revision: old.revision + 2 });
    const freshAt = (day: number, writes: number): boolean => {
      const revision = old.revision + writes;
      return isFresh(full, { botId: 'st-1', day: firstDay + day, revision, readAt: 0 }, 0);
    };
    expect(freshAt(0, days + 1)).toBe(true);
    expect(freshAt(0, days)).toBe(false);
    expect(freshAt(1, 1)).toBe(false);
    expect(freshAt(2, 3)).toBe(true);
    expect(freshAt(2, 2)).toBe(false);
    expect(freshAt(days, days + 2)).toBe(true);
  });

  test('keeps of what it forgets until when the index may not show it', () => {
    let log = written(old, 'st-1', 0, later);
    for (let day = 1; day < 220; day++) log = written(log, 'st-1', day);

    expect(touchOf(log, 'st-1', 0).settlesAt).toBe(later);
    expect(log.bots.get('st-1')?.has(0)).toBe(false);
  });
});
