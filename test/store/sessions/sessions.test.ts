import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Layers } from '../../../functions/domain/layers.ts';
import type { Session } from '../../../functions/domain/session.ts';
import type { PackedEntry } from '../../../functions/domain/slices/slice-builder.ts';
import type { Window } from '../../../functions/domain/window.ts';
import type { StoredRow } from '../../../functions/store/sessions/session-item.ts';
import type { SessionStore } from '../../../functions/store/sessions/sessions.ts';
import { placeOf } from '../../../functions/store/sessions/stored-sessions.ts';
import { ManualTime, skippedTime, turn } from '../../support/manual-time.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { type Command, isBatchGet, isBatchWrite, type Output, readsIndex, type Send } from '../intercept.ts';

const start = Date.parse('2026-03-10T12:00:00.000Z');
const wide = { from: start - 86_400_000, to: start + 86_400_000 };

const sessionOf = (sessionId: string, change: Partial<Session> = {}): Session => ({
  sessionId,
  botId: 'st-1',
  channel: 'rtm',
  userId: 'u-1',
  startTime: start,
  endTime: start + 600_000,
  sessionLang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  tags: { userTags: [], sessionTags: [] },
  noOfMessagesExchanged: 2,
  noOfTasksExecuted: 1,
  containmentType: 'selfService',
  identities: [],
  ...change,
});
const many = (count: number): Session[] =>
  Array.from({ length: count }, (_, index) => sessionOf(`s${index}`, { startTime: start + index }));
const idsOf = (sessions: readonly { sessionId: string }[]): string[] =>
  sessions.map(({ sessionId }) => sessionId).sort();

/** All that the index knows of a bot's sessions within a window. */
async function indexOf(
  sessions: SessionStore,
  [{ name }]: Layers,
  botId: string,
  window: Window,
): Promise<PackedEntry[]> {
  const entries: PackedEntry[] = [];
  for await (const page of sessions.readIndex(name, botId, window)) entries.push(...page);
  return entries;
}

/** The rows of a layer that there are, by id. */
async function rowsOf(
  sessions: SessionStore,
  [{ name }]: Layers,
  ids: readonly string[],
): Promise<Map<string, StoredRow>> {
  const rows = await sessions.readRows(ids.map((sessionId) => ({ layer: name, sessionId })));
  return new Map(ids.flatMap((id, index) => (rows[index] ? [[id, rows[index]] as const] : [])));
}

/** Removes the sessions of a layer; returns whether the index shows none of them any more. */
async function deleteAll(sessions: SessionStore, dataSet: Layers): Promise<boolean> {
  let settled = true;
  for await (const records of sessions.readRecords(dataSet)) {
    settled = (await sessions.delete(dataSet, records.map(placeOf), lease)) && settled;
  }
  return settled;
}

/** Nobody reads these data sets meanwhile. */
const lease = {
  fencingToken: 1,
  widen: async () => {},
  checkHeld: () => {},
  signal: new AbortController().signal,
};

let table: SharedTable;
let plain: Instance;
let layers = 0;
/** A layer that no other test uses. */
const newDataSet = (): Layers => [{ name: `layer-${++layers}` }];

beforeAll(async () => {
  // What waits here waits for DynamoDB to catch up; these tests decide when it has.
  table = await startSharedTable(Date.now, { time: skippedTime() });
  plain = table.startInstance();
});
afterAll(() => table.close());

describe('sessions in the table', () => {
  test.each([0, 1, 25, 26, 100, 101, 230])('%d of them are written, indexed and read back', async (count) => {
    const dataSet = newDataSet();
    const { sessions } = plain.store;
    expect(await sessions.write(dataSet, many(count), lease)).toEqual({
      written: count,
      replaced: 0,
      settled: true,
    });

    const ids = idsOf(many(count));
    expect(idsOf(await indexOf(sessions, dataSet, 'st-1', wide))).toEqual(ids);
    expect([...(await rowsOf(sessions, dataSet, ids)).keys()].sort()).toEqual(ids);
    expect(idsOf((await sessions.find(dataSet, [...ids, 'unknown'])).map(({ entry }) => entry))).toEqual(ids);

    expect(await deleteAll(sessions, dataSet)).toBe(true);
    expect(await indexOf(sessions, dataSet, 'st-1', wide)).toEqual([]);
    expect(await sessions.find(dataSet, ids.slice(0, 100))).toEqual([]);
    expect(await deleteAll(sessions, dataSet)).toBe(true);
  });

  test('a session written again takes the place of the old one, in the index too', async () => {
    const dataSet = newDataSet();
    const { sessions } = plain.store;
    await sessions.write(dataSet, many(3), lease);
    const moved = sessionOf('s1', { botId: 'st-2', startTime: start + 500, userId: 'u-2' });
    expect(await sessions.write(dataSet, [moved, sessionOf('s9')], lease)).toEqual({
      written: 1,
      replaced: 1,
      settled: true,
    });
    expect(idsOf(await indexOf(sessions, dataSet, 'st-1', wide))).toEqual(['s0', 's2', 's9']);
    expect(await indexOf(sessions, dataSet, 'st-2', wide)).toMatchObject([
      { sessionId: 's1', startTime: start + 500, filter: expect.stringContaining(',u-2') },
    ]);
  });

  test('of several sessions with one id in a write the last is kept', async () => {
    const dataSet = newDataSet();
    const result = await plain.store.sessions.write(
      dataSet,
      [sessionOf('s1', { channel: 'sms', startTime: start + 1 }), sessionOf('s1', { channel: 'api' })],
      lease,
    );
    expect(result).toEqual({ written: 1, replaced: 0, settled: true });
    const rows = await rowsOf(plain.store.sessions, dataSet, ['s1']);
    expect(rows.get('s1')?.text).toContain('"channel":"api"');
  });

  test('data sets never see each other, nor do bots', async () => {
    const [mine, other] = [newDataSet(), newDataSet()];
    const nextEpoch = newDataSet();
    const { sessions } = plain.store;
    await sessions.write(mine, [sessionOf('s1', { channel: 'mine' })], lease);
    await sessions.write(other, [sessionOf('s1', { channel: 'other' })], lease);
    await sessions.write(nextEpoch, [sessionOf('s1', { channel: 'next' })], lease);
    await deleteAll(sessions, other);
    expect((await rowsOf(sessions, mine, ['s1'])).get('s1')?.text).toContain('"mine"');
    expect((await rowsOf(sessions, nextEpoch, ['s1'])).get('s1')?.text).toContain('"next"');
    expect(await indexOf(sessions, mine, 'st-1', wide)).toHaveLength(1);
    for (const other of ['st-', 'st-11', '1']) {
      expect(await indexOf(sessions, mine, other, wide)).toEqual([]);
    }
  });

  test('the index is read to both ends of the window, and not beyond', async () => {
    const dataSet = newDataSet();
    const { sessions } = plain.store;
    await sessions.write(dataSet, many(5), lease);
    const window = { from: start + 1, to: start + 3 };
    expect(idsOf(await indexOf(sessions, dataSet, 'st-1', window))).toEqual(['s1', 's2', 's3']);
  });

  test('an index of several pages is read to its end', async () => {
    const dataSet = newDataSet();
    const inSmallPages = table.startInstance((command, send) =>
      readsIndex(command) ? send(withInput(command, { Limit: 7 })) : send(command),
    );
    await plain.store.sessions.write(dataSet, many(30), lease);
    expect(idsOf(await indexOf(inSmallPages.store.sessions, dataSet, 'st-1', wide))).toEqual(idsOf(many(30)));
  });
});

/** The command with other input; what it does stays. */
function withInput(command: Command, input: Record<string, unknown>): Command {
  Object.assign(command.input, input);
  return command;
}

describe('what DynamoDB leaves undone', () => {
  /** Does only the first items of each batch, and hands the rest back, for so many calls. */
  function lazy(isBatch: (command: Command) => boolean, calls: number, perCall: number) {
    let left = calls;
    return async (command: Command, send: Send): Promise<Output> => {
      if (!isBatch(command) || left-- <= 0) return send(command);
      const requests = command.input['RequestItems'] as Record<string, unknown>;
      const batch = requests[tableName];
      if (Array.isArray(batch)) {
        const { output } = await partly(batch, (some) => ({ [tableName]: some }));
        return { ...output, UnprocessedItems: rest(batch, (some) => ({ [tableName]: some })) };
      }
      const { Keys, ...options } = batch as { Keys: unknown[] };
      const request = (some: unknown[]) => ({ [tableName]: { ...options, Keys: some } });
      const { output } = await partly(Keys, request);
      return { ...output, UnprocessedKeys: rest(Keys, request) };

      async function partly(all: unknown[], toRequests: (some: unknown[]) => object) {
        if (perCall === 0) return { output: {} };
        return {
          output: await send(withInput(command, { RequestItems: toRequests(all.slice(0, perCall)) })),
        };
      }
      function rest(all: unknown[], toRequests: (some: unknown[]) => object) {
        return all.length > perCall ? toRequests(all.slice(perCall)) : {};
      }
    };
  }

  test.each([
    ['none of each batch at first', 3, 0],
    ['a few of each batch', 5, 4],
    ['all but one of each batch', 4, 24],
  ])('is written later: %s', async (_what, calls, perCall) => {
    const dataSet = newDataSet();
    const instance = table.startInstance(lazy(isBatchWrite, calls, perCall));
    expect(await instance.store.sessions.write(dataSet, many(60), lease)).toEqual({
      written: 60,
      replaced: 0,
      settled: true,
    });
    expect(idsOf(await indexOf(plain.store.sessions, dataSet, 'st-1', wide))).toEqual(idsOf(many(60)));
    await deleteAll(table.startInstance(lazy(isBatchWrite, calls, perCall)).store.sessions, dataSet);
    expect(await indexOf(plain.store.sessions, dataSet, 'st-1', wide)).toEqual([]);
  });

  test.each([
    ['none of each batch at first', 3, 0],
    ['a few of each batch', 5, 30],
    ['all but one of each batch', 4, 99],
  ])('is read later: %s', async (_what, calls, perCall) => {
    const dataSet = newDataSet();
    await plain.store.sessions.write(dataSet, many(230), lease);
    const ids = idsOf(many(230));
    const read = (work: (instance: Instance) => Promise<unknown>) =>
      work(table.startInstance(lazy(isBatchGet, calls, perCall)));
    await read(async ({ store }) => {
      expect([...(await rowsOf(store.sessions, dataSet, ids)).keys()].sort()).toEqual(ids);
    });
    await read(async ({ store }) => {
      expect(idsOf((await store.sessions.find(dataSet, ids)).map(({ entry }) => entry))).toEqual(ids);
    });
  });

  test('is waited for by all batches at the same time: what one waits does not count for another', async () => {
    const dataSet = newDataSet();
    const time = new ManualTime(start);
    // The days that they are on are noted before, in a batch of one.
    const isOfRows = (command: Command): boolean => {
      const { [tableName]: batch } = (command.input['RequestItems'] ?? {}) as Record<string, unknown>;
      return Array.isArray(batch) && batch.length > 1;
    };
    const nothing = lazy(isOfRows, Number.POSITIVE_INFINITY, 0);
    let underWay = 0;
    const instance = table.startInstance(
      async (command, send) => {
        underWay++;
        const output = time.monotonic() < 5_000 ? nothing(command, send) : send(command);
        return output.finally(() => underWay--);
      },
      { time },
    );
    let isDone = false;
    const writing = instance.store.sessions.write(dataSet, many(200), lease).finally(() => {
      isDone = true;
    });
    const passing = (async () => {
      while (!isDone) await (underWay === 0 ? time.advance(50) : turn());
    })();
    expect(await writing).toMatchObject({ written: 200 });
    await passing;
  });

  test('for ever is an error, never a part of the rows', async () => {
    const dataSet = newDataSet();
    await plain.store.sessions.write(dataSet, many(3), lease);
    const stuck = table.startInstance(
      lazy((command) => isBatchGet(command) || isBatchWrite(command), 1e9, 0),
    );
    await expect(rowsOf(stuck.store.sessions, dataSet, ['s0', 's1'])).rejects.toThrow('unprocessed');
    expect(await stuck.store.sessions.write(dataSet, many(3), lease)).toMatchObject({
      stoppedAt: 0,
      throttled: { message: expect.stringContaining('unprocessed') },
      beyond: null,
    });
    await expect(deleteAll(stuck.store.sessions, dataSet)).rejects.toThrow('unprocessed');
  });
});

describe('an index that lags behind the table', () => {
  /** Shows the index as it was when the writing began, for so many looks. */
  function lagging(looks: number) {
    let left = looks;
    const before = new Map<string, Output>();
    return {
      remember: async (dataSet: Layers, botIds: string[]) => {
        const recorder = table.startInstance(async (command, send) => {
          const output = await send(command);
          if (readsIndex(command)) before.set(partitionOf(command), output);
          return output;
        });
        for (const botId of botIds) await indexOf(recorder.store.sessions, dataSet, botId, wide);
      },
      interceptor: async (command: Command, send: Send): Promise<Output> => {
        if (!readsIndex(command) || left-- <= 0) return send(command);
        return before.get(partitionOf(command)) ?? { Items: [] };
      },
      looksLeft: () => left,
    };
  }
  const partitionOf = (command: Command): string => {
    const values = command.input['ExpressionAttributeValues'] as Record<string, unknown>;
    return String(values[':bot']);
  };

  test.each([
    ['new sessions', [sessionOf('s8'), sessionOf('s9')]],
    ['a session that moves in time', [sessionOf('s1', { startTime: start + 5000 })]],
    ['a session that moves to another bot', [sessionOf('s1', { botId: 'st-2' })]],
    ['a session whose filters change', [sessionOf('s1', { startTime: start + 1, containmentType: 'agent' })]],
  ])('a write returns only once it shows %s', async (_what, change) => {
    const dataSet = newDataSet();
    await plain.store.sessions.write(dataSet, many(3), lease);
    const lag = lagging(4);
    await lag.remember(dataSet, ['st-1', 'st-2']);
    const instance = table.startInstance(lag.interceptor);
    expect(await instance.store.sessions.write(dataSet, change, lease)).toMatchObject({ settled: true });
    expect(lag.looksLeft()).toBeLessThanOrEqual(0);
  });

  test.each([
    ['earlier', sessionOf('s1', { startTime: start - 5000 })],
    ['later', sessionOf('s1', { startTime: start + 5000 })],
    ['on another bot', sessionOf('s1', { botId: 'st-2', startTime: start + 1 })],
  ])(
    'a write returns only once a session that now starts %s has left its old place',
    async (_what, moved) => {
      const dataSet = newDataSet();
      await plain.store.sessions.write(dataSet, many(3), lease);
      let old: unknown;
      const looking = table.startInstance(async (command, send) => {
        const output = await send(command);
        old = (output['Items'] as unknown[])[0];
        return output;
      });
      await indexOf(looking.store.sessions, dataSet, 'st-1', { from: start + 1, to: start + 1 });
      let left = 3;
      const instance = table.startInstance(async (command, send) => {
        const output = await send(command);
        if (!readsIndex(command) || !partitionOf(command).endsWith('st-1') || left-- <= 0) return output;
        return { ...output, Items: [...(output['Items'] as unknown[]), old] };
      });
      expect(await instance.store.sessions.write(dataSet, [moved], lease)).toEqual({
        written: 0,
        replaced: 1,
        settled: true,
      });
      expect(left).toBeLessThanOrEqual(0);
    },
  );

  test('for longer than the wait: the write says that it has not settled', async () => {
    const dataSet = newDataSet();
    const instance = table.startInstance(lagging(1e9).interceptor);
    expect(await instance.store.sessions.write(dataSet, many(2), lease)).toEqual({
      written: 2,
      replaced: 0,
      settled: false,
    });
    expect(idsOf(await indexOf(plain.store.sessions, dataSet, 'st-1', wide))).toEqual(['s0', 's1']);
  });

  test('a write of nothing needs no look at it', async () => {
    const lag = lagging(1e9);
    const instance = table.startInstance(lag.interceptor);
    expect(await instance.store.sessions.write(newDataSet(), [], lease)).toEqual({
      written: 0,
      replaced: 0,
      settled: true,
    });
  });
});
