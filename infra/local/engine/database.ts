import { EngineError, internalServerError } from './errors.ts';
import { fromRecord, type StoredItem } from './record.ts';
import { itemKey, type TableSchema, wholeRange } from './schema.ts';
import type { KeyRange, Storage, Write } from './storage/storage.ts';
import { schemaOf, type TableDescription, tableRecordKey, tableRecordPrefix } from './table-description.ts';
import type { Item } from './values/attribute-value.ts';

/** A table that there is. */
export interface KnownTable {
  description: TableDescription;
  schema: TableSchema;
}

/** The tables and what they hold. What changes anything does so in a turn of its own, by one write. */
export class Database {
  readonly #storage: Storage;
  readonly #tables = new Map<string, KnownTable>();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(storage: Storage) {
    this.#storage = storage;
  }

  static async open(storage: Storage): Promise<Database> {
    const database = new Database(storage);
    await storage.scan(wholeRange(tableRecordPrefix), (_, text) => {
      database.#remember(JSON.parse(text) as TableDescription);
      return true;
    });
    return database;
  }

  get tableNames(): string[] {
    return [...this.#tables.keys()].sort();
  }

  find(name: string): KnownTable | undefined {
    return this.#tables.get(name);
  }

  /** @throws ResourceNotFoundException */
  table(name: string): KnownTable {
    const known = this.#tables.get(name);
    if (known) return known;
    throw new EngineError(
      'ResourceNotFoundException',
      `Requested resource not found: Table: ${name} not found`,
    );
  }

  /** Adds the table; to be called in a turn. */
  async addTable(description: TableDescription): Promise<void> {
    await this.write([{ key: tableRecordKey(description.TableName), value: JSON.stringify(description) }]);
    this.#remember(description);
  }

  /** Removes the table, and what the other writes name, at once; to be called in a turn. */
  async removeTable(name: string, others: readonly Write[]): Promise<void> {
    await this.write([...others, { key: tableRecordKey(name), value: undefined }]);
    this.#tables.delete(name);
  }

  /** The items with these keys, in their order. */
  async read(table: TableSchema, keys: readonly Item[]): Promise<(StoredItem | undefined)[]> {
    const records = await orFailure(this.#storage.getMany(keys.map((key) => itemKey(table, key))));
    return records.map((record) => (record === undefined ? undefined : fromRecord(record)));
  }

  /** Hands over the stored items or entries of a range until `visit` returns false. */
  scan(range: KeyRange, visit: (stored: StoredItem, key: string) => boolean): Promise<void> {
    return orFailure(this.#storage.scan(range, (key, record) => visit(fromRecord(record), key)));
  }

  write(writes: readonly Write[]): Promise<void> {
    return orFailure(this.#storage.write(writes));
  }

  /**
   * Does work while nobody else writes.
   *
   * @param signal aborts work that has not begun
   */
  async exclusively<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const own = this.#turn.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    this.#turn = own.catch(() => undefined);
    return own;
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#storage.close();
  }

  #remember(description: TableDescription): void {
    this.#tables.set(description.TableName, { description, schema: schemaOf(description) });
  }
}

async function orFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw internalServerError(error);
  }
}
