import { promisify } from 'node:util';
import type { GeneratorArguments } from '../../domain/generator/arguments.ts';
import type { Time } from '../../domain/time.ts';
import { DataGoneError, StillBeingBroughtOverError } from '../errors.ts';
import { newLayerName, toLayersText } from '../head/layers-text.ts';
import type { SettlesAt } from '../head/settle.ts';
import type { LayerUsers } from '../removals/layer-users.ts';
import { graceMs, type RemovalEntries } from '../removals/removal-entries.ts';
import { recordBatches } from '../sessions/session-item.ts';
import type { SessionRecord } from '../sessions/session-record.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import { Budget } from '../table/budget.ts';
import { type AccountLife, archivePartition, type Item, type Key, lifeOf } from '../table/keys.ts';
import { readPartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { EarlierData } from './kept-states.ts';

/** Who uses earlier sessions: its item, by what it holds their layer, and what its item has to say of that. */
export interface EarlierUse {
  key: Key;
  user: string;
  attributes: Item;
}

/** Sessions, and by what those that come after them are found. */
interface Part {
  records: readonly SessionRecord[];
  done: string;
}

/** What the bringing over is made of. */
export interface BringOverParts {
  table: Table;
  sessions: SessionStore;
  users: LayerUsers;
  entries: RemovalEntries;
  settlesAt: SettlesAt;
  time: Time;
}

const takeBackLimits = { items: Number.POSITIVE_INFINITY, ms: 10_000 };

/** Brings sessions that were kept before there were layers into a layer, the first time that they are used. */
export class BringOver {
  readonly #parts: BringOverParts;

  constructor(parts: BringOverParts) {
    this.#parts = parts;
  }

  /**
   * @param now the machine's, Unix ms
   * @param longestMs after so long it stops; who asks again goes on from there
   * @throws DataGoneError where the sessions are being removed
   * @throws StillBeingBroughtOverError
   */
  async run(
    life: AccountLife,
    earlier: EarlierData,
    { key, user, attributes }: EarlierUse,
    now: number,
    longestMs = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { table, sessions: stored, users, entries, settlesAt, time } = this.#parts;
    const until = time.monotonic() + longestMs;
    await table.change(
      key,
      { set: { into: newLayerName(), done: '' } },
      { into: undefined, layers: undefined },
    );
    const item = ((await table.get(key)) ?? {}) as Progress;
    const { into, done = '' } = item;
    // An earlier version that has begun with it has not counted.
    let brought = done === '' ? 0 : (item.brought ?? null);
    // Another has brought it over meanwhile.
    if (into === null) return;
    if (into === undefined) throw new DataGoneError();
    let isSettled = true;
    for await (const part of 'args' in earlier ? made(earlier, done) : unpacked(table, life, earlier, done)) {
      isSettled = (await stored.fill(into, [part.records])).settled && isSettled;
      brought = brought === null ? null : brought + part.records.length;
      if (!(await table.change(key, { set: { done: part.done, brought } }, { into })))
        throw new DataGoneError();
      if (time.monotonic() > until) throw new StillBeingBroughtOverError();
    }
    await users.freeze({ layer: into }, [user]);
    const layers = toLayersText([{ name: into, revision: 0, settlesAt: settlesAt(isSettled) }]);
    // Noted before it is done: what is still in use when its time has come is left alone.
    if ('archive' in earlier) {
      const entry = { ...lifeOf(life), what: 'archive' as const, epoch: earlier.archive, due: now + graceMs };
      await entries.plan('REMOVALS', [entry]);
    }
    const sessions = brought ?? item.sessions ?? null;
    const after = { ...attributes, layers, sessions, into: null, args: null, archive: null };
    if (!(await table.change(key, { set: after }, { into }))) {
      const now = await table.get(key);
      if (now?.['layers'] !== layers) await users.letGo(into, user, new Budget(takeBackLimits, time));
    }
  }
}

/** What is noted of it at the item of the state that is brought over. */
interface Progress {
  into?: string | null;
  done?: string;
  brought?: number | null;
  sessions?: number | null;
}

/** @param done how many of them have been brought over */
async function* made({ args }: { args: GeneratorArguments }, done: string): AsyncGenerator<Part> {
  // With all that makes sessions up: getSessions never does.
  const { generate } = await import('../../domain/generator/generate.ts');
  let count = 0;
  for await (const records of recordBatches(generate(args))) {
    count += records.length;
    if (count > Number(done)) yield { records, done: String(count) };
  }
}

// Loaded where there is something to unpack: getSessions never has.
async function unpack(data: Uint8Array): Promise<string> {
  const { gunzip } = await import('node:zlib');
  return (await promisify<Uint8Array, Buffer>(gunzip)(data)).toString();
}

/** @param done the sort key of the last chunk that has been brought over */
async function* unpacked(
  table: Table,
  { accountId }: AccountLife,
  { archive, chunks }: { archive: number; chunks: number },
  done: string,
): AsyncGenerator<Part> {
  let read = done === '' ? 0 : Number(done) + 1;
  const partition = archivePartition({ accountId, epoch: archive });
  for await (const items of readPartition(table, partition, undefined, { after: done || undefined })) {
    for (const { sk, data } of items) {
      yield { records: toRecords(await unpack(data as Uint8Array)), done: String(sk) };
      read++;
    }
  }
  if (read < chunks) throw new DataGoneError();
}

/** The records of a packed text: a line for each part, of which none can hold a line break. */
function toRecords(text: string): SessionRecord[] {
  const lines = text.split('\n');
  const records: SessionRecord[] = [];
  for (let at = 0; at + 5 < lines.length; at += 5) {
    const [sessionId = '', botId = '', start = '', filter = '', row = ''] = lines.slice(at, at + 5);
    records.push({ sessionId, botId, start, filter, row });
  }
  return records;
}
