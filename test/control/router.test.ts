import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../functions/control/calls.ts';
import { matchCall } from '../../functions/control/router.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const match = (method: string, path: string) => {
  const { call, parameters, allowed } = {
    parameters: {},
    allowed: [],
    ...matchCall(calls, '/_e', method, path),
  };
  return { id: call?.id, parameters: { ...parameters }, allowed };
};

describe('a request is of the call', () => {
  test.each([
    ['GET', '/_e/health', 'getHealth', {}],
    ['HEAD', '/_e/health', 'getHealth', {}],
    ['GET', '/_e/accounts/a', 'getAccount', { accountId: 'a' }],
    ['PUT', '/_e/accounts/a/snapshots/b', 'keepSnapshot', { accountId: 'a', name: 'b' }],
    ['PUT', '/_e/accounts/a/snapshots/b%2Fc', 'keepSnapshot', { accountId: 'a', name: 'b/c' }],
    ['PUT', '/_e/accounts/a/snapshots/%zz', 'keepSnapshot', { accountId: 'a', name: '%zz' }],
    ['GET', '/_e/acc%6Funts', 'listAccounts', {}],
  ])('that its method and its path name: %s %s', (method, path, id, parameters) => {
    expect(match(method, path)).toEqual({ id, parameters, allowed: [] });
  });

  test.each([
    '',
    '/',
    '/_e',
    '/_e/',
    '/_e/accounts/',
    '/_e/accounts/a/',
    '/_ex/accounts',
    '/accounts',
    '/_e//accounts',
  ])('and of none where the path is %o', (path) => {
    expect(match('GET', path)).toEqual({ id: undefined, parameters: {}, allowed: [] });
  });

  test('and of none where the path has other methods, which are told', () => {
    expect(match('POST', '/_e/health').allowed).toEqual(['GET', 'HEAD']);
    expect(match('POST', '/_e/accounts/a').allowed).toEqual(['GET', 'HEAD', 'PATCH', 'DELETE']);
    expect(match('get', '/_e/accounts/a').allowed).toEqual(['GET', 'HEAD', 'PATCH', 'DELETE']);
  });
});

describe('over HTTP', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());

  const ask = (method: string, path: string, key = emulator.controlKey): Promise<Response> =>
    emulator.request(`/_emulator${path}`, { method, headers: { authorization: `Bearer ${key}` } });

  test('a method that a path does not have is refused, with those that it has', async () => {
    const response = await ask('PATCH', '/accounts?x=1');

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await response.json()).toMatchObject({
      status: 405,
      code: 'method_not_allowed',
      detail: '/_emulator/accounts takes GET, HEAD, POST, not PATCH.',
    });
  });

  test('a path that there is not is not found', async () => {
    expect(await (await ask('GET', '/nothing')).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('neither is told to somebody without the key', async () => {
    for (const [method, path] of [
      ['PATCH', '/accounts'],
      ['POST', '/health'],
      ['GET', '/nothing'],
    ] as const) {
      const response = await ask(method, path, 'wrong');
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('HEAD answers as GET does, without the body', async () => {
    const response = await ask('HEAD', '/accounts');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('');
    expect((await ask('HEAD', '/accounts/nobody')).status).toBe(404);
  });
});
