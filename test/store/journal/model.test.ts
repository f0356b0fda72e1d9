import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import type { JournalRange } from '../../../functions/store/journal/journal.ts';
import type { AccountLife } from '../../../functions/store/table/keys.ts';
import { timesOf } from '../../support/thorough.ts';
import { assertRuns } from '../../support/time-box.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { bodyArbitrary, latenessArbitrary, makeEntry, newestFirst } from './entries.ts';
import { laptop, newLife, pagesOf, putEarlierItem, readPage, startJournal } from './support.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const start = Date.parse('2026-03-01T00:00:00.000Z');

interface Known {
  account: number;
  entry: JournalEntry;
  /** Unix seconds. */
  expires: number;
  written: boolean;
}

const account = fc.nat({ max: 1 });
const recorded = { account, lateness: latenessArbitrary, body: bodyArbitrary, id: fc.uuid() };
const keptSeconds = fc.constantFrom(1, 2, 60);

const stepArbitrary = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('record'),
      ...recorded,
      keptSeconds,
      pause: fc.nat({ max: 30 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('earlier'), ...recorded, keptSeconds }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('write') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat({ max: 1_500 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('range'),
      account,
      from: fc.option(fc.nat({ max: 4_000 })),
      to: fc.option(fc.nat({ max: 1_000 })),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('page'), account, limit: fc.integer({ min: 1, max: 9 }) }),
  },
);

test.each([
  ['gathered', laptop],
  ['one at a time', {}],
])('pages are those of a list, whatever is recorded meanwhile: %s', async (_, options) => {
  await assertRuns(
    fc.asyncProperty(
      fc.array(stepArbitrary, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, itemsAPage) => {
        const journal = startJournal(table, options, pagesOf(itemsAPage));
        const lives = [newLife(), newLife()];
        const lifeOf = (index: number): AccountLife => lives[index] ?? newLife();
        const known: Known[] = [];
        const readers: Partial<JournalRange>[] = [{}, {}];
        let now = start;
        const settle = async (): Promise<void> => {
          await journal.settled();
          for (const each of known) each.written = true;
        };

        const page = async (index: number, limit: number): Promise<void> => {
          const range = readers[index] ?? {};
          const { from = 0, to = Number.POSITIVE_INFINITY, before } = range;
          const shown = known.filter(({ account: of, entry, expires, written }) => {
            const at = Date.parse(entry.at);
            const unseen = before === undefined || `${entry.at}#${entry.id}` < before;
            const kept = written && expires > Math.floor(now / 1000);
            return of === index && kept && unseen && at >= from && at <= to;
          });
          const { entries, last } = await readPage(journal, lifeOf(index), { ...range, limit, now });
          expect(entries).toEqual(newestFirst(shown.map(({ entry }) => entry)).slice(0, limit));
          // Past the end it begins again.
          readers[index] = last === undefined ? {} : { ...range, before: last };
        };

        for (const step of steps) {
          if (step.kind === 'wait') now += step.ms;
          if (step.kind === 'write') await settle();
          if (step.kind === 'page') await page(step.account, step.limit);
          if (step.kind === 'range') {
            const [from, to] = [step.from, step.to].map((ago) => (ago === null ? undefined : now - ago));
            readers[step.account] = { ...(from && { from }), ...(to && { to }) };
          }
          if (step.kind === 'record' || step.kind === 'earlier') {
            const entry = makeEntry(step.id, now - step.lateness, step.body);
            const expires = Math.ceil(now / 1000) + step.keptSeconds;
            const life = lifeOf(step.account);
            known.push({ account: step.account, entry, expires, written: step.kind === 'earlier' });
            if (step.kind === 'earlier') await putEarlierItem(table, life, entry, expires);
            else {
              const writing = journal.record(life, entry, step.keptSeconds, now);
              now += step.pause;
              if (options !== laptop) await settle();
              else void writing;
            }
          }
        }
        await settle();
        for (const index of [0, 1]) {
          readers[index] = {};
          await page(index, Number.POSITIVE_INFINITY);
        }
      },
    ),
    { numRuns: timesOf(60) },
  );
});

test('a reader under way sees in order, once, all that was there when it began', async () => {
  const record = fc.record({ id: fc.uuid(), lateness: latenessArbitrary });
  const records = fc.uniqueArray(record, { selector: ({ id }) => id, minLength: 2, maxLength: 60 });
  await assertRuns(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 5 }), async (all, groupSize) => {
      const journal = startJournal(table, laptop, pagesOf(1));
      const life = newLife();
      let now = start;
      const entries = all.map(({ id, lateness }) => {
        now += 7;
        return makeEntry(id, now - lateness);
      });
      const groups: JournalEntry[][] = [];
      for (let at = 0; at < entries.length; at += groupSize) groups.push(entries.slice(at, at + groupSize));
      const write = async (group: readonly JournalEntry[] = []): Promise<void> => {
        for (const entry of group) void journal.record(life, entry, 60, start);
        await journal.settled();
      };
      const later = groups.splice(Math.ceil(groups.length / 2));
      for (const group of groups) await write(group);

      const seen: JournalEntry[] = [];
      for await (const placed of journal.read(life, { from: 0, to: now }, start)) {
        seen.push(...placed.map(({ entry }) => entry));
        await write(later.shift());
      }
      expect(seen).toEqual(newestFirst(seen));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(groups.flat()));
      for (const entry of seen) expect(entries).toContainEqual(entry);
    }),
    { numRuns: timesOf(60) },
  );
});
