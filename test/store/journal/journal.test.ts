import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, isBatchWrite, isCall } from '../intercept.ts';
import { makeEntry, newestFirst } from './entries.ts';
import { itemsOf, laptop, newLife, pagesOf, putEarlierItem, readPage, startJournal } from './support.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const start = Date.parse('2026-03-01T00:00:00.000Z');
const entriesEvery = (ms: number, count: number, body?: unknown): JournalEntry[] =>
  Array.from({ length: count }, (_, number) => makeEntry(`id-${number}`, start + number * ms, body));

describe('writing', () => {
  const isWrite = (command: Command): boolean => isBatchWrite(command) || isCall(command, 'Put');

  test('what is gathered takes one call and one item; what is not, an item an entry', async () => {
    for (const [options, calls] of [
      [laptop, 1],
      [{}, 100],
    ] as const) {
      let writes = 0;
      const journal = startJournal(table, options, (command) => {
        if (isWrite(command)) writes += 1;
      });
      const life = newLife();
      for (const entry of entriesEvery(1, 100)) void journal.record(life, entry, 60, start);
      await journal.settled();
      expect(writes).toBe(calls);
      expect(await itemsOf(table, life)).toHaveLength(calls);
      const { entries } = await readPage(journal, life, { now: start });
      expect(entries).toEqual(newestFirst(entriesEvery(1, 100)));
    }
  });

  test('several accounts are written together, and each reads its own', async () => {
    const journal = startJournal(table, laptop);
    const lives = [newLife(), newLife(), newLife()];
    const recording = entriesEvery(1, 30).flatMap((entry) =>
      lives.map((life, index) => journal.record(life, { ...entry, id: `${index}-${entry.id}` }, 60, start)),
    );
    await journal.settled();
    await Promise.all(recording);
    for (const [index, life] of lives.entries()) {
      const { entries } = await readPage(journal, life, { now: start });
      const own = entriesEvery(1, 30).map((entry) => ({ ...entry, id: `${index}-${entry.id}` }));
      expect(entries).toEqual(newestFirst(own));
    }
  });

  test.each(['€', '😀'])('large entries of characters such as %s fit', async (character) => {
    const journal = startJournal(table, laptop);
    const life = newLife();
    const entries = entriesEvery(1, 12, character.repeat(30_000));
    const recording = entries.map((entry) => journal.record(life, entry, 60, start));
    await journal.settled();
    await Promise.all(recording);
    const page = await readPage(journal, life, { now: start });
    expect(page.entries).toEqual(newestFirst(entries));
  });

  test.each([
    ['gathered', laptop],
    ['one at a time', {}],
  ])('a write that fails is a failure of its records, and no others: %s', async (_, options) => {
    let fails = true;
    const journal = startJournal(table, options, (command) => {
      if (fails && isWrite(command)) throw new Error('no answer');
    });
    const life = newLife();
    const entries = entriesEvery(300, 6);
    const recordAll = async (some: readonly JournalEntry[]): Promise<string[]> => {
      const recording = some.map((entry) => journal.record(life, entry, 60, start));
      const outcomes = Promise.allSettled(recording);
      await journal.settled();
      return (await outcomes).map(({ status }) => status);
    };
    expect(await recordAll(entries.slice(0, 3))).toEqual(['rejected', 'rejected', 'rejected']);
    expect((await readPage(journal, life, { now: start })).entries).toEqual([]);
    fails = false;
    expect(await recordAll(entries.slice(3))).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect((await readPage(journal, life, { now: start })).entries).toEqual(newestFirst(entries.slice(3)));
  });
});

test('each entry is shown until its own time is over, and is in the table until then', async () => {
  const journal = startJournal(table, laptop);
  const life = newLife();
  const [one, two, three] = [60, 61, 3_600];
  const kept = [one, two, three, two, one];
  const entries = entriesEvery(1, kept.length);
  for (const [index, entry] of entries.entries()) {
    void journal.record(life, entry, kept[index] ?? 0, start);
  }
  await journal.settled();
  const shownAfter = async (seconds: number): Promise<string[]> => {
    const { entries: shown } = await readPage(journal, life, { now: start + seconds * 1000 });
    return shown.map(({ id }) => id);
  };
  expect(await shownAfter(59.999)).toEqual(['id-4', 'id-3', 'id-2', 'id-1', 'id-0']);
  expect(await shownAfter(60)).toEqual(['id-3', 'id-2', 'id-1']);
  expect(await shownAfter(61)).toEqual(['id-2']);
  expect(await shownAfter(3_600)).toEqual([]);
  for (const item of await itemsOf(table, life)) {
    const inIt: JournalEntry[] = JSON.parse(String(item['entries']));
    for (const { id } of inIt) expect(item['ttl']).toBe(start / 1000 + (kept[Number(id.slice(3))] ?? 0));
  }
});

describe('reading', () => {
  const queriesOf = async (options: object, read: Parameters<typeof readPage>[2]): Promise<number> => {
    let queries = 0;
    const onePage = pagesOf(1);
    const journal = startJournal(table, options, (command) => {
      onePage(command);
      if (isCall(command, 'Query')) queries += 1;
    });
    const life = newLife();
    for (const entry of entriesEvery(1_000, 20)) {
      void journal.record(life, entry, 60, start);
      await journal.settled();
    }
    queries = 0;
    await readPage(journal, life, read);
    return queries;
  };

  test.each([
    ['gathered', laptop],
    ['one at a time', {}],
  ])('reads little more than the page needs: %s', async (_, options) => {
    // One item more, to know that nothing newer is to come, and one to know that there is more.
    expect(await queriesOf(options, { limit: 3, now: start })).toBeLessThanOrEqual(5);
    const before = `${new Date(start + 10_000).toISOString()}#id-10`;
    expect(await queriesOf(options, { limit: 3, before, now: start })).toBeLessThanOrEqual(6);
    const [from, to] = [start + 5_000, start + 5_999];
    expect(await queriesOf(options, { from, to, now: start })).toBeLessThanOrEqual(3);
  });

  test('what earlier versions wrote is read as before, among what is written now', async () => {
    const journal = startJournal(table, laptop);
    const life = newLife();
    const entries = entriesEvery(1, 20);
    for (const [index, entry] of entries.entries()) {
      if (index % 3 === 0) await putEarlierItem(table, life, entry, start / 1000 + 60);
      else void journal.record(life, entry, 60, start);
    }
    await journal.settled();
    expect((await readPage(journal, life, { now: start })).entries).toEqual(newestFirst(entries));
    expect((await readPage(journal, life, { now: start + 60_000 })).entries).toEqual([]);
  });

  test.each([
    '9999-99-99T00:00:00.000Z#x',
    '2026-02-31T00:00:00Z#',
    '9999-12-31T23:59:59.999Z#z',
    '0000-01-01T00:00Z#',
  ])('goes on before a place that no entry has: %s', async (before) => {
    const journal = startJournal(table, laptop);
    const life = newLife();
    const entries = entriesEvery(1, 3);
    for (const entry of entries) void journal.record(life, entry, 60, start);
    await journal.settled();
    const page = await readPage(journal, life, { before, now: start });
    expect(page.entries).toEqual(before > '2026-03-01' ? newestFirst(entries) : []);
  });
});
