import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
let path: string;

const call = (method: string, suffix: string, body?: string): Promise<Response> =>
  emulator.request(`${path}${suffix}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}` },
    ...(body === undefined ? {} : { body }),
  });

beforeAll(async () => {
  emulator = await startEmulator();
  path = '/_emulator/accounts';
  const created = await call('POST', '', JSON.stringify({ seed: 'ties' }));
  const { accountId } = (await created.json()) as { accountId: string };
  path = `${path}/${accountId}`;
});

afterAll(() => emulator.close());

async function sessions(): Promise<number> {
  return (await (await call('GET', '/sessions')).text()).split('\n').length - 1;
}

describe('what a call would not read', () => {
  it.each([
    ['DELETE', '/requests?status=500'],
    ['POST', '/reset?to=empty'],
    ['GET', '?foo=1'],
    ['DELETE', '?force=true'],
    ['PUT', '/faults?times=1'],
    ['GET', '/clock?at=now'],
  ])('is refused by name: %s %s', async (method, suffix) => {
    const response = await call(method, suffix);
    expect(response.status).toBe(400);
    const name = /\?(\w+)=/.exec(suffix)?.[1];
    expect(await response.json()).toMatchObject({ code: 'invalid_request', errors: [{ field: name }] });
  });

  it('is refused as the body of a removal, which removes nothing then', async () => {
    const before = await sessions();
    expect(before).toBeGreaterThan(0);
    const response = await call('DELETE', '/sessions', JSON.stringify({ botId: 'b' }));
    expect(response.status).toBe(400);
    expect(await sessions()).toBe(before);
  });

  it('is a cursor that no answer gave', async () => {
    expect((await call('GET', '/requests?cursor=garbage')).status).toBe(400);
  });

  it('is more rows than one call takes', async () => {
    const response = await call('POST', '/sessions', JSON.stringify(Array(15_001).fill(1)));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'too_many_sessions' });
  });
});

it('an import that a reset overtakes is not reported as written', async () => {
  const { store } = emulator;
  const write = store.sessions.write.bind(store.sessions);
  store.sessions.write = async (...given) => {
    const result = await write(...given);
    store.sessions.write = write;
    expect((await call('POST', '/reset', JSON.stringify({ to: 'empty' }))).status).toBe(200);
    return result;
  };
  const account = (await (await call('GET', '')).json()) as { bots: { botId: string }[] };
  const row = {
    sessionId: 's1',
    botId: account.bots[0]?.botId,
    userId: 'u',
    start_time: '2026-01-01T00:00:00.000Z',
  };
  const response = await call('POST', '/sessions', JSON.stringify([row]));
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'data_replaced' });
});
