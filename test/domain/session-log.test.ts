import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BotDays,
  botDaysOf,
  covers,
  everything,
  nowhere,
  union,
} from '../../functions/domain/bot-days.ts';
import {
  begin,
  emptyLog,
  finish,
  isActive,
  isDisturbed,
  isFresh,
  type Reading,
  renewed,
  type SessionLog,
  touchOf,
} from '../../functions/domain/session-log.ts';
import { fromLogText, toLogText } from '../../functions/store/head/session-log-text.ts';

const dayMs = 86_400_000;
const leaseMs = 10_000;
const botIds = ['st-1', 'st-2', '__proto__', 'constructor', '7'];
const firstDay = 20_522;
const days = [0, 1, 2, 3];
const cells = botIds.flatMap((botId) => days.map((day) => ({ botId, day: firstDay + day })));

const allDaysOf = (botId: string): BotDays => ({ everything: false, bots: new Map([[botId, 'all']]) });
const botDaysArbitrary: fc.Arbitrary<BotDays> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(everything, nowhere) },
  { weight: 1, arbitrary: fc.constantFrom(...botIds).map(allDaysOf) },
  {
    weight: 4,
    arbitrary: fc
      .subarray(cells, { minLength: 1, maxLength: 3 })
      .map((some) => botDaysOf(some.map(({ botId, day }) => ({ botId, startTime: day * dayMs })))),
  },
);

const stepArbitrary = fc.oneof(
  fc.record({ kind: fc.constant('begin' as const), botDays: botDaysArbitrary }),
  fc.record({ kind: fc.constant('write' as const), cell: fc.constantFrom(...cells) }),
  fc.record({ kind: fc.constant('widen' as const), botDays: botDaysArbitrary }),
  fc.record({ kind: fc.constant('end' as const), lag: fc.option(fc.constantFrom(1_000, 60_000)) }),
  fc.record({ kind: fc.constant('read' as const), cell: fc.constantFrom(...cells) }),
  // Long enough at times for a writer to be given up.
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(1, 100, leaseMs - 1, leaseMs, 70_000),
  }),
);

type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** The whole history of an account, kept in full, beside the log that must remember enough of it. */
class History {
  log: SessionLog = emptyLog;
  now = 1_773_144_000_000;
  leases = 0;
  /** How often each cell was written, and how often when the lease under way began. */
  readonly #written = new Map<string, number>();
  #beforeLease = new Map<string, number>();
  readonly #settlesAt = new Map<string, number>();
  readonly readings: { reading: Reading; version: number }[] = [];

  take(step: Step): void {
    const { lease } = this.log;
    const isWriting = lease !== undefined && isActive(lease, this.now);
    if (step.kind === 'wait') this.now += step.ms;
    else if (step.kind === 'begin' && !isWriting) this.#begin(step.botDays);
    else if (step.kind === 'widen' && isWriting) {
      this.log = renewed(this.log, lease, this.now + leaseMs, union(lease.botDays, step.botDays));
    } else if (step.kind === 'write' && isWriting && covers(lease.botDays, step.cell.botId, step.cell.day)) {
      this.#written.set(keyOf(step.cell), this.#versionOf(step.cell) + 1);
    } else if (step.kind === 'end' && isWriting) {
      this.#end(lease.botDays, step.lag === null ? undefined : this.now + step.lag);
    } else if (step.kind === 'read' && !isDisturbed(this.log, step.cell, this.now)) {
      const reading = { ...step.cell, revision: this.log.revision, readAt: this.now };
      this.readings.push({ reading, version: this.#versionOf(step.cell) });
    }
  }

  #begin(botDays: BotDays): void {
    const left = this.log.lease?.botDays;
    const lease = { id: `writer-${++this.leases}`, botDays, until: this.now + leaseMs };
    this.log = begin(this.log, this.leases % 2 === 0 ? { ...lease, removes: true } : lease, this.now);
    if (left) this.#settle(left, this.now + 60_000);
    this.#beforeLease = new Map(this.#written);
  }

  #end(botDays: BotDays, settlesAt: number | undefined): void {
    this.log = finish(this.log, botDays, settlesAt);
    if (settlesAt !== undefined) this.#settle(botDays, settlesAt);
  }

  #settle(botDays: BotDays, at: number): void {
    for (const { botId, day } of cells) {
      if (!covers(botDays, botId, day)) continue;
      const key = keyOf({ botId, day });
      this.#settlesAt.set(key, Math.max(at, this.#settlesAt.get(key) ?? 0));
    }
  }

  #versionOf(cell: { botId: string; day: number }): number {
    return this.#written.get(keyOf(cell)) ?? 0;
  }

  /** What a request is to see: while a writer is at work on a day, how it was before. */
  visibleVersion(cell: { botId: string; day: number }): number {
    if (!isDisturbed(this.log, cell, this.now)) return this.#versionOf(cell);
    return this.#beforeLease.get(keyOf(cell)) ?? 0;
  }

  settlesAt(cell: { botId: string; day: number }): number | undefined {
    return this.#settlesAt.get(keyOf(cell));
  }
}

const keyOf = ({ botId, day }: { botId: string; day: number }): string => `${botId} ${day}`;
const stepsArbitrary = fc.array(stepArbitrary, { maxLength: 60, size: 'max' });

describe('the log of any history', () => {
  test('never calls fresh what has changed since it was read', () => {
    let [fresh, stale] = [0, 0];
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const history = new History();
        for (const step of steps) {
          history.take(step);
          for (const { reading, version } of history.readings) {
            const isStillGood = isFresh(history.log, reading, history.now);
            if (isStillGood) expect(version).toBe(history.visibleVersion(reading));
            if (isStillGood) fresh++;
            else stale++;
          }
        }
      }),
      { numRuns: 600 },
    );
    expect(Math.min(fresh, stale), 'both kinds occur').toBeGreaterThan(500);
  });

  test('calls fresh what no lease since has meant to change', () => {
    fc.assert(
      fc.property(stepsArbitrary, fc.constantFrom(...cells), (steps, cell) => {
        const history = new History();
        const reading = { ...cell, revision: 0, readAt: history.now };
        for (const step of steps) {
          const { kind } = step;
          if ((kind === 'begin' || kind === 'widen') && covers(step.botDays, cell.botId, cell.day)) continue;
          history.take(step);
          expect(isFresh(history.log, reading, history.now)).toBe(true);
        }
      }),
    );
  });

  test('never forgets until when the index may not show a change', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const history = new History();
        for (const step of steps) {
          history.take(step);
          for (const cell of cells) {
            const known = touchOf(history.log, cell.botId, cell.day).settlesAt ?? 0;
            expect(known).toBeGreaterThanOrEqual(history.settlesAt(cell) ?? 0);
          }
        }
      }),
    );
  });

  test('is the same after it was written down and read', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const text = toLogText(history.log);
        expect(fromLogText(text)).toEqual(history.log);
        expect(toLogText(fromLogText(text))).toBe(text);
      }),
    );
  });

  test('gives every lease a fencing token above every revision before', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const history = new History();
        let last = history.log;
        for (const step of steps) {
          history.take(step);
          expect(history.log.revision).toBeGreaterThanOrEqual(last.revision);
          if (history.log.lease && history.log.lease.id !== last.lease?.id) {
            expect(history.log.lease.fencingToken).toBeGreaterThan(last.revision);
            expect(history.log.lease.fencingToken).toBe(history.log.revision);
          }
          last = history.log;
        }
      }),
    );
  });
});

describe('a log of more than it can tell apart', () => {
  const mostBytes = 8 * 1024;
  const longIds = Array.from(
    { length: 250 },
    (_, index) => `${'b'.repeat(60)}${String(index).padStart(4, '0')}`,
  );
  const later = 4_102_444_800_000;

  test.each([
    ['many days of one bot, one by one', Array.from({ length: 400 }, (_, day) => [{ botId: 'st-1', day }])],
    ['many bots with long ids, one by one', longIds.map((botId) => [{ botId, day: -719_528 }])],
    ['many bots with long ids at once', [longIds.map((botId) => ({ botId, day: 2_932_896 }))]],
    [
      'some bots with long ids and weeks of days, a bot at a time',
      longIds
        .slice(0, 60)
        .map((botId) => Array.from({ length: 60 }, (_, day) => ({ botId, day: 20_000 + day }))),
    ],
    ['many days at once', [Array.from({ length: 3000 }, (_, day) => ({ botId: 'st-1', day }))]],
  ])('stays short, and never calls fresh what changed: %s', (_what, writes) => {
    let log: SessionLog = { ...emptyLog, revision: 1_000_000_000 };
    const readings: Reading[] = [];
    for (const write of writes) {
      const revision = log.revision;
      const botDays = botDaysOf(write.map(({ botId, day }) => ({ botId, startTime: day * dayMs })));
      log = begin(log, { id: 'x'.repeat(8), botDays, until: later, removes: true }, later);
      expect(Buffer.byteLength(toLogText(log))).toBeLessThan(mostBytes);
      for (const { botId, day } of write) expect(isDisturbed(log, { botId, day }, 0)).toBe(true);
      log = finish(log, botDays, later);
      expect(Buffer.byteLength(toLogText(log))).toBeLessThan(mostBytes);
      readings.push(...write.slice(0, 3).map((cell) => ({ ...cell, revision, readAt: later })));
      expect(readings.filter((reading) => isFresh(log, reading, later))).toEqual([]);
    }
  });

  test('still tells a week of ten bots apart', () => {
    let log = emptyLog;
    const written = Array.from({ length: 70 }, (_, index) => ({
      botId: `st-6f5b3f9a-0000-4000-8000-00000000000${index % 10}`,
      day: firstDay + Math.floor(index / 10),
    }));
    for (const { botId, day } of written)
      log = finish(log, botDaysOf([{ botId, startTime: day * dayMs }]), later);
    for (const [index, cell] of written.entries()) {
      expect(isFresh(log, { ...cell, revision: index + 1, readAt: later }, later)).toBe(true);
      expect(isFresh(log, { ...cell, revision: index, readAt: later }, later)).toBe(false);
    }
  });
});

describe('a writer that is gone', () => {
  const cell = { botId: 'st-1', day: firstDay };
  const botDays = botDaysOf([{ botId: 'st-1', startTime: firstDay * dayMs }]);
  const log = begin(emptyLog, { id: 'gone', botDays, until: leaseMs }, 0);
  const readBefore: Reading = { ...cell, revision: 0, readAt: 0 };

  test('leaves what was read before it began good for as long as it may still be at work', () => {
    expect(isFresh(log, readBefore, leaseMs - 1)).toBe(true);
    expect(isDisturbed(log, cell, leaseMs - 1)).toBe(true);
  });

  test('leaves it to be read again afterwards, once', () => {
    expect(isFresh(log, readBefore, leaseMs)).toBe(false);
    expect(isDisturbed(log, cell, leaseMs)).toBe(false);
    expect(isFresh(log, { ...cell, revision: log.revision, readAt: leaseMs - 1 }, leaseMs)).toBe(false);
    expect(isFresh(log, { ...cell, revision: log.revision, readAt: leaseMs }, leaseMs)).toBe(true);
  });

  test('has its days counted as changed, and not trusted for a while, when the next begins', () => {
    const next = begin(log, { id: 'next', botDays: nowhere, until: 2 * leaseMs }, leaseMs + 5);
    expect(isFresh(next, { ...cell, revision: log.revision, readAt: leaseMs }, leaseMs + 5)).toBe(false);
    expect(touchOf(next, cell.botId, cell.day).settlesAt).toBe(leaseMs + 5 + 60_000);
    expect(touchOf(next, cell.botId, cell.day + 1)).toEqual({ revision: 0 });
  });
});

test('where nothing was written yet there is no text, and the log is empty', () => {
  expect(fromLogText(undefined)).toEqual(emptyLog);
});
