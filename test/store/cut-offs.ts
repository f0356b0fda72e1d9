import { isThorough } from '../support/thorough.ts';

export interface Tried {
  wasCutOff: boolean;
  /** How many it came to. */
  writes: number;
}

const anyOf = (count: number): number => Math.floor(Math.random() * count);

/**
 * Has work cut off after each of its writes in a thorough run; in others after one in so many, beginning anywhere, and
 * after one at least.
 *
 * @param tryAt the work, cut off after so many writes unless it has fewer
 */
export async function atCutOffs(oneIn: number, tryAt: (after: number) => Promise<Tried>): Promise<void> {
  const step = isThorough ? 1 : oneIn;
  let tried = 0;
  for (let after = anyOf(step); ; ) {
    const { wasCutOff, writes } = await tryAt(after);
    if (wasCutOff) {
      tried++;
      after += step;
    } else if (tried > 0) return;
    // It has fewer writes than where it was to be cut off.
    else if (writes > 0) after = anyOf(writes);
    else throw new Error('Nothing was written, so nothing was cut off.');
  }
}
