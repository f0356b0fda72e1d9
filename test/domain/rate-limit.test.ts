import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, rateLimitSchema } from '../../functions/domain/rate-limit.ts';
import { packInstants, unpackInstants } from '../../functions/store/counters/rate-windows.ts';

const hour = 3_600_000;

describe('admit', () => {
  it('admits as many as a minute allows, and the next when the first is 60 s old', () => {
    const limit = { perMinute: 2, perHour: 100 };
    expect(admit([0, 10], 59_999, limit)).toEqual({ admitted: false, limit: 'minute' });
    expect(admit([0, 10], 60_000, limit)).toEqual({ admitted: true, admissions: [0, 10, 60_000] });
  });

  it('names the hour where the minute has room', () => {
    expect(admit([0, 100_000], 200_000, { perMinute: 2, perHour: 2 })).toEqual({
      admitted: false,
      limit: 'hour',
    });
  });

  it('forgets what the clock has not reached yet, as it was set back', () => {
    expect(admit([5_000], 1_000, { perMinute: 1, perHour: 1 })).toEqual({
      admitted: true,
      admissions: [1_000],
    });
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
        let kept: number[] = [];
        const admitted: number[] = [];
        const within = (length: number): number => admitted.filter((at) => at > now - length).length;
        for (const distance of distances) {
          now += distance;
          const decision = admit(kept, now, limit);
          const room = within(60_000) < limit.perMinute && within(hour) < limit.perHour;
          expect(decision.admitted).toBe(room);
          if (!decision.admitted) continue;
          admitted.push(now);
          kept = unpackInstants(packInstants(decision.admissions));
        }
      }),
    );
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
