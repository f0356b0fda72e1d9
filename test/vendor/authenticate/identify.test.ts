import { describe, expect, test } from 'vitest';
import { identify } from '../../../functions/vendor/authenticate/authenticate.ts';
import { newApp, now, nowSeconds, sign, storeOf, systemNow, type Used, type World } from './fixture.ts';

const callerOf = (world: World, token: string, used?: Used[]) =>
  identify(new Headers({ auth: token }), storeOf(world, used), systemNow);

describe('whose token a request carries that was refused before', () => {
  test('is told as for an answer', async () => {
    const app = newApp();

    expect(await callerOf({ app }, await sign(app))).toMatchObject({ app, now });
  });

  test('is told without using up what may be used once', async () => {
    const app = newApp({ enforceJti: true });
    const used: Used[] = [];

    expect(await callerOf({ app }, await sign(app, { jti: 'x', exp: nowSeconds + 60 }), used)).toMatchObject({
      app,
    });
    expect(used).toEqual([]);
  });

  test('is nobody where the token proves nobody', async () => {
    const app = newApp();

    expect(await callerOf({ app }, await sign(newApp()))).toBeUndefined();
    expect(await callerOf({ app }, await sign(app, { exp: nowSeconds - 60 }))).toBeUndefined();
    expect(await callerOf({ app }, 'no token')).toBeUndefined();
    expect(await identify(new Headers(), storeOf({ app }), systemNow)).toBeUndefined();
  });

  test('is not taken for nobody where the store fails', async () => {
    const app = newApp();
    const store = storeOf({ app });
    const failing = {
      ...store,
      accounts: {
        findByClientId: async () => {
          throw new Error('the table is away');
        },
      },
    };

    const headers = new Headers({ auth: await sign(app) });
    await expect(identify(headers, failing as unknown as typeof store, systemNow)).rejects.toThrow(
      'the table is away',
    );
  });
});
