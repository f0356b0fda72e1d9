import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemTime } from '../../../functions/domain/time.ts';
import { createDocumentClient, createStore } from '../../../functions/store/store.ts';
import { MemoryStorage } from '../../../infra/local/engine/storage/memory.ts';
import type { Storage } from '../../../infra/local/engine/storage/storage.ts';
import { watched } from '../../../infra/local/engine/storage/watched.ts';
import { type Engine, embeddedEngine } from '../../../infra/local/engine.ts';
import { readOptions } from '../../../infra/local/options.ts';
import { prepareAccount } from '../../../infra/local/prepare-account.ts';
import { serve } from '../../../infra/local/serve.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { askAll } from './support/ask.ts';
import type { StartLine } from './support/spawned.ts';

const said: string[] = [];
const disk = { isFull: false };
let engine: Engine;
let facts: StartLine;
let close: () => Promise<void>;

/** A storage that takes no more while the disk is full. */
function fillable(storage: Storage): Storage {
  return {
    getMany: (keys) => storage.getMany(keys),
    scan: (range, visit) => storage.scan(range, visit),
    close: () => storage.close(),
    write: async (writes) => {
      if (disk.isFull) throw new Error('No space left on device');
      await storage.write(writes);
    },
  };
}

beforeAll(async () => {
  const say = (line: string) => void said.push(line);
  const watch = {
    onFailure: (error: unknown) => say(`failing: ${error instanceof Error ? error.message : error}`),
    onRecovery: () => say('recovered'),
  };
  engine = await embeddedEngine(watched(fillable(new MemoryStorage()), watch), 'on a disk that fills');
  const client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, 'full');
  const store = createStore(client, 'full', { soleWriter: true, journal: { keepNewest: 100, gatherMs: 0 } });
  const options = readOptions(['--port', '0', '--empty'], 'start');
  if (!options) throw new Error('No help was asked for.');
  const { account } = await prepareAccount(store, options, say, systemTime);
  const server = await serve(store, engine, 'key', options, undefined, say, systemTime);
  const { accountId, bots, apps } = account;
  facts = {
    url: server.url,
    controlKey: 'key',
    account: { accountId, bots: [...bots.values()], apps: [...apps.values()] },
  };
  close = async () => {
    await server.close();
    await store.journal.settled();
    client.destroy();
    await engine.close();
  };
});
afterAll(() => close());

const row = (sessionId: string) => ({
  sessionId,
  botId: facts.account.bots[0]?.botId,
  userId: 'u-1',
  start_time: '2026-03-01T09:00:00.000Z',
});
const window = { dateFrom: '2026-03-01', dateTo: '2026-03-02' };

const add = (sessionId: string): Promise<Response> =>
  fetch(`${facts.url}/_emulator/accounts/demo/sessions`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify([row(sessionId)]),
  });
const ids = async (): Promise<unknown[]> =>
  (await askAll(facts, window)).sessions.map(({ sessionId }) => sessionId);

test('a full disk is told of once, refuses what needs it, keeps what was acknowledged, and goes on', async () => {
  expect((await add('before')).status).toBe(200);
  disk.isFull = true;
  said.length = 0;

  const refused = await add('refused');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'store_unavailable' });
  expect(await ids()).toEqual(['before']);
  expect((await add('refused')).status).toBe(503);

  // A limit of requests is counted in the table.
  disk.isFull = false;
  const limited = await fetch(`${facts.url}/_emulator/accounts/demo`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({ rateLimit: { perMinute: 100, perHour: 100 } }),
  });
  expect(limited.status).toBe(200);
  disk.isFull = true;
  await expect(askAll(facts, window)).rejects.toThrow('getSessions gave 500');

  disk.isFull = false;
  expect((await add('after')).status).toBe(200);
  expect(await ids()).toEqual(['before', 'after'].sort().reverse());
  await expect.poll(() => said.join('\n')).toMatch(/^500 POST .*store_unavailable: .*$/m);
  const notes = said.filter((line) => !/^\d{3} /.test(line));
  // Once for each time that it was full.
  expect(notes).toEqual([
    'failing: No space left on device',
    'recovered',
    'failing: No space left on device',
    'recovered',
  ]);
}, 60_000);
