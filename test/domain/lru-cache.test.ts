import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LruCache } from '../../functions/domain/lru-cache.ts';

const max = 20;

type Step = { do: 'get' | 'delete' | 'has'; key: string } | { do: 'set'; key: string; size: number };

const keys = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('get', 'get', 'delete', 'has'), key: keys }),
    fc.record({ do: fc.constant('set'), key: keys, size: fc.integer({ min: 0, max: max + 3 }) }),
  ),
  { maxLength: 60 },
);

it('keeps what was used last, as a list does that is searched from its beginning', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const gone: string[] = [];
      const cache = new LruCache<string, { number: number; size: number }>({
        max,
        sizeOf: ({ size }) => size,
        onGone: ({ number }, key) => gone.push(`${key}${number}`),
      });
      // Used last stands last.
      let list: { key: string; value: { number: number; size: number } }[] = [];
      const goneOfList: string[] = [];
      const drop = (name: string): void => {
        goneOfList.push(
          ...list.filter(({ key }) => key === name).map(({ value }) => `${name}${value.number}`),
        );
        list = list.filter(({ key }) => key !== name);
      };
      for (const [number, step] of given.entries()) {
        const { key } = step;
        const known = list.find((each) => each.key === key);
        if (step.do === 'has') expect(cache.has(key)).toBe(known !== undefined);
        if (step.do === 'get') {
          expect(cache.get(key)).toBe(known?.value);
          if (known) list = [...list.filter((each) => each !== known), known];
        }
        if (step.do === 'delete') {
          cache.delete(key);
          drop(key);
        }
        if (step.do === 'set') {
          const value = { number, size: step.size };
          cache.set(key, value);
          drop(key);
          if (step.size <= max) list.push({ key, value });
          while (list.reduce((sum, each) => sum + each.value.size, 0) > max) drop(list[0]?.key ?? '');
        }
        expect([...cache.keys()].toSorted()).toEqual(list.map((each) => each.key).toSorted());
        expect(gone).toEqual(goneOfList);
      }
    }),
  );
});

it('counts entries where nothing says how large they are', () => {
  const cache = new LruCache<number, string>({ max: 2 });
  for (const key of [1, 2]) cache.set(key, `${key}`);
  expect(cache.get(1)).toBe('1');
  cache.set(3, '3');
  expect([1, 2, 3].map((key) => cache.get(key))).toEqual(['1', undefined, '3']);
});

it('does not keep what has no size, and goes on', () => {
  const cache = new LruCache<string, number>({ max: 2, sizeOf: (size) => size });
  cache.set('none', Number.NaN);
  for (const key of ['a', 'b', 'c']) cache.set(key, 1);
  expect([...cache.keys()]).toEqual(['b', 'c']);
});
