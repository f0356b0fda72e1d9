import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import type { Store } from '../../../functions/store/store.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, isCall } from '../intercept.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const minute = 60_000;
const start = Date.parse('2026-03-01T09:00:00.000Z');
const all = { from: 0, to: Date.parse('9999-01-01') };

let writes = 0;
function instance(options: { keep: number; perMinute: number }): Store {
  const count = (command: Command): void => {
    if (isCall(command, 'Put')) writes += 1;
  };
  return table.startInstance(
    (command, send) => {
      count(command);
      return send(command);
    },
    { unattributed: options },
  ).store;
}

const entry = (number: number, at: number): JournalEntry => ({
  id: `id-${number}`,
  at: new Date(at).toISOString(),
  method: 'POST',
  path: `/${number}`,
  query: '',
  status: 401,
  unread: [],
  faults: [],
  durationMs: 1,
  dynamodb: { calls: 0, readUnits: 0, writeUnits: 0 },
});

async function send(store: Store, first: number, count: number, at: number): Promise<void> {
  for (let number = first; number < first + count; number++) {
    await store.unattributed.record(entry(number, at + number), at + number);
  }
}

const pathsOf = async (store: Store, now: number): Promise<string[]> =>
  (await store.unattributed.read(all, now)).entries.map((placed) => placed.entry.path);

beforeEach(async () => {
  await instance({ keep: 5, perMinute: 5 }).unattributed.clear();
  writes = 0;
});

describe('requests that belong to no account', () => {
  test('the newest are kept, whichever instance they came to', async () => {
    const [one, two] = [instance({ keep: 5, perMinute: 4 }), instance({ keep: 5, perMinute: 4 })];
    await send(one, 0, 2, start);
    await send(two, 2, 2, start);
    await send(one, 4, 3, start + minute);
    for (const store of [one, two]) {
      expect(await pathsOf(store, start + 2 * minute)).toEqual(['/6', '/5', '/4', '/3', '/2']);
    }
  });

  test('so many a minute are written and no more, and the others are counted', async () => {
    const [one, two] = [instance({ keep: 50, perMinute: 3 }), instance({ keep: 50, perMinute: 3 })];
    await send(one, 0, 100, start);
    await send(two, 100, 100, start);
    // Each entry, and the counter for it.
    expect(writes).toBe(2 * 3);
    expect(await pathsOf(one, start + 1000)).toEqual(['/2', '/1', '/0']);
    await send(one, 200, 1, start + minute);
    await send(two, 201, 1, start + minute);
    const { entries, leftOut } = await one.unattributed.read(all, start + minute);
    expect({ entries: entries.length, leftOut }).toEqual({ entries: 5, leftOut: 97 + 100 });
  });

  test('of many at once no more than the limit', async () => {
    const stores = [1, 2, 3].map(() => instance({ keep: 50, perMinute: 7 }));
    await Promise.all(
      Array.from({ length: 60 }, (_, number) =>
        stores[number % 3]?.unattributed.record(entry(number, start + number), start + number),
      ),
    );
    expect(await pathsOf(instance({ keep: 50, perMinute: 7 }), start + 1000)).toHaveLength(7);
  });

  test('none at all where none are to be kept', async () => {
    const store = instance({ keep: 0, perMinute: 5 });
    await send(store, 0, 3, start);
    expect(writes).toBe(0);
    expect(await store.unattributed.read(all, start)).toEqual({ entries: [], leftOut: 0 });
  });

  test('expire after a day, and are found by time', async () => {
    const store = instance({ keep: 5, perMinute: 5 });
    await send(store, 0, 2, start);
    expect(await pathsOf(store, start + 86_000_000)).toEqual(['/1', '/0']);
    expect(await pathsOf(store, start + 90_000_000)).toEqual([]);
    const { entries } = await store.unattributed.read({ from: 0, to: start }, start);
    expect(entries.map((placed) => placed.entry.path)).toEqual(['/0']);
  });
});
