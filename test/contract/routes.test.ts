import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { answered, found, readAnswer, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { nth } from './support/list.ts';
import { makeRow } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{}, {}] });
  await account.importRows(rowsOf(account));
});

const rowsOf = ({ bots }: Account) => bots.map(({ botId }, index) => makeRow(botId, index + 1));

describe('the two routes', () => {
  it('[routes.bot] POST /api/public/bot/{botId}/getSessions: one bot', async () => {
    const [first, second] = rowsOf(account);
    expect(await account.ask({ botId: account.botId(0) })).toEqual(found([first]));
    expect(await account.ask({ botId: account.botId(1) })).toEqual(found([second]));
  });

  it('[routes.account] POST /api/public/getSessions: every bot of the account, for an admin app', async () => {
    expect(await account.ask({ route: 'account' })).toEqual(found(rowsOf(account)));
  });

  it('[routes.adminOnBot] an admin app on the bot route: allowed, any bot of its account', async () => {
    const app = account.appOf('admin');
    const [first, second] = rowsOf(account);
    expect(await account.ask({ app, botId: account.botId(0) })).toEqual(found([first]));
    expect(await account.ask({ app, botId: account.botId(1) })).toEqual(found([second]));
  });

  it('[routes.stream] /api/public/stream/{botId}/getSessions: same as /bot/{botId}/', async () => {
    const row = nth(rowsOf(account), 0);
    expect(await account.ask({ route: 'stream' })).toEqual(found([row]));
    expect(await account.ask({ route: 'stream', app: account.appOf('admin') })).toEqual(found([row]));
    expect(await account.ask({ route: 'stream', botId: 'st-unknown' })).toEqual(
      refused('invalidCredentials', 'bot_not_linked'),
    );
  });

  it('[routes.encodedBotId] a bot id in percent-encoding names the same bot', async () => {
    const encoded = account.botId().replace(/[a-f]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    expect(await account.ask({ botId: encoded })).toEqual(found([nth(rowsOf(account), 0)]));
  });
});

const wrongMethods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const routePaths = [
  '/api/public/getSessions',
  '/api/public/bot/st-1/getSessions',
  '/api/public/stream/st-1/getSessions',
];

describe('[routes.wrongMethod] another method on those routes: 405 Method Not Allowed, before authentication', () => {
  it.each(wrongMethods.flatMap((method) => routePaths.map((path) => ({ method, path }))))(
    '$method $path',
    async ({ method, path }) => {
      const expected = refused('methodNotAllowed', 'method_not_allowed');
      expect(await readAnswer(await emulator.request(path, { method }))).toEqual(expected);
      expect(await account.ask({ method, path })).toEqual(expected);
    },
  );

  it.each(routePaths)('HEAD %s: the status alone', async (path) => {
    const response = await emulator.request(path, { method: 'HEAD' });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 405, body: '' });
  });
});

describe('[routes.unknownPath, routes.trailingSlash, routes.pathCase] any other /api/public/... path: 405 Method Not Allowed, before authentication', () => {
  it.each([
    '/api/public',
    '/api/public/',
    '/api/public/getSession',
    '/api/public/getsessions',
    '/api/public/GETSESSIONS',
    '/api/public/getSessions/',
    '/api/public//getSessions',
    '/api/public/getSessions/st-1',
    '/api/public/bot/st-1',
    '/api/public/bot/getSessions',
    '/api/public/bot//getSessions',
    '/api/public/bot/st-1/getSessions/',
    '/api/public/bot/st-1//getSessions',
    '/api/public/bot/st-1/getsessions',
    '/api/public/Bot/st-1/getSessions',
    '/api/public/bots/st-1/getSessions',
    '/api/public/bot/st-1/st-2/getSessions',
    '/api/public/bot/st-1/getMessagesV3',
    '/api/public/tokens',
  ])('%s', async (path) => {
    const expected = refused('methodNotAllowed', 'path_unknown');
    expect(await readAnswer(await emulator.request(path, { method: 'POST' }))).toEqual(expected);
    expect(await readAnswer(await emulator.request(path))).toEqual(expected);
    expect(await account.ask({ path })).toEqual(expected);
  });
});

describe('[routes.outside, errors.notFound] a path outside /api/public: 404', () => {
  it.each([
    '/',
    '/api',
    '/api/publicity',
    '/api/1.1/public/getSessions',
    '/API/public/getSessions',
    '//api/public/getSessions',
    '/getSessions',
    '/favicon.ico',
  ])('%s', async (path) => {
    const expected = refused('notFound', 'path_unknown');
    expect(await readAnswer(await emulator.request(path, { method: 'POST' }))).toEqual(expected);
    expect(await readAnswer(await emulator.request(path))).toEqual(expected);
  });
});

describe('[routes.orderOfChecks] order of checks: route and method, token, scope, bot, validation', () => {
  const badToken = 'not-a-token';
  const badBody = { limit: 0 };

  it('route before token', async () => {
    expect(await account.ask({ path: '/api/public/other', token: badToken })).toEqual(
      refused('methodNotAllowed', 'path_unknown'),
    );
  });

  it('method before token', async () => {
    expect(await account.ask({ method: 'PUT', token: badToken })).toEqual(
      refused('methodNotAllowed', 'method_not_allowed'),
    );
  });

  it('token before scope and bot', async () => {
    const forged = { ...account.appOf('builder'), clientSecret: 'another secret, long enough to tell' };
    const expected = refused('invalidCredentials', 'signature_invalid');
    expect(await account.ask({ app: forged, route: 'account' })).toEqual(expected);
    expect(await account.ask({ app: forged, botId: 'st-unknown' })).toEqual(expected);
  });

  it('token before validation', async () => {
    const expected = refused('notAJwt', 'auth_header_not_a_jwt');
    expect(await account.ask({ token: badToken, body: badBody })).toEqual(expected);
    expect(await account.ask({ token: badToken, rawBody: '{' })).toEqual(expected);
    expect(await account.ask({ token: badToken, query: 'containmentType=x' })).toEqual(expected);
  });

  it('scope before bot', async () => {
    const powerless = await emulator.createAccount({
      apps: [
        { kind: 'builder', bots: [] },
        { kind: 'admin', scopes: [] },
      ],
    });
    const expected = refused('incorrectScope', 'scope_not_granted');
    expect(await powerless.ask({ botId: 'st-unknown', app: powerless.appOf('admin') })).toEqual(expected);
    expect(await powerless.ask({ botId: 'st-unknown', app: powerless.appOf('builder') })).toEqual(expected);
  });

  it('scope before validation', async () => {
    const app = account.appOf('builder');
    expect(await account.ask({ route: 'account', app, rawBody: '{' })).toEqual(
      refused('incorrectScope', 'builder_app_on_account_route'),
    );
  });

  it('bot before validation', async () => {
    const admin = account.appOf('admin');
    expect(await account.ask({ botId: 'st-unknown', app: admin, body: badBody })).toEqual(
      refused('unknownBot', 'bot_unknown'),
    );
    expect(await account.ask({ botId: 'st-unknown', rawBody: '{' })).toEqual(
      refused('invalidCredentials', 'bot_not_linked'),
    );
  });

  it('validation last', async () => {
    expect(await account.ask({ body: badBody })).toEqual(refused('validation', 'body_field_invalid'));
    expect(await account.ask({})).toEqual(answered(expect.objectContaining({ total: 1 })));
  });
});
