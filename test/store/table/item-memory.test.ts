import { describe, expect, test } from 'vitest';
import { ItemMemory } from '../../../functions/store/table/item-memory.ts';
import type { Item } from '../../../functions/store/table/keys.ts';

const key = { pk: 'ACCOUNT#a', sk: 'HEAD' };
const other = { pk: 'ACCOUNT#b', sk: 'HEAD' };
const notKept = { pk: 'ACCOUNT#a', sk: 'bot#1' };

/** A memory over items that can be looked at, and how often they were loaded. */
function memoryOver(items: Map<string, Item>) {
  const memory = new ItemMemory(({ sk }) => sk === 'HEAD');
  let loads = 0;
  const load = (wanted: typeof key) => async (): Promise<Item | undefined> => {
    loads++;
    return items.get(wanted.pk + wanted.sk);
  };
  return {
    memory,
    read: (wanted: typeof key) => memory.read(wanted, load(wanted)),
    write: (wanted: typeof key, item: Item) =>
      memory.write([wanted], async () => void items.set(wanted.pk + wanted.sk, item)),
    loads: () => loads,
  };
}

/** Something to wait for until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('items that a process remembers', () => {
  test('are loaded once, and again after they were written', async () => {
    const { read, write, loads } = memoryOver(new Map([[key.pk + key.sk, { log: 1 }]]));
    expect([await read(key), await read(key)]).toEqual([{ log: 1 }, { log: 1 }]);
    expect(loads()).toBe(1);
    await write(key, { log: 2 });
    expect([await read(key), await read(key)]).toEqual([{ log: 2 }, { log: 2 }]);
    expect(loads()).toBe(2);
  });

  test('may also be none, until there is one', async () => {
    const { read, write, loads } = memoryOver(new Map());
    expect([await read(key), await read(key)]).toEqual([undefined, undefined]);
    expect(loads()).toBe(1);
    await write(key, { log: 1 });
    expect(await read(key)).toEqual({ log: 1 });
  });

  test('stay known where another is written', async () => {
    const { read, write, loads } = memoryOver(new Map([[key.pk + key.sk, { log: 1 }]]));
    await read(key);
    await write(other, { log: 5 });
    await read(key);
    expect(loads()).toBe(1);
  });

  test('are only those that are meant', async () => {
    const { read, loads } = memoryOver(new Map());
    await read(notKept);
    await read(notKept);
    expect(loads()).toBe(2);
  });

  test('are loaded again where a write failed: it may have been done all the same', async () => {
    const items = new Map<string, Item>([[key.pk + key.sk, { log: 1 }]]);
    const { memory, read } = memoryOver(items);
    await read(key);
    const failing = memory.write([key], async () => {
      items.set(key.pk + key.sk, { log: 2 });
      throw new Error('answer lost');
    });
    await expect(failing).rejects.toThrow('answer lost');
    expect(await read(key)).toEqual({ log: 2 });
  });

  test('are not loaded again where one was read among others', async () => {
    const { memory, read, loads } = memoryOver(new Map());
    const found = await memory.readAmong(
      key,
      async () => [{ log: 1 }, { bot: 1 }],
      ([head]) => head,
    );
    expect(found).toEqual([{ log: 1 }, { bot: 1 }]);
    expect(await read(key)).toEqual({ log: 1 });
    expect(loads()).toBe(0);
  });

  test('are loaded again where one was written while it was read among others', async () => {
    const { memory, read, write } = memoryOver(new Map());
    await memory.readAmong(
      key,
      async () => {
        await write(key, { log: 2 });
        return { log: 1 };
      },
      (head) => head,
    );
    expect(await read(key)).toEqual({ log: 2 });
  });

  test('cannot be changed by those who share them', async () => {
    const { read } = memoryOver(new Map([[key.pk + key.sk, { log: 1 }]]));
    const item = await read(key);
    expect(() => Object.assign(item ?? {}, { log: 9 })).toThrow(TypeError);
    expect(await read(key)).toEqual({ log: 1 });
  });
});

describe('a write while an item is being loaded', () => {
  test.each(['begins and ends meanwhile', 'ends meanwhile', 'begins meanwhile'])(
    'leaves nothing old behind where it %s',
    async (which) => {
      const items = new Map<string, Item>([[key.pk + key.sk, { log: 'old' }]]);
      const { memory, read } = memoryOver(items);
      const [loaded, written] = [gate(), gate()];
      const startRead = () =>
        memory.read(key, async () => {
          const item = items.get(key.pk + key.sk);
          await loaded.opened;
          return item;
        });
      const startWrite = () =>
        memory.write([key], async () => {
          await written.opened;
          items.set(key.pk + key.sk, { log: 'new' });
        });
      const startedFirst = which === 'ends meanwhile' ? startWrite() : undefined;
      const reading = startRead();
      const writing = startedFirst ?? startWrite();
      const [first, second] = which === 'begins meanwhile' ? [loaded, written] : [written, loaded];
      first.open();
      await (first === loaded ? reading : writing);
      second.open();
      await Promise.all([reading, writing]);
      // Who began to read before the end may have the old one, and nobody afterwards.
      expect(await reading).toEqual({ log: 'old' });
      expect(await read(key)).toEqual({ log: 'new' });
    },
  );
});
