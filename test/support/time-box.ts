import * as fc from 'fast-check';
import { isThorough } from './thorough.ts';

/** Which part of their time properties are tried for where the suite does not take its time. */
const part = 0.02;

/**
 * For how long a property is tried, as fast-check takes it, which fails where not one run has ended by then.
 *
 * @param ms in a thorough run
 */
export const timeBox = (ms: number): { interruptAfterTimeLimit: number } => ({
  interruptAfterTimeLimit: isThorough ? ms : ms * part,
});

/** As long as timers can be. */
const never = 2 ** 31 - 1;

/**
 * A check of a property that ends only when the last of its runs has ended: fast-check leaves one behind when its time
 * is up, and that still uses what the test closes then.
 */
async function untilEnded<T, Result>(
  property: fc.IAsyncProperty<T>,
  check: (watched: fc.IAsyncProperty<T>) => Promise<Result>,
): Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  const watched: fc.IAsyncProperty<T> = Object.create(property);
  watched.run = (value) => {
    const run = property.run(value);
    last = run;
    return run;
  };
  try {
    return await check(watched);
  } finally {
    await last;
  }
}

/** As `fc.assert`, of a property whose runs are promises. */
export const assertRuns = <T>(
  property: fc.IAsyncProperty<T>,
  parameters: fc.Parameters<T> = {},
): Promise<void> => untilEnded(property, (watched) => fc.assert(watched, parameters));

/**
 * Tries a property some times however long that takes, as is needed where a run is long; goes on until the runs have met
 * what the test is about; and tries it more often while its time lasts, which begins then.
 *
 * @param isMet whether what the test is about has come up, which else only chance decides; `numRuns` bounds that too
 * @param ms in a thorough run
 */
export async function assertAtLeast<T>(
  times: number,
  property: fc.IAsyncProperty<T>,
  {
    numRuns,
    ms,
    isMet = () => true,
    ...parameters
  }: fc.Parameters<T> & { numRuns: number; ms: number; isMet?: () => boolean },
): Promise<void> {
  let left = numRuns;
  do {
    const next = Math.min(times, left);
    await fc.assert(property, { ...parameters, numRuns: next, interruptAfterTimeLimit: never });
    left -= next;
  } while (left > 0 && !isMet());
  if (left === 0) return;
  const further = await untilEnded(property, (watched) =>
    fc.check(watched, { ...parameters, numRuns: left, ...timeBox(ms) }),
  );
  if (further.interrupted && further.counterexample === null) return;
  if (further.failed) throw new Error(fc.defaultReportMessage(further), { cause: further.errorInstance });
}
