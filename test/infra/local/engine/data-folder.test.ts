import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../../../infra/errors.ts';
import { startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { startDynalite } from '../../../support/dynalite.ts';
import { indexBeside, removeFolder, scanAll, temporaryFolder, withEngine, withFolder } from './use-engine.ts';

const table = 'kept';
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const items = Array.from({ length: 20 }, (_, index) => ({
  pk: `p${index % 3}`,
  sk: `s${index}`,
  botId: 'bot',
  start_time: `2026-03-0${index % 9}#${index}`,
  f: new Uint8Array([index]),
  row: { text: 'ä'.repeat(50), number: index / 4, list: [null, true] },
}));
const bySortKey = (a: { sk?: unknown }, b: { sk?: unknown }): number =>
  String(a.sk) < String(b.sk) ? -1 : 1;

/** A data folder as earlier versions left it. */
async function fillByDynalite(): Promise<void> {
  await withEngine(
    () => startDynalite(folder),
    table,
    (client) =>
      client.send(
        new BatchWriteCommand({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } }),
      ),
  );
}

/** What the folder holds for the engine of today. */
const content = () =>
  withFolder(folder, table, async (client) => ({
    items: (await scanAll(client, { TableName: table })).sort(bySortKey),
    ...(await indexBeside(client, table)),
  }));

const sorted = [...items].sort(bySortKey);
const dynaliteFile = (): boolean => existsSync(join(folder, 'CURRENT'));

describe('a data folder of an earlier version', () => {
  beforeEach(fillByDynalite);

  test('is brought over at the first start, and its files are gone', async () => {
    expect((await content()).items).toEqual(sorted);
    expect(readdirSync(folder)).toEqual(['engine']);
    expect((await content()).items).toEqual(sorted);
  });

  test('is healed where a kill has left its index different from its items', async () => {
    const level = new ClassicLevel<string, unknown>(folder, { valueEncoding: 'json' });
    const entries = await level.iterator({ gte: 'index-', lt: 'index-\xff' }).all();
    const [entry] = entries;
    if (!entry) throw new Error('dynalite has left no entries of the index');
    await level.del(entry[0]);
    await level.put(`${entry[0]}0`, { ...(entry[1] as object), sk: { S: 'nothing' } });
    await level.close();

    const { index, expected } = await content();
    expect(index).toHaveLength(items.length);
    expect(index).toEqual(expected);
  });

  test('is brought over anew where a start was killed before it was complete', async () => {
    mkdirSync(join(folder, 'engine.new'));
    writeFileSync(join(folder, 'engine.new', 'CURRENT'), 'half of something');

    expect((await content()).items).toEqual(sorted);
  });

  test('is not brought over twice where a start was killed before the old files were gone', async () => {
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    await content();
    const engine = new ClassicLevel<string, string>(join(folder, 'engine'));
    await engine.put('\x02brought-over', '');
    await engine.close();
    cpSync(copy, folder, { recursive: true });
    expect(dynaliteFile()).toBe(true);
    removeFolder(copy);

    expect((await content()).items).toEqual(sorted);
    expect(dynaliteFile()).toBe(false);
  });

  test('is refused while an earlier version uses it', async () => {
    await withEngine(
      () => startDynalite(folder),
      table,
      () => expect(startEmbeddedEngine(folder)).rejects.toThrow('another emulator is using it'),
    );
  });
});

describe('a data folder', () => {
  test('is made with its parents, and only the user can read it', async () => {
    const deep = join(folder, 'a', 'b');
    const engine = await startEmbeddedEngine(deep);
    await engine.close();

    const own = join(deep, 'engine');
    for (const path of [deep, own]) expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(own)) expect(statSync(join(own, name)).mode & 0o777).toBe(0o600);
  });

  test('of a newer version is refused in a sentence', async () => {
    await (await startEmbeddedEngine(folder)).close();
    const level = new ClassicLevel<string, string>(join(folder, 'engine'));
    await level.put('\x02format', '2');
    await level.close();

    await expect(startEmbeddedEngine(folder)).rejects.toThrow(Failure);
    await expect(startEmbeddedEngine(folder)).rejects.toThrow(
      /cannot be used: a newer version of the emulator has written it \(format 2\)/,
    );
  });

  test('is used by one engine at a time', async () => {
    const engine = await startEmbeddedEngine(folder);
    try {
      await expect(startEmbeddedEngine(folder)).rejects.toThrow('another emulator is using it');
    } finally {
      await engine.close();
    }
  });

  test.each(['/proc/x', '/proc/x/y', '/dev/null/x'])(
    '%s cannot be one, and that is said at once',
    async (path) => {
      await expect(startEmbeddedEngine(path)).rejects.toThrow(Failure);
      await expect(startEmbeddedEngine(path)).rejects.toThrow(
        /cannot be used: .+ Name another with --data\./,
      );
    },
  );

  test('starts again where a kill has left it without its format', async () => {
    mkdirSync(join(folder, 'engine'));
    await (await startEmbeddedEngine(folder)).close();
    rmSync(join(folder, 'engine', 'LOG.old'), { force: true });

    expect((await content()).items).toEqual([]);
  });
});
