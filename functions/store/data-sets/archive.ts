import { promisify } from 'node:util';
import type { ZlibOptions } from 'node:zlib';
import { ArchiveGoneError } from '../errors.ts';
import { type SessionRecord, toLines, toRecords } from '../sessions/session-record.ts';
import type { Batches } from '../sessions/sessions.ts';
import type { Item } from '../table/keys.ts';
import { archiveKey, archivePartition, type DataSet, type Key } from '../table/keys.ts';
import { readPartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';

/** Where packed sessions are. */
export interface Archive {
  /** Numbered as data sets are. */
  archive: number;
  /** How many items there are; fewer means that the archive is being removed. */
  chunks: number;
}

// An item holds 400 KB; what does not get smaller at all must still fit.
const chunkBytes = 350_000;
const chunksAtOnce = 8;

// Loaded by who packs: getSessions never does.
const pack = async (text: string): Promise<Uint8Array> => {
  const { constants, gzip } = await import('node:zlib');
  return promisify<string, ZlibOptions, Buffer>(gzip)(text, { level: constants.Z_BEST_SPEED });
};
const unpack = async (data: Uint8Array): Promise<string> => {
  const { gunzip } = await import('node:zlib');
  return (await promisify<Uint8Array, Buffer>(gunzip)(data)).toString();
};

/**
 * Sessions packed into a few items: a tenth of the cost of keeping them one by one, and no index of them.
 */
export class ArchiveStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @returns how many chunks it took */
  async write(
    dataSet: DataSet,
    batches: Batches<SessionRecord>,
  ): Promise<{ chunks: number; sessions: number }> {
    let [chunks, sessions] = [0, 0];
    let waiting: (Item & Key)[] = [];
    const flush = async (): Promise<void> => {
      await Promise.all(waiting.map((item) => this.#table.put(item)));
      waiting = [];
    };
    for await (const text of inChunks(batches, (count) => (sessions += count))) {
      waiting.push({ ...archiveKey(dataSet, chunks++), data: await pack(text) });
      if (waiting.length === chunksAtOnce) await flush();
    }
    await flush();
    return { chunks, sessions };
  }

  /** @throws ArchiveGoneError where it is not whole any more */
  async *read(accountId: string, { archive, chunks }: Archive): AsyncGenerator<SessionRecord[]> {
    let read = 0;
    const partition = archivePartition({ accountId, epoch: archive });
    for await (const items of readPartition(this.#table, partition)) {
      for (const { data } of items) yield toRecords(await unpack(data as Uint8Array));
      read += items.length;
    }
    if (read < chunks) throw new ArchiveGoneError('The archive is being removed.');
  }
}

async function* inChunks(
  batches: Batches<SessionRecord>,
  onSessions: (count: number) => void,
): AsyncGenerator<string> {
  let texts: string[] = [];
  let bytes = 0;
  for await (const batch of batches) {
    onSessions(batch.length);
    for (const record of batch) {
      const text = toLines(record);
      const length = Buffer.byteLength(text);
      if (bytes + length > chunkBytes && texts.length > 0) {
        yield texts.join('');
        texts = [];
        bytes = 0;
      }
      texts.push(text);
      bytes += length;
    }
  }
  if (texts.length > 0) yield texts.join('');
}
