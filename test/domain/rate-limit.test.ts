import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountClock, advanced, setTo } from '../../functions/domain/clock.ts';
import { admit, type Moment, type RateWindow } from '../../functions/domain/rate-limit.ts';
import { rateLimitSchema } from '../../functions/domain/rate-limit-schema.ts';
import { packInstants, unpackInstants } from '../../functions/store/counters/rate-windows.ts';

const hour = 3_600_000;

const none: RateWindow = { instants: [], setBack: 0 };
const windowOf = (instants: number[], setBack = 0): RateWindow => ({ instants, setBack });
const at = (now: number, setBack = 0): Moment => ({ now, setBack });

describe('admit', () => {
  it('admits as many as a minute allows, and the next when the first is 60 s old', () => {
    const limit = { perMinute: 2, perHour: 100 };
    expect(admit(windowOf([0, 10]), at(59_999), limit)).toEqual({ admitted: false, limit: 'minute' });
    expect(admit(windowOf([0, 10]), at(60_000), limit)).toEqual({
      admitted: true,
      window: windowOf([0, 10, 60_000]),
    });
  });

  it('names the hour where the minute has room', () => {
    expect(admit(windowOf([0, 100_000]), at(200_000), { perMinute: 2, perHour: 2 })).toEqual({
      admitted: false,
      limit: 'hour',
    });
  });

  it('forgets what the clock has not reached yet where it was set back', () => {
    expect(admit(windowOf([500, 5_000]), at(1_000, 1), { perMinute: 2, perHour: 2 })).toEqual({
      admitted: true,
      window: windowOf([500, 1_000], 1),
    });
  });

  it('forgets nothing where only the request is late, and counts it as of the last instant', () => {
    const limit = { perMinute: 2, perHour: 9 };
    expect(admit(windowOf([5_000]), at(1_000), limit)).toEqual({
      admitted: true,
      window: windowOf([5_000, 5_000]),
    });
    expect(admit(windowOf([5_000, 5_000]), at(1_000), limit)).toEqual({ admitted: false, limit: 'minute' });
    // Its clock was read before that was set back.
    expect(admit(windowOf([400, 500], 1), at(9_000, 0), limit)).toEqual({ admitted: false, limit: 'minute' });
  });

  it('never lets more through than any rolling window allows, and never refuses without cause', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 120 });
    const limits = fc.record({
      perMinute: fc.integer({ min: 1, max: 6 }),
      perHour: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(steps, limits, (distances, limit) => {
        let now = 1_700_000_000_000;
        let kept = none;
        const admitted: number[] = [];
        const within = (length: number): number => admitted.filter((each) => each > now - length).length;
        for (const distance of distances) {
          now += distance;
          const decision = admit(kept, at(now), limit);
          const room = within(60_000) < limit.perMinute && within(hour) < limit.perHour;
          expect(decision.admitted).toBe(room);
          if (!decision.admitted) continue;
          admitted.push(now);
          kept = windowOf(unpackInstants(packInstants(decision.window.instants)));
        }
      }),
    );
  });

  it('never lets more through in whatever order requests arrive, unless the clock is set back', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 20 }), (arrivals, perMinute) => {
        let kept = none;
        let admitted = 0;
        for (const now of arrivals) {
          const decision = admit(kept, at(now), { perMinute, perHour: 3600 });
          if (!decision.admitted) continue;
          admitted += 1;
          kept = decision.window;
        }
        expect(admitted).toBe(Math.min(arrivals.length, perMinute));
      }),
    );
  });
});

describe('a clock that is changed', () => {
  it('knows how often it was set back', () => {
    const start: AccountClock = { mode: 'frozen', now: 5_000 };
    expect(advanced(start, 10)).toEqual({ mode: 'frozen', now: 5_010 });
    const back = advanced(start, -10);
    expect(back).toEqual({ mode: 'frozen', now: 4_990, setBack: 1 });
    expect(advanced(back, 50)).toEqual({ mode: 'frozen', now: 5_040, setBack: 1 });
    expect(setTo(back, { mode: 'frozen', now: 4_000 }, 0)).toEqual({
      mode: 'frozen',
      now: 4_000,
      setBack: 2,
    });
    expect(setTo(start, { mode: 'real' }, 6_000)).toEqual({ mode: 'real' });
  });
});

describe('rateLimitSchema', () => {
  it('reads the presets', () => {
    expect(rateLimitSchema.parse('off')).toBeNull();
    expect(rateLimitSchema.parse('vendor')).toEqual({ perMinute: 60, perHour: 1800 });
  });

  it.each([0, 'on', { perMinute: 0, perHour: 1 }, { perMinute: 1 }, { perMinute: 1, perHour: 1, perDay: 1 }])(
    'refuses %j',
    (value) => {
      expect(rateLimitSchema.safeParse(value).success).toBe(false);
    },
  );
});

describe('packed instants', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4e12 })), (instants) => {
        const sorted = instants.toSorted((a, b) => a - b);
        expect(unpackInstants(packInstants(sorted))).toEqual(sorted);
      }),
    );
  });
});
