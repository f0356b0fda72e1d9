import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { type Answer, found, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount();
});

/** What stands between the suite and a deployment may refuse a request first; only there is that tolerated. */
function expectAnswer(answer: Answer, expected: Answer, gatewayStatuses: readonly number[]): void {
  if (emulator.isBehindGateway && gatewayStatuses.includes(answer.status)) return;
  expect(answer).toEqual(expected);
}

describe('odd auth headers', () => {
  it('[errors.invalidCredentials] empty or blank: Invalid SDK credentials', async () => {
    for (const token of ['', ' ', '\t']) {
      expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'auth_header_missing'));
    }
  });

  it('[tokens.jwt] two headers become one that is no JWT', async () => {
    const token = await sign(account.appOf('builder'));
    const response = await emulator.request(`/api/public/bot/${account.botId()}/getSessions`, {
      method: 'POST',
      headers: [
        ['auth', token],
        ['auth', token],
      ],
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ errors: [{ msg: 'Invalid JWT token', code: 4002 }] });
  });

  it('[tokens.jwt] 20 KB: no JWT, or too much for the HTTP server', async () => {
    for (const token of ['x'.repeat(20_000), '.'.repeat(20_000)]) {
      const answer = await account.ask({ token });
      // Node's HTTP server and API Gateway bound the headers of a request.
      if (emulator.kind !== 'in-process' && answer.status === 431) continue;
      expect(answer).toEqual(refused('notAJwt', 'auth_header_not_a_jwt'));
    }
    expect(await account.ask()).toEqual(found([]));
  });

  it('[tokens.jwt] characters beyond ASCII', async () => {
    const answer = await account.ask({ token: 'ü.é.ß' });
    expectAnswer(answer, refused('notAJwt', 'auth_header_not_a_jwt'), [400]);
  });
});

describe('odd bot ids', () => {
  const unlinked = refused('invalidCredentials', 'bot_not_linked');
  const unknown = refused('unknownBot', 'bot_unknown');

  it.each([
    ['broken percent-encoding', '%zz', [400]],
    ['a percent sign at the end', 'st-1%', [400]],
    ['half a character', '%C3', [400]],
    ['an encoded slash', 'st%2F1', [405]],
    ['an encoded number sign', 'st%231', []],
    // An HTTP API cuts the path off there.
    ['an encoded question mark', 'st%3F1', [405]],
    ['an encoded zero byte', 'st%001', [400]],
    ['an encoded line feed', 'st%0A1', []],
    ['encoded dots', '%2e%2e%2e', []],
    ['encoding within encoding', '%2573t', []],
    ['a blank', '%20', []],
    ['a colon and an at sign', 'st:1@2', []],
    ['a semicolon', 'st-1;x=1', []],
    ['an emoji', '%F0%9F%98%80', []],
    ['three thousand characters', 'x'.repeat(3000), [414]],
    ['three thousand encoded characters', '%78'.repeat(1000), [414]],
    ['the name of a prototype', '__proto__', []],
    ['the name of the route', 'getSessions', []],
  ] as [string, string, number[]][])(
    '[routes.encodedBotId] %s: an unknown bot',
    async (_, botId, gatewayStatuses) => {
      expectAnswer(await account.ask({ botId }), unlinked, gatewayStatuses);
      const app = account.appOf('admin');
      expectAnswer(await account.ask({ botId, app }), unknown, gatewayStatuses);
    },
  );

  it("[emulator] the account's own bot with something added is another bot", async () => {
    const app = account.appOf('admin');
    for (const added of ['%20', '%00', 'x', '%2F', '.']) {
      const answer = await account.ask({ app, botId: account.botId() + added });
      expectAnswer(answer, unknown, [400, 405]);
    }
  });
});

describe.each(bothRoutes)('odd query strings on the %s route', (route) => {
  const expectIgnored = async (query: string) =>
    expectAnswer(await account.ask({ route, query }), found([]), [400, 414]);
  const expectRefused = async (query: string) => {
    const expected = refused('validation', 'query_parameter_invalid');
    expectAnswer(await account.ask({ route, query }), expected, [400, 414]);
  };

  it.each(['', '&', '=', '=x', '%', '%zz=%zz', '?', 'a=b=c', '%00=%00', 'x[]=1&x[]=2'])(
    '[query.unknown] "%s" is ignored',
    expectIgnored,
  );

  it('[query.unknown] three thousand characters that name nothing are ignored', () =>
    expectIgnored('x'.repeat(3000)));

  it.each([
    'containmentType=%zz',
    'containmentType=%FF',
    'containmentType=agent%00',
    'containmentType=+agent',
    'containmentType==agent',
  ])('[query.containmentTypeUnknown] "%s": validation error', expectRefused);

  it('[query.containmentTypeUnknown] a semicolon is a part of the value: validation error', async () => {
    const answer = await account.ask({ route, query: 'containmentType=agent;x=1' });
    // To a REST API it parts parameters.
    if (emulator.isBehindGateway && answer.status === 200) expect(answer).toEqual(found([]));
    else expect(answer).toEqual(refused('validation', 'query_parameter_invalid'));
  });

  it('[query.containmentTypeUnknown, query.repeated] three thousand characters as a value, or a hundred values: validation error', async () => {
    await expectRefused(`containmentType=${'x'.repeat(3000)}`);
    await expectRefused(Array(100).fill('containmentType=agent').join('&'));
  });

  it('[query.containmentType] percent-encoded names and values mean the same', async () => {
    expect(await account.ask({ route, query: 'containment%54ype=%61gent' })).toEqual(found([]));
    expect(await account.ask({ route, query: 'containment%54ype=%61gents' })).toEqual(
      refused('validation', 'query_parameter_invalid'),
    );
  });
});
