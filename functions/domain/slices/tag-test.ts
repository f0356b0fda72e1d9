import { tagTypes } from '../tag-types.ts';
import type { PreparedCondition, PreparedFilter } from './filter.ts';
import type { Slice } from './slice.ts';

/** Which conditions a tag fulfils, by their numbers; those of `or` share one. */
type Fulfilled = number[];

/**
 * Tests the tags of the sessions of a slice. Conditions are turned over once: each pair of name and value that
 * occurs in the slice leads to the conditions that it fulfils, so a session costs as much as it has tags, however many
 * conditions there are.
 *
 * @returns undefined where no session can pass, or true where every one does
 */
export function tagTest(
  slice: Slice,
  { and, or }: NonNullable<PreparedFilter['tags']>,
): ((position: number) => boolean) | true | undefined {
  const pairs = new Map<number, Fulfilled>();
  const { tagTexts, tags } = slice.traits;
  const texts = tagTexts.length;
  const add = ({ name, values, type }: PreparedCondition, number: number): boolean => {
    const nameNumber = tagTexts.numberOf(name);
    const valueNumbers =
      nameNumber === undefined ? [] : values.flatMap((value) => tagTexts.numberOf(value) ?? []);
    if (nameNumber === undefined || valueNumbers.length === 0) return false;
    for (const [typeNumber, each] of tagTypes.entries()) {
      if (type !== undefined && type !== each) continue;
      for (const value of valueNumbers) {
        const pair = (nameNumber * tagTypes.length + typeNumber) * texts + value;
        const fulfilled = pairs.get(pair);
        if (!fulfilled) pairs.set(pair, [number]);
        else if (!fulfilled.includes(number)) fulfilled.push(number);
      }
    }
    return true;
  };
  if (!and.every((condition, number) => add(condition, number))) return undefined;
  if (or.length > 0 && !or.map((condition) => add(condition, and.length)).includes(true)) return undefined;
  const wanted = and.length + (or.length > 0 ? 1 : 0);
  if (wanted === 0) return true;

  // In which round of the test a condition was last fulfilled; a round is a session.
  const rounds = new Float64Array(wanted);
  let round = 0;
  return (position) => {
    round += 1;
    let left = wanted;
    for (let index = tags.begin(position); index < tags.end(position) && left > 0; index += 2) {
      const fulfilled = pairs.get(tags.valueAt(index) * texts + tags.valueAt(index + 1));
      for (const number of fulfilled ?? []) {
        if (rounds[number] === round) continue;
        rounds[number] = round;
        left -= 1;
      }
    }
    return left === 0;
  };
}
