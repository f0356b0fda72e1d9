import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, type Store } from '../../../functions/store/store.ts';
import { ManualTime, turn } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, instanceOf, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { intercept, isCall } from '../intercept.ts';

/*
 * The answer to a call gets lost on the way, and the SDK repeats the call: what was done once must not look
 * as if somebody else had done it, nor be done twice.
 */

interface View {
  accountId: string;
  bots: unknown[];
  apps: unknown[];
}

let table: SharedTable;
let losing: Instance;
let store: Store;

beforeAll(async () => {
  table = await startSharedTable();
  losing = table.startInstance(async (command, send) => {
    const answer = await send(command);
    return isCall(command, 'Put') ? send(command) : answer;
  });
  ({ store } = losing);
});

afterAll(() => table.close());

const dataSet = { accountId: 'a', born: 1, epoch: 1 };

describe('when the answer to every write is lost once', () => {
  it('makes an account, and leaves all of it there', async () => {
    const account = await control<View>(losing, 'POST', '/accounts', { accountId: 'lost-answers' });
    const again = await control<View>(losing, 'GET', `/accounts/${account.accountId}`);
    expect(again).toMatchObject({ bots: account.bots, apps: account.apps });
    expect(again.apps).toHaveLength(2);
  });

  it('takes a token id once, and refuses it the second time', async () => {
    expect(await store.seenTokens.use(dataSet, 'client', 'jti-1', Date.now())).toBe(true);
    expect(await store.seenTokens.use(dataSet, 'client', 'jti-1', Date.now())).toBe(false);
  });

  it('counts a request once against the limit', async () => {
    const limit = { perMinute: 2, perHour: 10 };
    const admit = async () =>
      (
        await store.rateWindows.admit(
          dataSet,
          { botId: 'bot' },
          limit,
          { mode: 'frozen', now: 1000 },
          Date.now,
        )
      ).admitted;
    expect([await admit(), await admit(), await admit()]).toEqual([true, true, false]);
  });

  it('counts a match of a fault rule once', async () => {
    const next = () => store.faultCounts.next({ accountId: 'a', born: 1 }, 'generation', 0, Date.now());
    expect([await next(), await next()]).toEqual([1, 2]);
  });
});

describe('when many ask at once', () => {
  it('admits exactly as many as the limit allows, over two instances', async () => {
    const other = table.startInstance().store;
    const limit = { perMinute: 10, perHour: 100 };
    const admissions = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? store : other).rateWindows.admit(
          dataSet,
          { botId: 'burst' },
          limit,
          { mode: 'frozen', now: 5000 },
          Date.now,
        ),
      ),
    );
    expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(10);
  });

  it('keeps every setting that is changed', async () => {
    const instance = table.startInstance();
    const { accountId } = await control<View>(instance, 'POST', '/accounts', { accountId: 'patched' });
    const changes = [{ defaultLimit: 7 }, { requireExp: true }, { maxLimit: 70 }, { clockSkewSeconds: 3 }];
    await Promise.all(
      changes.map((settings) => control(instance, 'PATCH', `/accounts/${accountId}`, { settings })),
    );
    const account = await table.startInstance().store.accounts.read(accountId);
    expect(account?.settings).toMatchObject(Object.assign({}, ...changes));
  });
});

describe('when DynamoDB never answers', () => {
  it('answers the vendor’s 500 before the function is stopped', async () => {
    const time = new ManualTime();
    const client = intercept(table.client, () => new Promise(() => {}));
    const instance = instanceOf(createStore(client, tableName, { time }), time);
    const answer = instance.request('/api/public/getSessions', {
      method: 'POST',
      headers: { auth: 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImEifQ.c2ln' },
    });
    while (time.waiting === 0) await turn();
    await time.advance(27_000);
    const response = await answer;
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ errors: [{ msg: 'Internal Server Error', code: 500 }] });
    expect(response.headers.get('x-emulator-reason')).toMatch(/^store_unavailable: /);
  });
});
