import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { control } from '../store/control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';

let table: SharedTable;
let instance: Instance;

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
