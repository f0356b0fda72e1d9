import { ClassicLevel } from 'classic-level';
import { checkRoom } from './check-room.ts';
import { Garbage } from './garbage.ts';
import type { KeyRange, Storage, Write } from './storage.ts';

type Level = ClassicLevel<Buffer, string>;

const bytesOf = (key: string): Buffer => Buffer.from(key, 'latin1');
const textOf = (key: Buffer): string => key.toString('latin1');

// Behind every key that there is.
const lastKey = Buffer.from([0xff]);

const entriesAtOnce = 1000;
const bytesAtOnce = 256 * 1024;

async function openLevel(folder: string): Promise<Level> {
  const level = new ClassicLevel<Buffer, string>(folder, { keyEncoding: 'buffer', valueEncoding: 'utf8' });
  await level.open();
  return level;
}

/**
 * Keeps everything in a folder, by LevelDB. What one call writes is one entry of LevelDB's log: after a kill it is
 * there as a whole or not at all. LevelDB takes no more writes after one that failed, so it is opened anew.
 */
export class DiskStorage implements Storage {
  readonly #folder: string;
  readonly #garbage: Garbage;
  #level: Level;
  /** Nothing where it is open; else what has to succeed before it can be used. */
  #reopening: Promise<void> | undefined;
  #isBroken = false;
  #isClosed = false;

  private constructor(folder: string, level: Level) {
    this.#folder = folder;
    this.#level = level;
    this.#garbage = new Garbage(folder, () => this.#level.compactRange(Buffer.alloc(0), lastKey));
  }

  /** @param folder one that exists and that only the emulator uses */
  static async open(folder: string): Promise<DiskStorage> {
    return new DiskStorage(folder, await openLevel(folder));
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const level = await this.#opened();
    return level.getMany(keys.map(bytesOf));
  }

  async scan(
    { from, to, reverse = false }: KeyRange,
    visit: (key: string, value: string) => boolean,
  ): Promise<void> {
    const level = await this.#opened();
    const bounds = { gte: bytesOf(from), lt: bytesOf(to), reverse };
    const iterator = level.iterator({ ...bounds, highWaterMarkBytes: bytesAtOnce });
    try {
      for (;;) {
        const entries = await iterator.nextv(entriesAtOnce);
        if (entries.length === 0) return;
        for (const [key, value] of entries) if (!visit(textOf(key), value)) return;
      }
    } finally {
      await iterator.close();
    }
  }

  async write(writes: readonly Write[]): Promise<void> {
    if (this.#isBroken) await this.#reopen();
    const level = await this.#opened();
    try {
      await level.batch(
        writes.map(({ key, value }) =>
          value === undefined
            ? { type: 'del' as const, key: bytesOf(key) }
            : { type: 'put' as const, key: bytesOf(key), value },
        ),
      );
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
    this.#garbage.written(writes);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#reopening?.catch(() => undefined);
    await this.#garbage.settled();
    await this.#level.close();
  }

  async #opened(): Promise<Level> {
    await this.#reopening;
    if (this.#level.status !== 'open' && !this.#isClosed) await this.#reopen();
    return this.#level;
  }

  /** Whoever comes meanwhile waits for it; one that fails leaves the next one to try again. */
  #reopen(): Promise<void> {
    this.#reopening ??= this.#openAnew().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #openAnew(): Promise<void> {
    // First of all: while the disk is full, what can be read goes on being read.
    await checkRoom(this.#folder);
    await this.#garbage.settled();
    await this.#level.close();
    this.#level = await openLevel(this.#folder);
    this.#isBroken = false;
  }
}
