import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createControlApp } from '../../../functions/control/application.ts';
import type { Time } from '../../../functions/domain/time.ts';
import { createStore } from '../../../functions/store/store.ts';
import { controlKey, type SharedTable, startSharedTable, tableName } from '../../store/instances.ts';
import { type Command, intercept, isBatchWrite, writesSessions } from '../../store/intercept.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { isThorough } from '../../support/thorough.ts';
import { toRequest } from '../../support/to-request.ts';
import { done } from './support.ts';

const longestWorkMs = 20_000;
const answerWithinMs = 27_000;
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `s${from + index}`,
    botId: 'st-1',
    userId: 'u-1',
    start_time: new Date(Date.parse('2026-03-10T12:00:00Z') + (from + index) * 1000).toISOString(),
  }));

let table: SharedTable;
let elapsed = 0;
/** What a write of a batch takes. */
let batchMs = 0;
let isThrottled = (_batch: Command): boolean => false;
/** Whether the time for an answer is over once something is written. */
let isLate = false;
let endOfTime = (): void => {};
let accounts = 0;

const time: Time = {
  ...hurriedTime(),
  monotonic: () => elapsed,
  sleep: async (ms) => {
    elapsed += ms;
  },
  after: (ms, call) => {
    if (ms === answerWithinMs) endOfTime = call;
    return () => undefined;
  },
};

const later: Promise<unknown>[] = [];

function startEmulator() {
  const client = intercept(table.client, async (command, send) => {
    if (!isBatchWrite(command)) return send(command);
    elapsed += batchMs;
    if (isLate) endOfTime();
    if (isThrottled(command)) {
      throw Object.assign(new Error('Rate exceeded'), {
        name: 'ThrottlingException',
        $metadata: {},
        throttlingReasons: [{ reason: 'TableWriteMaxOnDemandThroughputExceeded' }],
      });
    }
    return send(command);
  });
  const app = createControlApp({
    store: createStore(client, tableName, { time }),
    apis: [],
    controlKey: async () => [controlKey],
    engine: 'test',
    canDropConnections: false,
    time,
    afterResponse: (work) => void later.push(work),
    longestWorkMs,
    answerWithinMs,
    onError: () => undefined,
  });
  return { request: async (path: string, init?: RequestInit) => app.fetch(toRequest(path, init)) };
}

beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  [elapsed, batchMs, isLate] = [0, 0, false];
  isThrottled = () => false;
});

async function makeAccount(emulator: ReturnType<typeof startEmulator>): Promise<string> {
  const accountId = `acc-long-${++accounts}`;
  await done(emulator, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }] });
  return `/accounts/${accountId}`;
}

interface Imported {
  written: number;
  replaced: number;
  rejected: { index: number }[];
  next?: number;
}

describe('an import that the time of a call is not enough for', () => {
  test('stops with what is written, and names the row to go on from', async () => {
    const emulator = startEmulator();
    const path = await makeAccount(emulator);
    const sent = [{ sessionId: 'bad' }, ...rows(1_200), { sessionId: 'bad too' }];
    batchMs = 1_000;

    const first = await done<Imported>(emulator, 'POST', `${path}/sessions`, sent);
    batchMs = 0;
    const second = await done<Imported>(emulator, 'POST', `${path}/sessions`, sent.slice(first.next));

    expect(first).toMatchObject({ written: 500, replaced: 0, next: 501, rejected: [{ index: 0 }] });
    expect(second).toMatchObject({ written: 700, replaced: 0, rejected: [{ index: 700 }] });
    expect(second).not.toHaveProperty('next');
  });

  test('answers with what came through where the rest is throttled', async () => {
    const emulator = startEmulator();
    const path = await makeAccount(emulator);
    let batches = 0;
    isThrottled = (batch) => {
      if (writesSessions(batch)) batches++;
      return batches > 20;
    };

    const imported = await done<Imported>(emulator, 'POST', `${path}/sessions`, rows(1_200));

    expect(imported).toMatchObject({ written: 500, settled: false, next: 500 });
    expect(elapsed).toBeLessThan(answerWithinMs);
  });

  test.each([0, 10, 33])('knows how many sessions there are: throttled after %s batches', async (most) => {
    const emulator = startEmulator();
    const path = await makeAccount(emulator);
    await done(emulator, 'POST', `${path}/sessions`, rows(7));
    let batches = 0;
    isThrottled = (batch) => writesSessions(batch) && ++batches > most;
    await done(emulator, 'POST', `${path}/sessions`, rows(1_200)).catch(() => undefined);
    isThrottled = () => false;

    const kept = await done<{ sessions: number }>(emulator, 'PUT', `${path}/snapshots/kept`);
    const removed = await done<{ deleted: number }>(emulator, 'DELETE', `${path}/sessions?botId=st-1`);
    // All of the first part, and some of one that was given up.
    expect(kept.sessions).toBe(Math.max(7, 25 * most));
    expect(removed.deleted).toBe(kept.sessions);
    expect(await done(emulator, 'PUT', `${path}/snapshots/kept`)).toMatchObject({ sessions: 0 });
  });

  test('answers so where the days of the rest cannot be noted', async () => {
    const emulator = startEmulator();
    const path = await makeAccount(emulator);
    let notes = 0;
    isThrottled = (batch) => !writesSessions(batch) && ++notes > 1;
    const secondsToMidnight = 43_200;

    const sent = rows(1_200, secondsToMidnight - 500);
    const imported = await done<Imported>(emulator, 'POST', `${path}/sessions`, sent);

    expect(imported).toMatchObject({ written: 500, next: 500 });
    expect(elapsed).toBeGreaterThan(longestWorkMs);
    expect(elapsed).toBeLessThan(answerWithinMs);
  });

  test('that is throttled from the first row on is refused, and told by what', async () => {
    const emulator = startEmulator();
    const path = await makeAccount(emulator);
    isThrottled = () => true;

    const imported = done(emulator, 'POST', `${path}/sessions`, rows(10));

    await expect(imported).rejects.toThrow(/503.*store_unavailable.*table's cap on write units/);
    expect(elapsed).toBeGreaterThan(longestWorkMs);
    expect(elapsed).toBeLessThan(answerWithinMs);
  });
});

test('a generation that the time of a call is not enough for goes on at its next, to the truth of all', async () => {
  interface Made {
    written: number;
    next?: number;
    truth: { total: number };
  }
  const emulator = startEmulator();
  const path = `${await makeAccount(emulator)}/sessions/generate`;
  const args = { count: 900, from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  batchMs = 1_000;

  const first = await done<Made>(emulator, 'POST', path, args);
  batchMs = 0;
  const second = await done<Made>(emulator, 'POST', path, { ...args, offset: first.next });

  expect(first).toMatchObject({ written: 500, next: 500, truth: { total: 500 } });
  expect(second).toMatchObject({ written: 400, truth: { total: 900 } });
  expect(second).not.toHaveProperty('next');
});

test('a call whose answer is not ready after 27 s says so, and what it does is not forgotten', async () => {
  const emulator = startEmulator();
  const path = await makeAccount(emulator);
  isLate = true;
  const before = later.length;

  const imported = done(emulator, 'POST', `${path}/sessions`, rows(10));

  await expect(imported).rejects.toThrow(/503.*deadline_exceeded.*within 27 s/);
  expect(later.length).toBe(before + 1);
  expect(await later.at(-1)).toMatchObject({ status: 200 });
});

test('a seed that the time of a call may not be enough for is refused with what to do, and nothing is made', async () => {
  const emulator = startEmulator();
  const seed = { count: 15_001 };
  const account = { accountId: 'acc-large-seed', bots: [{ botId: 'st-1' }], seed };

  const made = done(emulator, 'POST', '/accounts', account);

  await expect(made).rejects.toThrow(/400.*too_many_sessions.*15001.*generate them in parts.*from/s);
  await expect(done(emulator, 'GET', '/accounts/acc-large-seed')).rejects.toThrow('404');
});

test.runIf(isThorough)('where the time of a call is not limited a seed has as many as it says', async () => {
  const { request } = table.startInstance();
  const seed = { count: 15_001, from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  const account = { accountId: 'acc-laptop', bots: [{ botId: 'st-1' }], seed };

  const made = await done<{ seed: object }>({ request }, 'POST', '/accounts', account);

  expect(made.seed).toMatchObject({ written: 15_001, settled: true, truth: { total: 15_001 } });
  const summary = await done<object>({ request }, 'GET', '/accounts/acc-laptop/sessions/summary');
  expect(summary).toMatchObject({ total: 15_001 });
});
