import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedApis } from '../../../functions/apis.ts';
import { systemTime } from '../../../functions/domain/time.ts';
import { createDocumentClient, createStore } from '../../../functions/store/store.ts';
import { createVendorApp } from '../../../functions/vendor/app.ts';
import { emulatedApiPartitions } from '../../../infra/aws/constructs/functions/permissions.ts';
import { type Emulator, startEmulator, testTableName } from '../../support/emulator.ts';
import { toRequest } from '../../support/to-request.ts';

/** Calls of DynamoDB that change something, each with the partition that it names. */
const writes: { command: string; partition: unknown }[] = [];

let emulator: Emulator;
let ask: (path: string, init: RequestInit) => Promise<Response>;
let close: () => Promise<void>;
/** What is written after the answers. */
const pending: Promise<unknown>[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
  const client = createDocumentClient(emulator.engine.clientConfig);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const { Item } = args.input as { Item?: { pk?: unknown } };
        if (!/^(Get|BatchGet|Query|Scan)/.test(commandName)) {
          writes.push({ command: commandName, partition: Item?.pk });
        }
        return next(args);
      },
    // Before the document client has turned the item into DynamoDB's own form.
    { step: 'initialize', priority: 'high' },
  );
  const store = createStore(client, testTableName);
  const app = createVendorApp(emulatedApis(store), {
    store,
    time: systemTime,
    log: () => {},
    afterResponse: (work) => void pending.push(work),
  });
  ask = async (path, init) => app.fetch(toRequest(path, init));
  close = async () => {
    client.destroy();
    await emulator.close();
  };
});

afterAll(async () => {
  await close?.();
});

/** Calls the control API, which writes by a client of its own. */
async function control(method: string, path: string, body: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${emulator.controlKey}`, 'content-type': 'application/json' };
  const init = { method, headers, body: JSON.stringify(body) };
  const answer = await emulator.request(`/_emulator/accounts${path}`, init);
  expect(answer.ok).toBe(true);
  return answer.json();
}

test('all that the emulated API writes is what its role may put', async () => {
  const account = (await control('POST', '', {
    bots: [{ botId: 'st-1' }],
    apps: [{ kind: 'builder', enforceJti: true }],
    rateLimit: { perMinute: 2, perHour: 100 },
  })) as { accountId: string; apps: { clientId: string; clientSecret: string }[] };
  const { clientId = '', clientSecret = '' } = account.apps[0] ?? {};
  await control('PUT', `/${account.accountId}/faults`, [
    { after: 1, times: 1, effect: { error: 'internal' } },
  ]);

  const statuses: number[] = [];
  for (let sent = 0; sent < 4; sent += 1) {
    const auth = await new SignJWT({ appId: clientId, jti: `token ${sent}` })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1 minute')
      .sign(new TextEncoder().encode(clientSecret));
    const path = '/api/public/bot/st-1/getSessions';
    statuses.push((await ask(path, { method: 'POST', headers: { auth }, body: '{}' })).status);
  }
  await Promise.all(pending);

  // Found, the fault that was asked for, found, more than the limit.
  expect(statuses).toEqual([200, 500, 200, 429]);
  const kinds = writes.map(({ command, partition }) => `${command} ${String(partition).split('#')[0]}#*`);
  expect(new Set(kinds)).toEqual(new Set(emulatedApiPartitions.map((kind) => `PutItemCommand ${kind}`)));
});
