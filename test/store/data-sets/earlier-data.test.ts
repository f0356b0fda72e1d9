import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { SignJWT } from 'jose';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../../functions/domain/generator/generate.ts';
import type { Session } from '../../../functions/domain/session.ts';
import { toSessionRecord } from '../../../functions/store/sessions/session-item.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { atCutOffs } from '../cut-offs.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { isRead } from '../intercept.ts';

/*
 * A table as it was written before there were layers: an account whose sessions are in a data set, with a snapshot in
 * an archive and a seed that is made again, or is in an archive too. The items are written here as they were then.
 */

const start = Date.parse('2026-03-10T12:00:00.000Z');
const [accountId, born, epoch] = ['acc-earlier', 500_000, 500_003];
const digits = (number: number): string => number.toString(36);
const life = `${accountId}#${digits(born)}`;
const args = generatorSchema.parse({
  seed: 'earlier',
  bots: ['st-1', 'st-2'],
  count: 40,
  from: start - 3 * 86_400_000,
  to: start,
});
const { sessions } = generateSessions(args);

let now = start;
let table: SharedTable;
let here: Instance;
let there: Instance;

beforeEach(async () => {
  await table?.close();
  now = start;
  table = await startSharedTable(() => now, { time: hurriedTime(() => now) });
  here = table.startInstance();
  there = table.startInstance();
});
afterAll(() => table.close());

type Item = Record<string, unknown>;

function sessionItem(session: Session): Item {
  const { sessionId, botId, start, filter, row } = toSessionRecord(session);
  const name = createHash('sha256')
    .update(`${accountId}#${digits(epoch)}`)
    .digest('base64url')
    .slice(0, 11);
  return {
    pk: `S#${name}`,
    sk: sessionId,
    botId: `${accountId}#${digits(epoch)}#${botId}`,
    start_time: start,
    f: filter,
    row,
  };
}

const chunkOf = (packed: readonly Session[]): Buffer =>
  gzipSync(
    packed
      .map((session) => toSessionRecord(session))
      .map((each) => `${each.sessionId}\n${each.botId}\n${each.start}\n${each.filter}\n${each.row}\n`)
      .join(''),
  );

const archive = (number: number, chunks: readonly (readonly Session[])[]): Item[] =>
  chunks.map((packed, index) => ({
    pk: `ARCHIVE#${accountId}#${digits(number)}`,
    sk: String(index).padStart(8, '0'),
    data: chunkOf(packed),
  }));

const clock = { mode: 'frozen', now: start };
const [snapshotArchive, originArchive] = [500_004, 500_001];

/** The account with the 40 sessions, a snapshot of the first 30 of them, and what it began with. */
async function writeEarlier(origin: Item): Promise<void> {
  const app = {
    kind: 'admin',
    clientId: 'cs-earlier',
    clientSecret: 'earlier-secret',
    name: 'Admin',
    algorithms: ['HS256'],
    enforceJti: false,
    enforceJwe: false,
    scopes: ['bot_sessions:read'],
  };
  const items: Item[] = [
    {
      pk: `ACCOUNT#${accountId}`,
      sk: 'HEAD',
      accountId,
      born,
      createdAt: start,
      clock,
      settings: { journal: false },
      rateLimit: null,
      epoch,
      lastEpoch: 500_004,
      configRevision: 7,
    },
    ...['st-1', 'st-2'].map((botId, position) => ({
      pk: `ACCOUNT#${accountId}`,
      sk: `bot#${digits(born)}#${botId}`,
      born,
      bot: { botId, name: botId },
      position,
    })),
    { pk: `ACCOUNT#${accountId}`, sk: `app#${digits(born)}#cs-earlier`, born, app, position: 0 },
    { pk: 'CLIENT#cs-earlier', sk: 'CLIENT', accountId, born, claimedAt: start },
    { pk: 'ACCOUNTS', sk: life, accountId, born, createdAt: start },
    { pk: `ORIGIN#${life}`, sk: 'ORIGIN', clock, ...origin },
    {
      pk: `SNAPSHOTS#${life}`,
      sk: 'kept',
      name: 'kept',
      createdAt: start,
      archive: snapshotArchive,
      chunks: 3,
      sessions: 30,
      clock,
      faults: null,
    },
    ...archive(snapshotArchive, [sessions.slice(0, 10), sessions.slice(10, 20), sessions.slice(20, 30)]),
    ...sessions.map(sessionItem),
  ];
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
  }
}

const made = { args: JSON.stringify(args) };
const path = `/accounts/${accountId}`;

async function ask(instance: Instance, body: unknown = {}): Promise<{ total: number; sessions: unknown[] }> {
  const token = await new SignJWT({ appId: 'cs-earlier' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('earlier-secret'));
  const response = await instance.request('/api/public/getSessions', {
    method: 'POST',
    headers: { auth: token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { total: number; sessions: unknown[] };
}

async function totals(): Promise<number[]> {
  const asked = await Promise.all([here, there].map((instance) => ask(instance, { limit: 100 })));
  for (const { total, sessions: rows } of asked) expect(rows).toHaveLength(total);
  return asked.map(({ total }) => total);
}

async function sweep(ms: number): Promise<void> {
  now += ms;
  const { removals } = here.store;
  await removals.sweep(now, removals.budget({ items: Number.MAX_SAFE_INTEGER, ms: 60_000 }));
}

async function keysLike(pattern: RegExp): Promise<string[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
  return Items.map(({ pk, sk }) => `${pk}/${sk}`).filter((key) => pattern.test(key));
}

const newRow = { sessionId: 'new', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T11:00:00.000Z' };

describe('an account from before there were layers', () => {
  test('is read and written where it is', async () => {
    await writeEarlier(made);
    expect(await totals()).toEqual([40, 40]);
    const [first] = sessions;
    expect((await ask(here, { sessionId: [first?.sessionId, 'unknown'] })).total).toBe(1);
    const moved = { ...newRow, sessionId: first?.sessionId, botId: 'st-2' };
    expect(await control(here, 'POST', `${path}/sessions`, [newRow, moved])).toMatchObject({
      written: 1,
      replaced: 1,
    });
    expect(await totals()).toEqual([41, 41]);
    await control(here, 'DELETE', `${path}/sessions?botId=st-2`);
    const left = sessions.filter(
      ({ botId, sessionId }) => botId === 'st-1' && sessionId !== first?.sessionId,
    );
    expect(await totals()).toEqual([left.length + 1, left.length + 1]);
    // Nobody has counted its sessions.
    expect(await control(here, 'DELETE', `${path}/sessions`)).toEqual({ deleted: null, settled: true });
    expect(await totals()).toEqual([0, 0]);
  });

  test('can be kept, changed, taken back and copied; nothing of it is written again', async () => {
    await writeEarlier(made);
    expect(await control(here, 'PUT', `${path}/snapshots/all`)).toMatchObject({ sessions: null });
    await control(there, 'POST', `${path}/sessions`, [
      newRow,
      { ...newRow, sessionId: sessions[3]?.sessionId },
    ]);
    await control(here, 'DELETE', `${path}/sessions?sessionId=${sessions[0]?.sessionId}`);
    expect(await totals()).toEqual([40, 40]);
    await control(here, 'POST', `${path}/snapshots/all/restore`);
    expect(await totals()).toEqual([40, 40]);
    await control(here, 'POST', '/accounts', { accountId: 'copy', from: { accountId, snapshot: 'all' } });
    await sweep(2 * 3_600_000);
    expect(await keysLike(/^S#/)).toHaveLength(40);
    await control(here, 'DELETE', path);
    await sweep(61_000);
    expect(await control(there, 'POST', '/accounts/copy/reset')).toMatchObject({ written: null });
    await control(here, 'DELETE', '/accounts/copy');
    await sweep(61_000);
    await sweep(61_000);
    expect(await keysLike(/^(?!DEPLOYMENT)/)).toEqual([]);
  });

  test.each([
    ['that is made again', made, [], 40],
    [
      'in an archive',
      { archive: originArchive, chunks: 2 },
      archive(originArchive, [sessions.slice(0, 5), sessions.slice(5, 12)]),
      12,
    ],
    ['of nothing', {}, [], 0],
  ])('is reset to a seed %s', async (_what, origin, items, count) => {
    await writeEarlier(origin);
    if (items.length > 0) {
      const puts = items.map((Item) => ({ PutRequest: { Item } }));
      await table.client.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    }
    await control(here, 'POST', `${path}/sessions`, [newRow]);
    expect(await control(there, 'POST', `${path}/reset`)).toMatchObject({ written: count });
    expect(await totals()).toEqual([count, count]);
    expect(await control(here, 'POST', `${path}/reset`)).toMatchObject({ written: count });
    await sweep(2 * 3_600_000);
    expect(await totals()).toEqual([count, count]);
    await control(here, 'DELETE', path);
    await sweep(61_000);
    expect(await keysLike(/^(?!DEPLOYMENT)/)).toEqual([]);
  });
});

describe('a snapshot in an archive', () => {
  test('is brought over the first time that it is used, and the archive goes', async () => {
    await writeEarlier(made);
    expect(await control(here, 'GET', `${path}/snapshots`)).toMatchObject({
      snapshots: [{ name: 'kept', sessions: 30 }],
    });
    expect(await control(here, 'POST', `${path}/snapshots/kept/restore`)).toMatchObject({ written: 30 });
    expect(await totals()).toEqual([30, 30]);
    await sweep(61_000);
    expect(await keysLike(/^ARCHIVE#/)).toEqual([]);
    await control(there, 'POST', `${path}/sessions`, [newRow]);
    await control(here, 'POST', '/accounts', { accountId: 'copy', from: { accountId, snapshot: 'kept' } });
    expect(await control(there, 'POST', `${path}/snapshots/kept/restore`)).toMatchObject({ written: 30 });
    expect(await totals()).toEqual([30, 30]);
    await control(here, 'DELETE', `${path}/snapshots/kept`);
    expect(await control(here, 'POST', '/accounts/copy/reset')).toMatchObject({ written: 30 });
    await control(here, 'DELETE', '/accounts/copy');
    await control(here, 'DELETE', path);
    await sweep(61_000);
    await sweep(61_000);
    expect(await keysLike(/^(?!DEPLOYMENT)/)).toEqual([]);
  });

  test('is brought over whole, whenever that is cut off', async () => {
    await atCutOffs(4, async (after) => {
      await table.close();
      table = await startSharedTable(() => now, { time: hurriedTime(() => now) });
      [here, there] = [table.startInstance(), table.startInstance()];
      await writeEarlier(made);
      let writes = 0;
      const dying = table.startInstance(async (command, send) => {
        if (!isRead(command) && ++writes > after) throw new Error('killed');
        return send(command);
      });
      await control(dying, 'POST', `${path}/snapshots/kept/restore`).catch(() => undefined);
      await table.settled();
      expect(await control(here, 'POST', `${path}/snapshots/kept/restore`)).toMatchObject({ written: 30 });
      expect(await totals()).toEqual([30, 30]);
      await control(here, 'DELETE', path);
      await sweep(2 * 3_600_000);
      await sweep(61_000);
      expect(await keysLike(/^(?!DEPLOYMENT)/), `after ${after}`).toEqual([]);
      return { wasCutOff: writes > after, writes };
    });
  }, 120_000);

  test.each(['removed', 'replaced'])('that is %s before it is used leaves nothing', async (what) => {
    await writeEarlier(made);
    await control(here, what === 'removed' ? 'DELETE' : 'PUT', `${path}/snapshots/kept`);
    await sweep(61_000);
    expect(await keysLike(/^ARCHIVE#/)).toEqual([]);
    expect(await totals()).toEqual([40, 40]);
  });
});
