import { describe, expect, it } from 'vitest';
import { found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { problem } from './support/problem.ts';

const emulator = useEmulator();
const settings = JSON.stringify({ settings: { exactlySevenDays: 'refuse' } });

describe('X-HTTP-Method-Override, of a client that cannot send PATCH', () => {
  const send = (path: string, override: string, init: RequestInit = {}) =>
    emulator.request(`/_emulator/accounts${path}`, {
      method: 'POST',
      ...init,
      headers: {
        authorization: `Bearer ${emulator.controlKey}`,
        'content-type': 'application/json',
        'x-http-method-override': override,
        ...init.headers,
      },
    });

  it.each(['PATCH', 'patch', ' PATCH '])(
    '[emulator] %j makes a POST the PATCH that it means',
    async (override) => {
      const { accountId } = await emulator.createAccount();
      const response = await send(`/${accountId}`, override, { body: settings });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ settings: { exactlySevenDays: 'refuse' } });
    },
  );

  it('[emulator] PATCH where there is none: 405, and POST is not done instead', async () => {
    const response = await send('', 'PATCH', { body: '{"accountId":"by-override"}' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await readAnswer(response)).toEqual(problem(405, 'method_not_allowed'));
    expect((await emulator.control('GET', '/accounts/by-override')).status).toBe(404);
  });

  it.each(['DELETE', 'PUT', 'GET', 'PATCH, POST', 'nonsense'])(
    '[emulator] any other, such as %j: 400, and nothing is done',
    async (override) => {
      const account = await emulator.createAccount();
      for (const path of [`/${account.accountId}`, `/${account.accountId}/reset`, '']) {
        const answer = await readAnswer(await send(path, override, { body: '{}' }));
        expect(answer).toEqual(problem(400, 'invalid_request'));
      }
      expect(await account.ask()).toEqual(found([]));
    },
  );

  it('[emulator] POST is what it is', async () => {
    const response = await send('', 'POST', { body: '{}' });
    expect(response.status).toBe(201);
    const { accountId } = (await response.json()) as { accountId: string };
    await emulator.control('DELETE', `/accounts/${accountId}`);
  });

  it('[emulator] with another method than POST it means nothing', async () => {
    const { accountId } = await emulator.createAccount();
    for (const method of ['GET', 'DELETE']) {
      const response = await send(`/${accountId}`, 'PATCH', { method });
      expect(response.status).toBe(method === 'GET' ? 200 : 204);
    }
  });

  it('[emulator] does not spare the key', async () => {
    for (const override of ['PATCH', 'DELETE']) {
      const init = { body: settings, headers: { authorization: 'Bearer wrong' } };
      expect(await readAnswer(await send('/acc-none', override, init))).toEqual(problem(401, 'unauthorized'));
    }
  });
});
