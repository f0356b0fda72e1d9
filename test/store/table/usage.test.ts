import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../control.ts';
import { botIds, CountedTable, dayText, importInto, noon, sessionsOf } from '../counted.ts';
import type { Instance } from '../instances.ts';
import type { Interceptor } from '../intercept.ts';

/*
 * What a request is said to have cost is what DynamoDB was asked for it: an account that makes use of everything,
 * asked by instances that know nothing and by ones that have been asked before.
 */

interface Capacity {
  CapacityUnits: number;
}

interface Cost {
  calls: number;
  readUnits: number;
  writeUnits: number;
}

/** Adds up what DynamoDB says of every call, whether the store has asked for it or not. */
class Ledger {
  cost: Cost = { calls: 0, readUnits: 0, writeUnits: 0 };

  readonly interceptor: Interceptor = async (command, send) => {
    command.input['ReturnConsumedCapacity'] = 'TOTAL';
    this.cost.calls += 1;
    const output = await send(command);
    const consumed = (output['ConsumedCapacity'] ?? []) as Capacity | Capacity[];
    const units = [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
    const isWrite = /^(?:Put|Update|Delete|BatchWrite)/.test(command.constructor.name);
    this.cost[isWrite ? 'writeUnits' : 'readUnits'] += units;
    return output;
  };

  take(): Cost {
    const { cost } = this;
    this.cost = { calls: 0, readUnits: 0, writeUnits: 0 };
    return cost;
  }
}

let shared: CountedTable;
let accountId: string;
let apps: { clientId: string; enforceJti: boolean; enforceJwe: boolean }[];

beforeAll(async () => {
  shared = await CountedTable.start();
  ({ accountId, apps } = await control<{ accountId: string; apps: typeof apps }>(
    shared.plain,
    'POST',
    '/accounts',
    {
      bots: botIds.map((botId) => ({ botId })),
      apps: [
        { kind: 'admin' },
        { kind: 'admin', enforceJti: true },
        { kind: 'admin', enforceJwe: true, enforceJti: true },
      ],
      clock: { mode: 'frozen', now: new Date(noon).toISOString() },
      rateLimit: { perMinute: 1000, perHour: 1000 },
      settings: { journal: false },
    },
  ));
  await importInto(
    shared.plain,
    accountId,
    botIds.slice(0, 2).flatMap((botId) => sessionsOf(botId, 40)),
  );
  await control(shared.plain, 'PUT', `/accounts/${accountId}/faults`, [
    { match: {}, after: 1000, effect: { error: 'internal' } },
  ]);
});
afterAll(() => shared.table.close());

async function tokenFor(app: { clientId: string }): Promise<string> {
  const body = { clientId: app.clientId };
  return (await control<{ token: string }>(shared.plain, 'POST', `/accounts/${accountId}/tokens`, body))
    .token;
}

const week = { dateFrom: dayText(6), dateTo: dayText(0) };
const requests: [string, string, object][] = [
  ['a page of a bot', '/bot/st-0', { ...week, limit: 5 }],
  ['another page', '/bot/st-0', { ...week, limit: 5, skip: 20 }],
  ['a page of the account', '', { ...week, limit: 50, userId: 'u-1' }],
  ['sessions by id', '', { sessionId: ['st-0-1', 'st-1-2', 'nobody'] }],
  ['a window that is refused', '/bot/st-0', { dateFrom: '2026-01-01', dateTo: '2026-03-01' }],
  ['a bot that is not there', '/bot/st-none', {}],
];

async function costs(instance: Instance, ledger: Ledger, token: string, route: string, body: object) {
  ledger.take();
  await instance.request(`/api/public${route}/getSessions`, {
    method: 'POST',
    headers: { auth: token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { told: instance.log.at(-1)?.dynamodb, asked: ledger.take() };
}

test.each(requests)('of %s, cold and warm, with every kind of app', async (_what, route, body) => {
  for (const app of apps) {
    const ledger = new Ledger();
    const instance = shared.table.startInstance(ledger.interceptor);
    for (const state of ['cold', 'warm']) {
      const token = await tokenFor(app);
      const { told, asked } = await costs(instance, ledger, token, route, body);
      expect(told, `${state}, ${JSON.stringify(app)}`).toEqual(asked);
      expect(asked.readUnits).toBeGreaterThan(0);
      if (app.enforceJti) expect(asked.writeUnits).toBeGreaterThan(0);
    }
  }
});

test('of a token whose client id nobody has', async () => {
  const ledger = new Ledger();
  const instance = shared.table.startInstance(ledger.interceptor, {
    // What is kept of it is written after the answer.
    unattributed: { keep: 0, perMinute: 1 },
  });
  const claims = Buffer.from('{"appId":"cs-unknown"}').toString('base64url');
  const header = Buffer.from('{"alg":"HS256"}').toString('base64url');
  const { told, asked } = await costs(instance, ledger, `${header}.${claims}.AAAA`, '', {});
  expect(told).toEqual(asked);
  expect(asked.calls).toBe(1);
});

test('of a token that is sent again, although its id was used', async () => {
  const ledger = new Ledger();
  const instance = shared.table.startInstance(ledger.interceptor);
  const [, app = { clientId: '' }] = apps;
  const token = await tokenFor(app);
  await costs(instance, ledger, token, '/bot/st-0', week);
  const { told, asked } = await costs(instance, ledger, token, '/bot/st-0', week);
  expect(instance.log.at(-1)?.reason?.code).toBe('jti_replayed');
  expect(told?.calls).toBe(asked.calls);
  expect(told?.readUnits).toBe(asked.readUnits);
});
