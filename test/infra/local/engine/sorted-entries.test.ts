import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedEntries } from '../../../../infra/local/engine/storage/sorted-entries.ts';
import { timeBox } from '../../../support/time-box.ts';

const key = fc.nat(3_000).map((number) => String(number).padStart(4, '0'));

/** Of any alphabet, and some so long that few fit beside each other. */
const textOf = (name: string, index: number): string =>
  `${name} ${index} ${Number(name) % 101 === 0 ? 'x'.repeat(200_000) : 'é€😀'.repeat(Number(name) % 7)}`;

test('entries stay in order through any puts and removals', () => {
  const step = fc.oneof(
    fc.record({ set: fc.uniqueArray(key, { maxLength: 1_500 }) }),
    fc.record({ remove: fc.uniqueArray(key, { maxLength: 1_500 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), key, key, fc.boolean(), (steps, from, to, reverse) => {
      const entries = new SortedEntries();
      const model = new Map<string, string>();
      for (const [index, each] of steps.entries()) {
        if ('set' in each) {
          for (const name of each.set) {
            entries.set(name, textOf(name, index));
            model.set(name, textOf(name, index));
          }
        } else {
          for (const name of each.remove) {
            entries.delete(name);
            model.delete(name);
          }
        }
      }
      const expected = [...model]
        .filter(([name]) => name >= from && name < to)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      expect([...entries.entries({ from, to, reverse })]).toEqual(reverse ? expected.reverse() : expected);
      expect(entries.get(from)).toBe(model.get(from));
    }),
    { numRuns: 100, ...timeBox(5_000) },
  );
}, 30_000);
