import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { writesOf } from '../index-entries.ts';
import { storedItem } from '../record.ts';
import type { TableSchema } from '../schema.ts';
import { readTableDescription, schemaOf, tableRecordKey } from '../table-description.ts';
import type { Item } from '../values/attribute-value.ts';
import type { Storage } from './storage.ts';

/*
 * Earlier versions kept their data by dynalite: a LevelDB in the data folder itself, with JSON under keys that begin
 * with "table~" and the table's name, "item-", the table's name and "~", or "index-" for entries of indexes. An item
 * and its entries were written apart, so the entries are made anew from the items.
 */

type Level = ClassicLevel<string, unknown>;

const itemsAtOnce = 500;

/** The files of dynalite's LevelDB in the folder. */
export const dynaliteFiles = (folder: string): string[] => {
  const names = readdirSync(folder);
  if (!names.includes('CURRENT')) return [];
  return names.filter((name) =>
    /^(?:CURRENT|LOCK|LOG|LOG\.old|MANIFEST-\d+|\d+\.(?:log|ldb|sst|dbtmp))$/.test(name),
  );
};

export function removeDynaliteFiles(folder: string): void {
  // The one that tells them from others goes last, so that a removal that was cut off goes on.
  const names = dynaliteFiles(folder).sort((a, b) => Number(a === 'CURRENT') - Number(b === 'CURRENT'));
  for (const name of names) rmSync(join(folder, name), { force: true });
}

export async function openDynaliteFolder(folder: string): Promise<Level> {
  const level: Level = new ClassicLevel<string, unknown>(folder, {
    valueEncoding: 'json',
    createIfMissing: false,
  });
  await level.open();
  return level;
}

/** Copies tables and items into a new storage. */
export async function bringOver(level: Level, storage: Storage): Promise<void> {
  for await (const [, value] of level.iterator(prefixed('table~'))) {
    const description = readTableDescription(value as Record<string, unknown>, Date.now());
    const key = tableRecordKey(description.TableName);
    await storage.write([{ key, value: JSON.stringify(description) }]);
    await copyItems(level, storage, schemaOf(description));
  }
}

async function copyItems(level: Level, storage: Storage, table: TableSchema): Promise<void> {
  let items: Item[] = [];
  const write = async (): Promise<void> => {
    await storage.write(
      items.flatMap(
        (item) => writesOf({ table, before: undefined, after: { item, stored: storedItem(item) } }).writes,
      ),
    );
    items = [];
  };
  for await (const [, value] of level.iterator(prefixed(`item-${table.name}~`))) {
    items.push(value as Item);
    if (items.length >= itemsAtOnce) await write();
  }
  await write();
}

const prefixed = (prefix: string): { gte: string; lt: string } => ({ gte: prefix, lt: `${prefix}\xff` });
