import { describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';

const emulator = useEmulator();
const perMinute = refused('rateLimitMinute', 'rate_limit_minute');
const perHour = refused('rateLimitHour', 'rate_limit_hour');
const empty = found([]);

const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const limited = (rateLimit: unknown): Promise<Account> => emulator.createAccount({ bots, rateLimit });

/** How many of some requests at once are admitted; the others are refused with the answer. */
async function admitted(account: Account, count: number, refusal: unknown, ask: Ask = {}): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, () => account.ask(ask)));
  const others = answers.filter(({ status }) => status !== 200);
  for (const answer of others) expect(answer).toEqual(refusal);
  return count - others.length;
}

describe('by default', () => {
  it('[rateLimits.none] off', async () => {
    const account = await emulator.createAccount();
    expect(await account.call('GET', '')).toMatchObject({ body: { rateLimit: 'off' } });
    for (let sent = 0; sent < 80; sent += 20) expect(await admitted(account, 20, undefined)).toBe(20);
  });
});

describe('per minute', () => {
  it('[errors.rateLimitMinute, rateLimits.headers] a rolling 60 s; 429 and the text', async () => {
    const account = await limited({ perMinute: 3, perHour: 100 });
    expect(await account.ask()).toEqual(empty);
    await account.setClock({ advance: 'PT30S' });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perMinute);
    // The first is 59.999 s ago, then 60 s.
    await account.setClock({ advance: 'PT29.999S' });
    expect(await account.ask()).toEqual(perMinute);
    await account.setClock({ advance: 'PT0.001S' });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perMinute);
    await account.setClock({ advance: 'PT30S' });
    expect(await admitted(account, 3, perMinute)).toBe(2);
  });

  it('[rateLimits.which] requests that are refused do not count', async () => {
    const account = await limited({ perMinute: 1, perHour: 100 });
    expect(await account.ask()).toEqual(empty);
    for (const _ of [1, 2, 3]) expect(await account.ask()).toEqual(perMinute);
    await account.setClock({ advance: 'PT1M' });
    expect(await account.ask()).toEqual(empty);
  });

  it('[emulator] 20 at once against a limit of 5: exactly 5 are admitted', async () => {
    const account = await limited({ perMinute: 5, perHour: 100 });
    expect(await admitted(account, 20, perMinute)).toBe(5);
    expect(await account.ask()).toEqual(perMinute);
    await account.setClock({ advance: 'PT1M' });
    expect(await admitted(account, 20, perMinute)).toBe(5);
  });
});

describe('per hour', () => {
  it('[errors.rateLimitHour] a rolling hour; 429 and the text', async () => {
    const account = await limited({ perMinute: 2, perHour: 3 });
    expect(await admitted(account, 2, perMinute)).toBe(2);
    await account.setClock({ advance: 'PT10M' });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perHour);
    await account.setClock({ advance: 'PT49M59.999S' });
    expect(await account.ask()).toEqual(perHour);
    await account.setClock({ advance: 'PT0.001S' });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(empty);
    // The minute's limit is spoken of first.
    expect(await account.ask()).toEqual(perMinute);
    await account.setClock({ advance: 'PT1M' });
    expect(await account.ask()).toEqual(perHour);
  });

  it('[rateLimits.vendor] "vendor": 60 per minute and 1,800 per hour', async () => {
    const account = await limited('vendor');
    expect(await account.call('GET', '')).toMatchObject({
      body: { rateLimit: { perMinute: 60, perHour: 1800 } },
    });
    let count = 0;
    for (let sent = 0; sent < 72; sent += 12) count += await admitted(account, 12, perMinute);
    expect(count).toBe(60);
  });
});

describe('what is counted together', () => {
  it('[rateLimits.perBot] each bot by itself, whoever asks and by whichever path', async () => {
    const account = await limited({ perMinute: 2, perHour: 100 });
    expect(await account.ask({ botId: 'st-1' })).toEqual(empty);
    expect(await account.ask({ botId: 'st-1', app: account.appOf('admin') })).toEqual(empty);
    expect(await account.ask({ botId: 'st-1' })).toEqual(perMinute);
    expect(await account.ask({ botId: 'st-1', route: 'stream' })).toEqual(perMinute);
    expect(await account.ask({ botId: 'st-1', app: account.appOf('admin') })).toEqual(perMinute);
    expect(await admitted(account, 2, perMinute, { botId: 'st-2' })).toBe(2);
  });

  it('[rateLimits.accountRoute] the account route by itself, for the whole account', async () => {
    const account = await limited({ perMinute: 1, perHour: 100 });
    expect(await account.ask({ botId: 'st-1' })).toEqual(empty);
    expect(await account.ask({ route: 'account' })).toEqual(empty);
    expect(await account.ask({ route: 'account' })).toEqual(perMinute);
    expect(await account.ask({ botId: 'st-2' })).toEqual(empty);
  });

  it('[emulator] accounts with the same bot ids are apart', async () => {
    const [one, other] = [
      await limited({ perMinute: 1, perHour: 9 }),
      await limited({ perMinute: 1, perHour: 9 }),
    ];
    expect(await one.ask()).toEqual(empty);
    expect(await other.ask()).toEqual(empty);
    expect(await one.ask()).toEqual(perMinute);
  });

  it('[rateLimits.which] after token, scope and bot, before the body', async () => {
    const account = await limited({ perMinute: 1, perHour: 100 });
    expect(await account.ask({ token: null })).toMatchObject({ reason: 'auth_header_missing' });
    expect(await account.ask({ botId: 'st-9' })).toMatchObject({ reason: 'bot_not_linked' });
    expect(await account.ask({ rawBody: '{' })).toMatchObject({ reason: 'body_not_json' });
    expect(await account.ask({ rawBody: '{' })).toEqual(perMinute);
    expect(await account.ask({ botId: 'st-9' })).toMatchObject({ reason: 'bot_not_linked' });
  });

  it('[emulator] requests that a fault answers are not counted', async () => {
    const account = await limited({ perMinute: 1, perHour: 100 });
    await account.setFaults({ times: 3, effect: { error: 'rateLimitHour' } });
    const injected = refused('rateLimitHour', 'fault_injected');
    for (const _ of [1, 2, 3]) expect(await account.ask()).toEqual(injected);
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perMinute);
  });
});

describe('turning limits on and off', () => {
  it('[emulator] PATCH changes them, and other changes leave them', async () => {
    const account = await emulator.createAccount({ bots });
    const rateLimit = { perMinute: 1, perHour: 2 };
    expect(await account.call('PATCH', '', { rateLimit })).toMatchObject({ body: { rateLimit } });
    await account.change({ maxLimit: 5 });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perMinute);
    expect(await account.call('PATCH', '', { rateLimit: 'off' })).toMatchObject({
      body: { rateLimit: 'off' },
    });
    expect(await admitted(account, 5, undefined)).toBe(5);
  });

  it('[rateLimits.clock] a clock that is set back forgets what was later', async () => {
    const account = await limited({ perMinute: 1, perHour: 1 });
    expect(await account.ask()).toEqual(empty);
    await account.setClock({ advance: '-P1D' });
    expect(await account.ask()).toEqual(empty);
    expect(await account.ask()).toEqual(perMinute);
  });

  it.each<[unknown, string]>([
    ['on', 'rateLimit'],
    [{}, 'rateLimit'],
    [{ perMinute: 5 }, 'rateLimit'],
    [{ perMinute: 0, perHour: 5 }, 'rateLimit.perMinute'],
    [{ perMinute: 5, perHour: 3_601 }, 'rateLimit.perHour'],
    [{ perMinute: 5, perHour: 5, perDay: 5 }, 'rateLimit.perDay'],
    [null, 'rateLimit'],
    [60, 'rateLimit'],
  ])('[emulator] %j: 400, and nothing changes', async (rateLimit, field) => {
    const account = await limited('vendor');
    const answer = await account.call('PATCH', '', { rateLimit });
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
    expect(await account.call('GET', '')).toMatchObject({ body: { rateLimit: { perMinute: 60 } } });
  });

  it('[emulator] the control API has no limits', async () => {
    const account = await limited({ perMinute: 1, perHour: 1 });
    for (let done = 0; done < 5; done++)
      expect(await account.call('GET', '/clock')).toMatchObject({ status: 200 });
  });
});

describe('what is used up', () => {
  const used = (account: Account) => account.call('GET', '/rate-limits');

  it('[emulator] counts what was admitted, by bot and by the account route, in both windows', async () => {
    const account = await limited({ perMinute: 3, perHour: 100 });
    for (const _ of [1, 2]) await account.ask();
    await account.ask({ route: 'account' });
    await account.setClock({ advance: 'PT59S' });
    for (const _ of [1, 2]) await account.ask();
    expect(await used(account)).toMatchObject({
      status: 200,
      body: {
        rateLimit: { perMinute: 3, perHour: 100 },
        used: [
          { botId: 'st-1', minute: 3, hour: 3 },
          { botId: 'st-2', minute: 0, hour: 0 },
          { minute: 1, hour: 1 },
        ],
      },
    });
    await account.setClock({ advance: 'PT1S' });
    expect(await used(account)).toMatchObject({
      body: { used: [{ minute: 1, hour: 3 }, {}, { minute: 0, hour: 1 }] },
    });
    await account.setClock({ advance: '-PT2S' });
    expect(await used(account)).toMatchObject({
      body: { used: [{ minute: 2, hour: 2 }, {}, { minute: 1, hour: 1 }] },
    });
  });

  it('[emulator] a look counts as no request, and finds nothing where limits are off', async () => {
    const account = await limited({ perMinute: 1, perHour: 1 });
    for (const _ of [1, 2, 3]) await used(account);
    expect(await account.ask()).toEqual(empty);
    const without = await emulator.createAccount();
    expect(await used(without)).toMatchObject({ body: { rateLimit: 'off', used: [] } });
  });
});
