import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { answered, found, invalidField, jsonType, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, minutesAgo, nowSeconds, type Row, upTo } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();

async function withRows(settings: Record<string, unknown>, rows: (botId: string) => Row[]) {
  const account = await emulator.createAccount({ settings });
  const imported = rows(account.botId());
  await account.importRows(imported);
  return { account, rows: imported };
}

const fiveRows = (botId: string) => upTo(5).map((number) => makeRow(botId, number));

/** Every assumption about answers that an account can change; each row with a guess names its setting here. */
describe.each(bothRoutes)('settings that change assumed answers, on the %s route', (route) => {
  it('[body.limitAbsent] defaultLimit: rows without a limit', async () => {
    const { account, rows } = await withRows({ defaultLimit: 2 }, fiveRows);
    const two = answered({ total: 5, moreAvailable: true, sessions: rows.slice(0, 2) });
    expect(await account.ask({ route })).toEqual(two);
    expect(await account.ask({ route, body: { limit: 5 } })).toEqual(found(rows));
  });

  it('[body.limitOversized] oversizedLimit refuse: a limit above maxLimit is a validation error', async () => {
    const { account, rows } = await withRows({ maxLimit: 3, oversizedLimit: 'refuse' }, fiveRows);
    expect(await account.ask({ route, body: { limit: 4 } })).toEqual(invalidField);
    expect(await account.ask({ route, body: { limit: '4' } })).toEqual(invalidField);
    const three = answered({ total: 5, moreAvailable: true, sessions: rows.slice(0, 3) });
    expect(await account.ask({ route, body: { limit: 3 } })).toEqual(three);
    expect(await account.ask({ route })).toEqual(three);
  });

  it('[window.exactly] exactlySevenDays refuse: only less than 7 days', async () => {
    const account = await emulator.createAccount({ settings: { exactlySevenDays: 'refuse' } });
    const tooLong = refused('windowTooLong', 'window_too_long');
    const ask = (dateFrom: string, dateTo: string) => account.ask({ route, body: { dateFrom, dateTo } });
    expect(await ask('2026-03-01T00:00:00.000Z', '2026-03-08T00:00:00.000Z')).toEqual(tooLong);
    expect(await ask('2026-03-01', '2026-03-08')).toEqual(tooLong);
    expect(await ask('2026-03-01T00:00:00.001Z', '2026-03-08T00:00:00.000Z')).toEqual(found([]));
    expect(await ask('2026-03-02', '2026-03-08')).toEqual(found([]));
    // The default windows are 7 days long by the vendor's own word.
    for (const body of [{}, { dateFrom: '2026-03-01' }, { dateTo: '2026-03-08' }]) {
      expect(await account.ask({ route, body })).toEqual(found([]));
    }
  });

  it('[window.dateOnlyTo] dateOnlyDateTo startOfDay: a date-only dateTo is its first instant', async () => {
    const { account, rows } = await withRows({ dateOnlyDateTo: 'startOfDay' }, (botId) => [
      makeRow(botId, 1, { start_time: '2026-03-09T00:00:00.001Z' }),
      makeRow(botId, 2, { start_time: '2026-03-09T00:00:00.000Z' }),
    ]);
    expect(await account.ask({ route, body: { dateTo: '2026-03-09' } })).toEqual(found(rows.slice(1)));
    expect(await account.ask({ route, body: { dateTo: '2026-03-10' } })).toEqual(found(rows));
  });

  it('[query.containmentTypeUnknown] unknownContainmentType ignore: an unknown one filters nothing', async () => {
    const { account, rows } = await withRows({ unknownContainmentType: 'ignore' }, fiveRows);
    expect(await account.ask({ route, query: 'containmentType=dropoff' })).toEqual(found(rows));
    expect(await account.ask({ route, query: 'containmentType=dropOff' })).toEqual(found([]));
  });

  it('[sessionId.allFound] emptyInvalidSessions omit: no invalidSessions where all were found', async () => {
    const { account, rows } = await withRows({ emptyInvalidSessions: 'omit' }, fiveRows);
    const sessionId = rows.map((row) => row.sessionId);
    expect(await account.ask({ route, body: { sessionId } })).toEqual(found(rows));
    expect(await account.ask({ route, body: { sessionId: ['no'] } })).toEqual(
      answered({ total: 0, moreAvailable: false, sessions: [], invalidSessions: ['no'] }),
    );
  });

  it('[sessionId.oldTags] sessionTagsMaxAgeDays 14: with sessionId, older sessions come without sessionTags', async () => {
    const fortnight = 14 * 24 * 60;
    const tags = {
      userTags: [{ value: 'newuser', name: 'regular' }],
      sessionTags: [{ value: 'billing', name: 'intent' }],
    };
    const { account, rows } = await withRows({ sessionTagsMaxAgeDays: 14 }, (botId) => [
      makeRow(botId, 1, { start_time: minutesAgo(fortnight), tags }),
      makeRow(botId, 2, { start_time: minutesAgo(fortnight + 1), tags }),
    ]);
    const [recent, old] = rows;
    const sessionId = rows.map((row) => row.sessionId);
    const blanked = { ...old, tags: { ...tags, sessionTags: [] } };
    expect(await account.ask({ route, body: { sessionId } })).toEqual(
      answered({ total: 2, moreAvailable: false, sessions: [recent, blanked], invalidSessions: [] }),
    );
    expect(await account.ask({ route, body: { dateFrom: minutesAgo(fortnight + 1) } })).toEqual(found(rows));
  });
});

describe('settings about tokens', () => {
  const askClaims = async (account: Account, times: Record<string, number>) => {
    const app = account.appOf('builder');
    return account.ask({ token: await sign(app, { appId: app.clientId, ...times }) });
  };

  it('[tokens.clockSkew] clockSkewSeconds: tolerated on exp and nbf', async () => {
    const account = await emulator.createAccount({ settings: { clockSkewSeconds: 30 } });
    expect(await askClaims(account, { exp: nowSeconds - 29 })).toEqual(found([]));
    expect(await askClaims(account, { exp: nowSeconds - 30 })).toEqual(
      refused('invalidCredentials', 'token_expired'),
    );
    expect(await askClaims(account, { nbf: nowSeconds + 30 })).toEqual(found([]));
    expect(await askClaims(account, { nbf: nowSeconds + 31 })).toEqual(
      refused('invalidCredentials', 'token_not_yet_valid'),
    );
  });

  it.each(['PT2H', '-PT2H'])(
    "[tokens.exp] [tokens.nbf] tokenClock machine, and not tokenClock account: a client that signs by its own clock is let in after the account's clock moved by %s",
    async (advance) => {
      const times = () => {
        const seconds = Math.floor(Date.now() / 1000);
        return { iat: seconds, nbf: seconds, exp: seconds + 300 };
      };
      const byAccount = await emulator.createAccount({});
      const byMachine = await emulator.createAccount({ settings: { tokenClock: 'machine' } });
      const clock = (account: Account) => `/accounts/${account.accountId}/clock`;
      for (const account of [byAccount, byMachine]) {
        await emulator.control('PUT', clock(account), { mode: 'offset', by: advance });
      }
      const code = advance === 'PT2H' ? 'token_expired' : 'token_not_yet_valid';
      expect(await askClaims(byAccount, times())).toEqual(refused('invalidCredentials', code));
      expect(await askClaims(byMachine, times())).toEqual(found([]));

      const { clientId } = byMachine.appOf('builder');
      const mint = async (body: object) => {
        const path = `/accounts/${byMachine.accountId}/tokens`;
        const response = await emulator.control('POST', path, { clientId, ...body });
        return (await response.json()) as { token: string };
      };
      expect(await byMachine.ask(await mint({}))).toEqual(found([]));
      expect(await byMachine.ask(await mint({ flaw: 'expired' }))).toEqual(
        refused('invalidCredentials', 'token_expired'),
      );
      const { headers } = await byMachine.send(await mint({ flaw: 'expired' }));
      expect(headers.get('x-emulator-reason')).toContain("the emulator's machine shows");
    },
  );

  it('[tokens.noExp] requireExp: a token without exp is refused', async () => {
    const account = await emulator.createAccount({ settings: { requireExp: true } });
    expect(await askClaims(account, {})).toEqual(refused('invalidCredentials', 'exp_missing'));
    expect(await askClaims(account, { exp: nowSeconds + 60 })).toEqual(found([]));
  });
});

describe('errors: parts of the error table', () => {
  it('[errors.validation, errors.windowTooLong, errors.unknownBot, errors.unacceptableToken] status, message and code of a row can be replaced, each on its own', async () => {
    const account = await emulator.createAccount({
      settings: {
        errors: {
          validation: { status: 400, msg: 'Bad Request', code: 4000 },
          windowTooLong: { status: 400 },
          unknownBot: { msg: 'No such bot' },
          unacceptableToken: { code: 4003 },
        },
      },
    });
    const app = account.appOf('admin');
    const error = (status: number, reason: string, msg: string, code: number) => ({
      status,
      contentType: jsonType,
      reason,
      body: { errors: [{ msg, code }] },
    });
    expect(await account.ask({ body: { limit: 0 } })).toEqual(
      error(400, 'body_field_invalid', 'Bad Request', 4000),
    );
    expect(await account.ask({ body: { dateFrom: '2020-01-01', dateTo: '2026-01-01' } })).toEqual(
      error(
        400,
        'window_too_long',
        'The duration between dateFrom and dateTo must not be more than 7 days',
        412,
      ),
    );
    expect(await account.ask({ app, botId: 'st-unknown' })).toEqual(
      error(400, 'bot_unknown', 'No such bot', 400),
    );
    expect(await account.ask({ token: await sign(app, { appId: app.clientId, exp: 1 }) })).toEqual(
      error(401, 'token_expired', 'Invalid SDK credentials', 4003),
    );
    expect(await account.ask({ route: 'account', app: account.appOf('builder') })).toEqual(
      refused('incorrectScope', 'builder_app_on_account_route'),
    );
  });
});

describe('changing settings', () => {
  it('[emulator] keeps those that are not named, and holds from the next request', async () => {
    const { account, rows } = await withRows({ defaultLimit: 2 }, fiveRows);
    await account.change({ unknownContainmentType: 'ignore' });
    expect(await account.ask({ query: 'containmentType=x' })).toEqual(
      answered({ total: 5, moreAvailable: true, sessions: rows.slice(0, 2) }),
    );
    await account.change({ defaultLimit: 100 });
    expect(await account.ask({ query: 'containmentType=x' })).toEqual(found(rows));
  });
});
