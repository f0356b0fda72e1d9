import { expect, test } from 'vitest';
import { ManualTime } from '../../support/manual-time.ts';
import { type Schedule, scheduleOf } from '../lambda/processor-wait.ts';
import { pauseOf } from './pause.ts';

/** How long a pause of 10 ms takes for processes that stand with the processors as these say of each instant. */
async function lengthOf(...looks: ((at: number) => Schedule | undefined)[]): Promise<number> {
  const time = new ManualTime();
  let ended = Number.NaN;
  const pause = pauseOf(10, [...looks.keys()], time, (pid) => looks[pid]?.(time.monotonic())).then(() => {
    ended = time.monotonic();
  });
  await time.advance(2_000);
  await pause;
  return ended;
}

test('a pause counts the time in which a process slept or ran', async () => {
  expect(await lengthOf(() => ({ ran: 5, waited: 7, wants: false }))).toBe(10);
  expect(await lengthOf((at) => ({ ran: at, waited: 0, wants: true }))).toBe(10);
});

test('it does not count the time in which a process waited for a processor', async () => {
  const until30 = (at: number): Schedule =>
    at < 30 ? { ran: 0, waited: 0, wants: true } : { ran: 1, waited: 29, wants: false };
  expect(await lengthOf(until30)).toBe(39);
});

test('it counts none of the time in which one after the other waited', async () => {
  const from =
    (start: number) =>
    (at: number): Schedule => ({
      ran: 0,
      waited: Math.min(Math.max(at - start, 0), 8),
      wants: false,
    });
  expect(await lengthOf(from(0), from(8))).toBe(26);
});

test('it ends all the same where a process never gets a processor', async () => {
  expect(await lengthOf(() => ({ ran: 0, waited: 0, wants: true }))).toBe(1_000);
});

test('it counts all time where the machine does not tell', async () => {
  expect(await lengthOf(() => undefined)).toBe(10);
});

test.runIf(process.platform === 'linux')(
  'Linux tells of this process, and not of one that is not there',
  () => {
    expect(scheduleOf(process.pid)?.ran).toBeGreaterThan(0);
    expect(scheduleOf(2 ** 22 + 1)).toBeUndefined();
  },
);
