import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, isCall, readsIndex, writesSessions } from '../intercept.ts';

const now = '2026-03-10T12:00:00.000Z';

let table: SharedTable;
let plain: Instance;
beforeAll(async () => {
  table = await startSharedTable();
  plain = table.startInstance();
});
afterAll(() => table.close());

/** An account that is always the same for its id: bots, app and a frozen clock. */
const createAccount = (accountId: string) =>
  control(plain, 'POST', '/accounts', {
    accountId,
    bots: [{ botId: 'st-1' }, { botId: 'st-2' }],
    apps: [{ kind: 'admin', clientId: `cs-${accountId}`, clientSecret: 'a secret', enforceJti: true }],
    clock: { mode: 'frozen', now },
  });
const removeAccount = (instance: Instance, accountId: string) =>
  control(instance, 'DELETE', `/accounts/${accountId}`);
const importInto = (instance: Instance, accountId: string, botId = 'st-1') =>
  control(instance, 'POST', `/accounts/${accountId}/sessions`, [
    { sessionId: 's1', botId, userId: 'u-1', start_time: '2026-03-10T11:00:00.000Z' },
  ]);

let tokens = 0;
function tokenFor(accountId: string, jti = `jti-${++tokens}`): Promise<string> {
  return new SignJWT({ appId: `cs-${accountId}`, jti })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Date.parse(now) / 1000 + 600)
    .sign(new TextEncoder().encode('a secret'));
}
async function ask(instance: Instance, auth: string): Promise<Response> {
  return instance.request('/api/public/getSessions', { method: 'POST', headers: { auth } });
}
async function answerTo(instance: Instance, accountId: string): Promise<unknown> {
  return (await ask(instance, await tokenFor(accountId))).json();
}
const nothing = { total: 0, moreAvailable: false, sessions: [] };

describe('an account removed and made anew under its id', () => {
  test('has none of the sessions', async () => {
    await createAccount('anew');
    await importInto(plain, 'anew');
    expect(await answerTo(plain, 'anew')).toMatchObject({ total: 1 });
    await removeAccount(plain, 'anew');
    await createAccount('anew');
    expect(await answerTo(plain, 'anew')).toEqual(nothing);
  });

  test('has none of the sessions that were still being written when it was removed', async () => {
    await createAccount('late');
    let first = true;
    const slow = table.startInstance(async (command, send) => {
      if (writesSessions(command) && first) {
        first = false;
        await removeAccount(plain, 'late');
        await createAccount('late');
      }
      return send(command);
    });
    await importInto(slow, 'late').catch(() => undefined);
    expect(await answerTo(plain, 'late')).toEqual(nothing);
  });

  test('has forgotten the token ids it has seen', async () => {
    await createAccount('replayed');
    const token = await tokenFor('replayed');
    expect((await ask(plain, token)).status).toBe(200);
    expect((await ask(plain, token)).status).toBe(401);
    await removeAccount(plain, 'replayed');
    await createAccount('replayed');
    expect((await ask(plain, token)).status).toBe(200);
  });
});

test('an account whose removal failed at any write is gone, and can be removed again and made anew', async () => {
  let at = 0;
  let failed: boolean;
  do {
    at++;
    const accountId = `removed-${at}`;
    await createAccount(accountId);
    await importInto(plain, accountId);
    let writes = 0;
    const failing = table.startInstance(async (command, send) => {
      const reading = isCall(command, 'Get') || isCall(command, 'Query');
      if (!reading && ++writes === at) throw new Error('connection lost');
      return send(command);
    });
    failed = await removeAccount(failing, accountId).then(
      () => false,
      () => true,
    );
    // The second write hides the account; where it failed, nothing has happened yet.
    if (at > 2) expect((await ask(plain, await tokenFor(accountId))).status, `write ${at}`).toBe(401);
    await removeAccount(plain, accountId);
    await createAccount(accountId);
    expect(await answerTo(plain, accountId), `write ${at}`).toEqual(nothing);
  } while (failed);
  expect(at).toBeGreaterThan(3);
});

test('a session that moves from one bot to another while both are read is listed once', async () => {
  await createAccount('moving');
  await importInto(plain, 'moving', 'st-1');
  let moved: () => void = () => {};
  const move = new Promise<void>((resolve) => {
    moved = resolve;
  });
  const botOf = (command: Command): string =>
    String((command.input['ExpressionAttributeValues'] as Record<string, unknown>)[':bot']);
  const reader = table.startInstance(async (command, send) => {
    if (!readsIndex(command)) return send(command);
    if (botOf(command).endsWith('st-2')) {
      await move;
      return send(command);
    }
    const before = await send(command);
    await importInto(plain, 'moving', 'st-2');
    moved();
    return before;
  });
  const response = await ask(reader, await tokenFor('moving'));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    total: 1,
    moreAvailable: false,
    sessions: [{ sessionId: 's1' }],
  });
});
