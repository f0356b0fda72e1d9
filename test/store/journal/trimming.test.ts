import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import { timesOf } from '../../support/thorough.ts';
import { assertRuns } from '../../support/time-box.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { isBatchWrite } from '../intercept.ts';
import { makeEntry, newestFirst } from './entries.ts';
import { itemsOf, laptop, newLife, putEarlierItem, readPage, startJournal } from './support.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const start = Date.parse('2026-03-01T00:00:00.000Z');
const largestGroup = 12;

interface Plan {
  keepNewest: number;
  earlier: number;
  /** Entries that are written together, each so long before its end (ms). */
  groups: number[][];
  /** The group before which the process starts anew. */
  restart: number;
}

const planArbitrary: fc.Arbitrary<Plan> = fc.record({
  keepNewest: fc.integer({ min: 1, max: 40 }),
  earlier: fc.nat({ max: 30 }),
  groups: fc.array(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: largestGroup }), {
    minLength: 1,
    maxLength: 25,
  }),
  restart: fc.nat({ max: 25 }),
});

test('the newest are kept: so many at least, and little more', async () => {
  await assertRuns(
    fc.asyncProperty(planArbitrary, async ({ keepNewest, earlier, groups, restart }) => {
      const life = newLife();
      const options = { ...laptop, keepNewest };
      let journal = startJournal(table, options);
      let now = start;
      const all: JournalEntry[] = [];
      const removed = new Set<string>();
      const nextEntry = (lateness: number): JournalEntry => {
        now += 5;
        const entry = makeEntry(`id-${all.length}`, now - lateness);
        all.push(entry);
        return entry;
      };
      for (let number = 0; number < earlier; number++) {
        await putEarlierItem(table, life, nextEntry(0), start / 1000 + 60);
      }
      for (const [index, group] of groups.entries()) {
        if (index === restart) journal = startJournal(table, options);
        await Promise.all([
          ...group.map((lateness) => journal.record(life, nextEntry(lateness), 60, start)),
          journal.settled(),
        ]);
        const { entries } = await readPage(journal, life, { now: start });
        expect(entries.length).toBeGreaterThanOrEqual(Math.min(keepNewest, all.length));
        expect(entries.length).toBeLessThanOrEqual(keepNewest * 1.1 + largestGroup);
        expect(entries).toEqual(newestFirst(entries));
        // Items are removed whole: of those that overlap in time the older one goes.
        const oldest = Math.min(...entries.map(({ at }) => Date.parse(at)));
        const kept = new Set(entries.map(({ id }) => id));
        for (const { id, at } of all) {
          if (kept.has(id) || removed.has(id)) continue;
          expect(Date.parse(at)).toBeLessThan(oldest + 251);
          removed.add(id);
        }
        for (const id of kept) expect(all).toContainEqual(expect.objectContaining({ id }));
      }
    }),
    { numRuns: timesOf(40) },
  );
});

test('what could not be removed is removed later', async () => {
  let fails = true;
  const journal = startJournal(table, { ...laptop, keepNewest: 10 }, (command) => {
    const batches = JSON.stringify(command.input['RequestItems'] ?? {});
    if (fails && isBatchWrite(command) && batches.includes('DeleteRequest')) throw new Error('no answer');
  });
  const life = newLife();
  const recordOne = async (number: number): Promise<void> => {
    const recording = journal.record(life, makeEntry(`id-${number}`, start + number * 1000), 60, start);
    await Promise.allSettled([journal.settled(), recording]);
    return recording;
  };
  for (let number = 0; number < 10; number++) await recordOne(number);
  await expect(recordOne(10)).rejects.toThrow('no answer');
  expect(await itemsOf(table, life)).toHaveLength(11);
  fails = false;
  await recordOne(11);
  expect(await itemsOf(table, life)).toHaveLength(10);
});

test('a cleared journal keeps as many again, also of requests that came before', async () => {
  const journal = startJournal(table, { ...laptop, keepNewest: 10 });
  const life = newLife();
  const fill = async (from: number): Promise<number> => {
    for (let number = 0; number < 10; number++) {
      void journal.record(life, makeEntry(`id-${number}`, from + number * 1000), 60, start);
      await journal.settled();
    }
    return (await readPage(journal, life, { now: start })).entries.length;
  };
  expect(await fill(start)).toBe(10);
  await journal.clear(life);
  expect(await itemsOf(table, life)).toEqual([]);
  expect(await fill(start - 60_000)).toBe(10);
});
