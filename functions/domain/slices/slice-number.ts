import type { Slice } from './slice.ts';

const numbers = new WeakMap<Slice, number>();
let last = 0;

/** A number that a slice alone has in this process: short in the key of a cache. */
export function sliceNumber(slice: Slice): number {
  const known = numbers.get(slice);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(slice, last);
  return last;
}
