import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemTime } from '../../functions/domain/time.ts';
import { answerWithinMs } from '../../functions/http/application.ts';
import { control } from '../store/control.ts';
import { type Instance, instanceOf, type SharedTable, startSharedTable } from '../store/instances.ts';

let table: SharedTable;
let instance: Instance;
let late: Promise<Response> | undefined;

beforeAll(async () => {
  table = await startSharedTable();
  instance = table.startInstance();
});

afterAll(() => table.close());

it('a body that ends late counts when it is there, and takes back nothing that was counted meanwhile', async () => {
  await control(instance, 'POST', '/accounts', {
    bots: [{ botId: 'st-1' }],
    apps: [{ kind: 'builder', clientId: 'cs-late', clientSecret: 'a secret that is late' }],
    rateLimit: { perMinute: 5, perHour: 100 },
  });
  const auth = await new SignJWT({ appId: 'cs-late' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('a secret that is late'));
  const path = '/api/public/bot/st-1/getSessions';
  const ask = async (): Promise<number> =>
    (await instance.request(path, { method: 'POST', headers: { auth } })).status;

  let end = (): void => undefined;
  const body = new ReadableStream({
    start: (stream) => {
      end = () => stream.close();
    },
  });
  const late = instance.request(path, {
    method: 'POST',
    headers: { auth, 'transfer-encoding': 'chunked' },
    body,
    ...{ duplex: 'half' },
  });
  for (let sent = 0; sent < 4; sent++) expect(await ask()).toBe(200);
  end();
  expect((await late).status).toBe(200);
  for (let sent = 0; sent < 5; sent++) expect(await ask()).toBe(429);
});

it('a body that has not come when an answer is due is the failure of its client, and in its journal', async () => {
  const account = { accountId: 'never', bots: [{ botId: 'st-never' }] };
  const clientSecret = 'a secret that never comes';
  const apps = [{ kind: 'builder', clientId: 'cs-never', clientSecret }];
  await control(instance, 'POST', '/accounts', { ...account, apps });
  const auth = await new SignJWT({ appId: 'cs-never' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clientSecret));
  let isDue = (): void => undefined;
  const after = (ms: number, call: () => void) => {
    if (ms === answerWithinMs) isDue = call;
    return () => undefined;
  };
  const waiting = instanceOf(instance.store, { ...systemTime, after });
  const pulled = new Promise<void>((resolve) => {
    const body = new ReadableStream({ pull: () => resolve() }, { highWaterMark: 0 });
    const headers = { auth, 'transfer-encoding': 'chunked' };
    const path = '/api/public/bot/st-never/getSessions';
    late = waiting.request(path, { method: 'POST', headers, body, ...{ duplex: 'half' } });
  });
  await pulled;
  isDue();
  const response = await late;
  expect([response?.status, response?.headers.get('x-emulator-reason')]).toEqual([
    400,
    expect.stringContaining('body_incomplete: The body did not arrive in time'),
  ]);
  expect(waiting.log).toMatchObject([{ status: 400, accountId: 'never' }]);
});
