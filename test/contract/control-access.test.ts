import { describe, expect, it } from 'vitest';
import { found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { problem } from './support/problem.ts';

const emulator = useEmulator();
const { stringify } = JSON;

describe('health', () => {
  it('[emulator] needs no key; says version, engine, and that it is ready', async () => {
    const response = await emulator.request('/_emulator/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      engine: expect.stringMatching(/./),
      ready: true,
    });
  });
});

describe('the control key', () => {
  const refusal = problem(401, 'unauthorized');
  const paths = ['/accounts', '/accounts/acc-none', '/accounts/acc-none/sessions', '/nonsense', ''];

  it.each(paths)('[emulator] missing: 401 on %s, whatever the method', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(await readAnswer(await emulator.request(`/_emulator${path}`, { method }))).toEqual(refusal);
    }
  });

  it('[emulator] wrong: 401, also for an account that exists, and nothing is done', async () => {
    const account = await emulator.createAccount();
    const key = emulator.controlKey;
    const wrong = [
      'Bearer',
      'Bearer ',
      'Bearer wrong',
      `Bearer ${key}x`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer x${key}`,
      `Basic ${Buffer.from(`:${key}`).toString('base64')}`,
      key,
    ];
    for (const authorization of wrong) {
      const init = { method: 'DELETE', headers: { authorization } };
      const response = await emulator.request(`/_emulator/accounts/${account.accountId}`, init);
      expect(response.headers.get('x-emulator-reason') ?? '').not.toContain(key);
      const answer = await readAnswer(response);
      expect(answer).toEqual(refusal);
      expect(stringify(answer.body)).not.toContain(key);
    }
    expect(await account.ask()).toEqual(found([]));
  });

  it("[emulator] in the vendor's header or in the query: 401", async () => {
    const headers = { auth: emulator.controlKey };
    const path = `/_emulator/accounts?key=${encodeURIComponent(emulator.controlKey)}`;
    expect(await readAnswer(await emulator.request(path, { method: 'POST', headers }))).toEqual(refusal);
  });
});
