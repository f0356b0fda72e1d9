import { describe, expect, test } from 'vitest';
import { ask, clientId, newApp, now, refusalOf, sign, systemNow } from './fixture.ts';

describe('the header auth', () => {
  test('holds the bare token', async () => {
    const app = newApp();

    expect(await ask({ app }, await sign(app))).toMatchObject({ app, now });
  });

  test('is missed, and the Authorization header only mentioned where it was sent', async () => {
    const world = { app: newApp() };

    const without = await refusalOf(world, new Headers());
    expect(without?.slice(0, 2)).toEqual(['invalidCredentials', 'auth_header_missing']);
    expect(without?.[2]).toBe('Send the token in a header named auth, without "Bearer".');
    const instead = await refusalOf(world, new Headers({ authorization: 'Bearer x' }));
    expect(instead?.[2]).toContain('The Authorization header is not read');
    expect((await refusalOf(world, new Headers({ auth: '' })))?.[1]).toBe('auth_header_missing');
  });

  test.each([
    ['Bearer before it', (token: string) => `Bearer ${token}`, 'without "Bearer"'],
    ['bearer and a tab before it', (token: string) => `bearer\t${token}`, 'without "Bearer"'],
    ['bearer further on', (token: string) => `x bearer ${token}`, 'does not hold a JWT'],
    ['no dots', () => 'token', 'does not hold a JWT'],
    ['two parts', (token: string) => token.split('.').slice(0, 2).join('.'), 'does not hold a JWT'],
    ['four parts', (token: string) => `${token}.x`, 'does not hold a JWT'],
    ['parts that are no JSON', () => 'a.b.c', 'does not hold a JWT'],
  ])('%s: no JWT', async (_what, change, text) => {
    const app = newApp();

    const refusal = await refusalOf({ app }, change(await sign(app)));
    expect(refusal?.slice(0, 2)).toEqual(['notAJwt', 'auth_header_not_a_jwt']);
    expect(refusal?.[2]).toContain(text);
  });

  test('padding is said to be what is wrong only where there is any', async () => {
    const app = newApp();
    const wrong =
      'The auth header does not hold a JWT, which is three base64url parts with dots between, JSON inside.';

    expect((await refusalOf({ app }, 'a.b.c'))?.[2]).toBe(wrong);
    expect((await refusalOf({ app }, `${await sign(app)}=`))?.[2]).toBe(
      `${wrong} It is padded with "=", which base64url is not.`,
    );
  });

  test('a payload that is not encoded (RFC 7797): no JWT', async () => {
    const app = newApp();
    const header = Buffer.from('{"alg":"HS256","b64":false,"crit":["b64"]}').toString('base64url');
    const [, ...rest] = (await sign(app)).split('.');

    expect((await refusalOf({ app }, [header, ...rest].join('.')))?.[0]).toBe('notAJwt');
  });
});

describe('the client id', () => {
  const unknown = { appId: undefined };

  test.each(['appId', 'iss', 'clientId', 'kore_iss'])('is in %s', async (claim) => {
    const app = newApp();

    expect(await refusalOf({ app }, await sign(app, { ...unknown, [claim]: app.clientId }))).toBeUndefined();
  });

  test.each([
    ['appId', 'iss'],
    ['iss', 'clientId'],
    ['clientId', 'kore_iss'],
  ])('in %s counts more than in %s', async (first, second) => {
    const app = newApp();

    const claims = { ...unknown, [first]: clientId, [second]: 'another' };
    expect(await refusalOf({ app }, await sign(app, claims))).toBeUndefined();
    const reversed = { ...unknown, [first]: 'another', [second]: clientId };
    expect((await refusalOf({ app }, await sign(app, reversed)))?.[1]).toBe('client_unknown');
  });

  test('null is as if it were not there', async () => {
    const app = newApp();

    expect(await refusalOf({ app }, await sign(app, { appId: null, iss: clientId }))).toBeUndefined();
  });

  test('is missed, and the claims named that may hold it', async () => {
    const app = newApp();

    const refusal = await refusalOf({ app }, await sign(app, unknown));
    expect(refusal?.slice(0, 2)).toEqual(['invalidCredentials', 'client_id_missing']);
    expect(refusal?.[2]).toContain('the claim appId (or iss, clientId, kore_iss)');
  });

  test.each([
    ['a number', 7],
    ['empty', ''],
    ['too long', 'x'.repeat(257)],
  ])('%s is none', async (_what, appId) => {
    const app = newApp();

    const refusal = await refusalOf({ app }, await sign(app, { appId }));
    expect(refusal?.slice(0, 2)).toEqual(['invalidCredentials', 'client_unknown']);
    expect(refusal?.[2]).toContain('The claim appId is not a client id');
  });

  test('of 256 characters can be one', async () => {
    const app = newApp({ clientId: 'x'.repeat(256) });

    expect(await refusalOf({ app }, await sign(app))).toBeUndefined();
  });

  test('nobody has is told only where it looks like one: it may be a secret', async () => {
    const app = newApp();
    const other = 'cs-00000000-0000-4000-8000-000000000000';

    const refusal = await refusalOf({ app }, await sign(app, { appId: other }));
    expect(refusal?.slice(0, 2)).toEqual(['invalidCredentials', 'client_unknown']);
    expect(refusal?.[2]).toContain(other);
    for (const appId of ['secret', `x${other}`, `${other}x`, other.replace('-4', '4')]) {
      const text = (await refusalOf({ app }, await sign(app, { appId })))?.[2];
      expect(text).toContain(`that the token gives (${appId.length} characters, unlike cs- and a uuid)`);
      expect(text).not.toContain(appId);
    }
  });

  test.each([
    [systemNow, 'account_expired'],
    [systemNow - 1, 'account_expired'],
    [systemNow + 1, undefined],
  ])(
    'is unknown from the end of its account on, by the clock of the machine: %d',
    async (expiresAt, code) => {
      const app = newApp();

      const refusal = await refusalOf({ app, expiresAt }, await sign(app));
      expect(refusal).toEqual(
        code && ['invalidCredentials', code, `The account of the client id ${clientId} has expired.`],
      );
    },
  );
});
