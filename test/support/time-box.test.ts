import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertAtLeast, assertRuns } from './time-box.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

type Check = <T>(property: fc.IAsyncProperty<T>) => Promise<void>;
const checks: readonly [string, Check][] = [
  ['assertRuns', (property) => assertRuns(property, { interruptAfterTimeLimit: 5 })],
  ['assertAtLeast', (property) => assertAtLeast(1, property, { numRuns: 100, ms: 20 })],
];

test.each(checks)('%s ends only when the run has that its time has cut off', async (_name, check) => {
  let [begun, ended] = [0, 0];
  const property = fc.asyncProperty(fc.nat(), async () => {
    // The first is done at once, the second takes longer than its time.
    if (begun++ > 0) for (let turns = 0; turns < 20_000; turns++) await turn();
    ended++;
  });
  await check(property).catch((error) => {
    // On a slow machine the time is up before the first.
    expect(String(error)).toContain('interrupted after 0 tests');
  });
  expect(ended).toBe(begun);
  expect(begun).toBeLessThan(100);
});

test('a run that fails is told with what it has failed on', async () => {
  const property = fc.asyncProperty(fc.nat({ max: 3 }), async (number) => {
    if (number > 2) throw new Error('too large');
  });
  await expect(assertRuns(property, { seed: 1 })).rejects.toThrow(/Counterexample: \[3\]/);
});

test('a property is tried until its runs have met what the test is about, or as often as it says', async () => {
  let runs = 0;
  const property = fc.asyncProperty(fc.nat(), async () => {
    runs++;
  });
  await assertAtLeast(2, property, { numRuns: 100, ms: 0, isMet: () => runs >= 51 });
  expect(runs).toBeGreaterThanOrEqual(52);
  runs = 0;
  await assertAtLeast(3, property, { numRuns: 10, ms: 0, isMet: () => false });
  expect(runs).toBe(10);
});
