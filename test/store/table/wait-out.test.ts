import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ThrottledError } from '../../../functions/store/errors.ts';
import { Pace } from '../../../functions/store/table/pace.ts';
import { Patience, waitOut, waitOutBatch } from '../../../functions/store/table/wait-out.ts';
import { ManualTime } from '../../support/manual-time.ts';

const refused = (name = 'ThrottlingException', reason?: string): Error =>
  Object.assign(new Error('Rate exceeded'), { name, ...(reason && { throttlingReasons: [{ reason }] }) });

let time: ManualTime;
beforeEach(() => {
  time = new ManualTime();
});

const batch = (patienceMs: number) => ({
  pace: new Pace(time),
  patience: new Patience(time, time.monotonic() + patienceMs),
});

/** Lets time pass until the work has ended, well or not. */
async function ended<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  let result: PromiseSettledResult<T> | undefined;
  void Promise.allSettled([work]).then(([settled]) => {
    result = settled;
  });
  for (let ms = 0; !result && ms < 120_000; ms += 50) await time.advance(50);
  if (!result) throw new Error('It goes on for ever.');
  return result;
}

describe('a batch', () => {
  test('that is refused as a whole is tried again, and nothing of it counts as done', async () => {
    const given: (readonly number[])[] = [];
    const attempt = async (work: readonly number[]): Promise<readonly number[]> => {
      given.push(work);
      if (given.length <= 20) throw refused();
      return given.length === 21 ? work.slice(1) : [];
    };

    const { status } = await ended(waitOutBatch([1, 2], batch(60_000), attempt));

    expect(status).toBe('fulfilled');
    expect(given.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => [1, 2]));
    expect(given.slice(21)).toEqual([[2]]);
  });

  test('goes on until its time is up, however often it is refused by then, and says what throttles', async () => {
    const attempt = vi.fn(async () => {
      throw refused('ThrottlingException', 'IndexWriteMaxOnDemandThroughputExceeded');
    });
    const begun = time.monotonic();

    const result = await ended(waitOutBatch([1, 2, 3], batch(20_000), attempt));

    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(ThrottledError) });
    expect(result).toMatchObject({
      reason: { message: expect.stringMatching(/left 3 items .* index's cap on write units/) },
    });
    expect(time.monotonic() - begun).toBeGreaterThanOrEqual(19_000);
    expect(time.monotonic() - begun).toBeLessThan(23_000);
    expect(attempt.mock.calls.length).toBeGreaterThan(8);
  });

  test('that fails of anything else is not tried again', async () => {
    const attempt = vi.fn(async () => {
      throw refused('ValidationException');
    });

    expect(await ended(waitOutBatch([1], batch(20_000), attempt))).toMatchObject({ status: 'rejected' });
    expect(attempt).toHaveBeenCalledOnce();
  });
});

test.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
  'a call is made again while it is refused by %s',
  async (name) => {
    const call = vi.fn(async () => {
      if (call.mock.calls.length < 15) throw refused(name);
      return 'done';
    });

    expect(await ended(waitOut(new Patience(time), call))).toEqual({ status: 'fulfilled', value: 'done' });
  },
);

describe('the pace', () => {
  /** Writes batches for so many ms where so many items a second come through. */
  async function writing(perSecond: number, ms: number): Promise<{ asked: number; done: number }> {
    const pace = new Pace(time);
    const until = time.monotonic() + ms;
    let [asked, done, level, at] = [0, 0, perSecond, time.monotonic()];
    const attempt = (): number => {
      level = Math.min(perSecond, level + ((time.monotonic() - at) / 1000) * perSecond);
      at = time.monotonic();
      const items = Math.max(0, Math.min(25, Math.floor(level)));
      level -= items;
      return items;
    };
    const lane = async (): Promise<void> => {
      while (time.monotonic() < until) {
        await pace.turn(25, 60_000);
        await time.sleep(5);
        const items = attempt();
        pace.report(25, items);
        asked += 25;
        done += items;
      }
    };
    await ended(Promise.all(Array.from({ length: 8 }, lane)));
    return { asked, done };
  }

  test('is that of what comes through: little is refused, and most of what could be written is', async () => {
    const { asked, done } = await writing(500, 10_000);

    expect(done).toBeGreaterThan(0.6 * 500 * 10);
    expect(asked).toBeLessThan(1.5 * done);
  });

  test('is not limited where nothing is refused', async () => {
    const pace = new Pace(time);
    pace.report(25, 25);
    expect(await pace.turn(25, 60_000)).toBe(0);
    expect(await pace.turn(25, 60_000)).toBe(0);
  });
});
