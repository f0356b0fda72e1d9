import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{}, {}] });
});

describe.each(bothRoutes)('who calls, on the %s route', (route) => {
  const app = () => account.appOf(route === 'account' ? 'admin' : 'builder');

  it('[errors.invalidCredentials] no auth header: 401 Invalid SDK credentials, 4002', async () => {
    expect(await account.ask({ route, token: null })).toEqual(
      refused('invalidCredentials', 'auth_header_missing'),
    );
  });

  it('[errors.invalidCredentials, tokens.signature] wrong signature: 401 Invalid SDK credentials, 4002', async () => {
    const forged = { ...app(), clientSecret: 'a secret that the app does not have' };
    expect(await account.ask({ route, app: forged })).toEqual(
      refused('invalidCredentials', 'signature_invalid'),
    );
  });

  it('[errors.invalidCredentials] unknown client: 401 Invalid SDK credentials, 4002', async () => {
    const token = await sign(app(), { appId: 'cs-00000000-0000-4000-8000-000000000000' });
    expect(await account.ask({ route, token })).toEqual(refused('invalidCredentials', 'client_unknown'));
  });

  it('[errors.notAJwt] auth is not a JWT: 401 Invalid JWT token, 4002', async () => {
    expect(await account.ask({ route, token: 'not-a-token' })).toEqual(
      refused('notAJwt', 'auth_header_not_a_jwt'),
    );
  });

  it('[errors.unacceptableToken, tokens.exp] token expired: 401 Invalid SDK credentials, 4002', async () => {
    const token = await sign(app(), { appId: app().clientId, exp: 1 });
    expect(await account.ask({ route, token })).toEqual(refused('invalidCredentials', 'token_expired'));
  });

  it('[errors.unacceptableToken, tokens.nbf] token not yet valid: 401 Invalid SDK credentials, 4002', async () => {
    const token = await sign(app(), { appId: app().clientId, nbf: 4_000_000_000 });
    expect(await account.ask({ route, token })).toEqual(refused('invalidCredentials', 'token_not_yet_valid'));
  });

  it('[errors.unacceptableToken, tokens.algorithmNotAllowed] algorithm not allowed: 401 Invalid SDK credentials, 4002', async () => {
    const token = await sign(app(), { appId: app().clientId }, { alg: 'HS512' });
    expect(await account.ask({ route, token })).toEqual(
      refused('invalidCredentials', 'algorithm_not_allowed'),
    );
  });
});

describe('what the caller may see', () => {
  it('[errors.scopeNotGranted] scope not granted: 401 Permission denied. Scope is incorrect!, 4002', async () => {
    const powerless = await emulator.createAccount({
      apps: [
        { kind: 'builder', bots: [] },
        { kind: 'admin', scopes: ['bot_analytics:read'] },
      ],
    });
    const expected = refused('incorrectScope', 'scope_not_granted');
    expect(await powerless.ask()).toEqual(expected);
    expect(await powerless.ask({ app: powerless.appOf('admin') })).toEqual(expected);
    expect(await powerless.ask({ route: 'account' })).toEqual(expected);
  });

  it('[errors.botNotLinked] builder app, bot unknown: 401 Invalid SDK credentials, 4002', async () => {
    expect(await account.ask({ botId: 'st-00000000-0000-4000-8000-000000000000' })).toEqual(
      refused('invalidCredentials', 'bot_not_linked'),
    );
  });

  it('[errors.botNotLinked] builder app, bot not linked to it: 401 Invalid SDK credentials, 4002', async () => {
    const linked = await emulator.createAccount({
      bots: [{ botId: 'st-linked' }, { botId: 'st-other' }],
      apps: [{ kind: 'builder', bots: ['st-linked'] }],
    });
    expect(await linked.ask({ botId: 'st-linked' })).toMatchObject({ status: 200 });
    expect(await linked.ask({ botId: 'st-other' })).toEqual(refused('invalidCredentials', 'bot_not_linked'));
  });

  it('[errors.unknownBot] admin app, bot unknown in its account: 400 Invalid StreamId, 400', async () => {
    const app = account.appOf('admin');
    const expected = refused('unknownBot', 'bot_unknown');
    expect(await account.ask({ app, botId: 'st-00000000-0000-4000-8000-000000000000' })).toEqual(expected);
    const other = await emulator.createAccount();
    expect(await account.ask({ app, botId: other.botId() })).toEqual(expected);
  });

  it('[errors.builderOnAccountRoute] builder app on the account route: 401 Permission denied. Scope is incorrect!, 4002', async () => {
    expect(await account.ask({ route: 'account', app: account.appOf('builder') })).toEqual(
      refused('incorrectScope', 'builder_app_on_account_route'),
    );
  });
});

describe.each(bothRoutes)('what is asked, on the %s route', (route) => {
  it('[errors.methodNotAllowed] wrong method or path: 405 Method Not Allowed, 405', async () => {
    expect(await account.ask({ route, method: 'PUT' })).toEqual(
      refused('methodNotAllowed', 'method_not_allowed'),
    );
    expect(await account.ask({ path: '/api/public/other' })).toEqual(
      refused('methodNotAllowed', 'path_unknown'),
    );
  });

  it('[errors.validation] validation failure: 412 Validation errors/ Invalid arguments, 412', async () => {
    expect(await account.ask({ route, body: { limit: 0 } })).toEqual(
      refused('validation', 'body_field_invalid'),
    );
  });

  it('[errors.improperPayload] body is not JSON: 400 Improper payload, 400', async () => {
    expect(await account.ask({ route, rawBody: '{' })).toEqual(refused('improperPayload', 'body_not_json'));
  });

  it('[errors.windowTooLong, window.tooLongAnswer] window over 7 days: 412 and a message that names the rule, 412', async () => {
    const body = { dateFrom: '2026-03-01', dateTo: '2026-03-09' };
    expect(await account.ask({ route, body })).toEqual(refused('windowTooLong', 'window_too_long'));
  });
});

describe('[emulator] x-emulator-reason', () => {
  it('is a stable code and a sentence, in printable ASCII, whatever was asked', async () => {
    const botIds = ['st-%C3%A4%0D%0Ax-injected:%201', `st-${'x'.repeat(3000)}`, '%F0%9F%98%80', '%00'];
    for (const botId of botIds) {
      const response = await account.send({ botId });
      expect(response.headers.get('x-emulator-reason')).toMatch(/^bot_not_linked: [\x20-\x7e]{10,600}$/);
      expect(response.headers.has('x-injected')).toBe(false);
    }
  });

  it('is absent where nothing was refused', async () => {
    expect((await account.send()).headers.has('x-emulator-reason')).toBe(false);
  });

  it('says where Authorization was sent instead of auth', async () => {
    const token = await sign(account.appOf('builder'));
    const headers = { authorization: token };
    const response = await account.send({ token: null, headers });
    expect(response.headers.get('x-emulator-reason')).toMatch(/^auth_header_missing: .*Authorization/);
    expect(response.headers.get('x-emulator-reason')).not.toContain(token);
  });
});
