import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptSlice, KeptSlices } from '../../../functions/store/reader/kept-slices.ts';
import { entryWith, sliceOf } from '../../domain/slices/entries.ts';

const reading = (botId: string, day: number, sessions = 1): KeptSlice => ({
  botId,
  day,
  revision: 0,
  firstRevision: 0,
  readAt: 0,
  slices: [
    sliceOf(
      day,
      Array.from({ length: sessions }, (_, index) => entryWith({ sessionId: `s${index}` })),
    ),
  ],
});
const oneSlice = reading('a', 0).slices[0]?.bytes ?? 0;

const step = fc.record({
  write: fc.boolean(),
  bot: fc.constantFrom('a', 'b', 'c'),
  day: fc.nat(3),
});

test('keeps as many as there is room for, those used last, each by its bot and day', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (steps, room) => {
      const kept = new KeptSlices(room * oneSlice + 100);
      // The newest use is at the end.
      let expected: KeptSlice[] = [];
      for (const { write, bot, day } of steps) {
        const known = expected.find((one) => one.botId === bot && one.day === day);
        const used = write ? reading(bot, day) : known;
        if (write && used) kept.set(bot, used);
        else expect(kept.get(bot, day)).toBe(known);
        expected = [...expected.filter((one) => one !== known), ...(used ? [used] : [])].slice(-room);
      }
      for (const bot of ['a', 'b', 'c']) {
        for (const day of [0, 1, 2, 3]) {
          expect(kept.get(bot, day)).toBe(expected.find((one) => one.botId === bot && one.day === day));
        }
      }
    }),
  );
});

test('does not keep one that is larger than all that may be kept, nor the one before it', () => {
  const kept = new KeptSlices(oneSlice + 100);
  kept.set('a', reading('a', 0));
  kept.set('a', reading('a', 0, 10_000));
  expect(kept.get('a', 0)).toBeUndefined();
  const small = reading('a', 0);
  kept.set('a', small);
  expect(kept.get('a', 0)).toBe(small);
});

test('forgets a layer, and nothing else', () => {
  const kept = new KeptSlices(10 * oneSlice);
  const [gone, stays] = [reading('a', 0), reading('a', 1)];
  kept.set('one#a', gone);
  kept.set('one#b', gone);
  kept.set('oneself#a', stays);
  kept.forgetLayer((key) => key.startsWith('one#'));
  expect([kept.get('one#a', 0), kept.get('one#b', 0), kept.get('oneself#a', 1)]).toEqual([
    undefined,
    undefined,
    stays,
  ]);
});
