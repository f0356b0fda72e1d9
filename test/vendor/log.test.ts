import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const now = '2023-05-20T00:00:00.000Z';

let emulator: Emulator;

beforeAll(async () => {
  const instant = Date.now();
  emulator = await startEmulator({ systemNow: () => instant });
});

afterAll(() => emulator.close());

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${emulator.controlKey}` };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await emulator.request(`/_emulator/accounts${path}`, init);
  return (await response.json()) as T;
}

test('the log tells how many slices a request read; the journal keeps its shape', async () => {
  const { accountId } = await control<{ accountId: string }>('POST', '', {
    clock: { mode: 'frozen', now },
    bots: [{ botId: 'st-1' }],
    apps: [{ kind: 'builder', clientId: 'cs-log', clientSecret: 'the secret' }],
  });
  await control('POST', `/${accountId}/sessions`, [
    { sessionId: 's1', botId: 'st-1', userId: 'u-1', start_time: '2023-05-18T07:10:38.695Z' },
  ]);
  const auth = await new SignJWT({ appId: 'cs-log' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('the secret'));
  const body = JSON.stringify({ dateFrom: '2023-05-17', dateTo: '2023-05-19' });
  const ask = () =>
    emulator.request('/api/public/bot/st-1/getSessions', { method: 'POST', headers: { auth }, body });
  emulator.log.length = 0;
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);

  const [first, second] = emulator.log;
  // What was written last is in memory already.
  expect(first?.slicesRead).toBeGreaterThanOrEqual(1);
  expect(second?.slicesRead).toBe(0);
  expect(Object.keys(first?.dynamodb ?? {}).sort()).toEqual(['calls', 'readUnits', 'writeUnits']);
  const { requests } = await control<{ requests: Record<string, unknown>[] }>(
    'GET',
    `/${accountId}/requests`,
  );
  expect(requests).toHaveLength(2);
  for (const request of requests) {
    expect(request).not.toHaveProperty('slicesRead');
    expect(Object.keys(request['dynamodb'] ?? {}).sort()).toEqual(['calls', 'readUnits', 'writeUnits']);
  }
});

test('requests of one millisecond stay in the order they came', async () => {
  const { accountId } = await control<{ accountId: string }>('POST', '', {
    bots: [{ botId: 'st-order' }],
    apps: [{ kind: 'builder', clientId: 'cs-order', clientSecret: 'the secret' }],
  });
  const auth = await new SignJWT({ appId: 'cs-order' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('the secret'));
  const path = '/api/public/bot/st-order/getSessions';
  const names = Array.from({ length: 40 }, (_, index) => `?n=${index}`);
  await Promise.all(
    names.map((name) => emulator.request(path + name, { method: 'POST', headers: { auth } })),
  );
  const { requests } = await control<{ requests: { at: string; query: string }[] }>(
    'GET',
    `/${accountId}/requests`,
  );
  expect(new Set(requests.map(({ at }) => at)).size).toBe(1);
  expect(requests.map(({ query }) => query).reverse()).toEqual(names);
});
