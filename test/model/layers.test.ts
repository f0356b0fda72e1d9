import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoreOptions } from '../../functions/store/store.ts';
import { control } from '../store/control.ts';
import { turns } from '../store/counted.ts';
import { disturbed, randomFrom } from '../store/disturbance.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../store/instances.ts';
import { LaggingIndex } from '../store/lagging-index.ts';
import { hurriedTime } from '../support/manual-time.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import { botIds, day, noon, requestArbitrary, sessionsArbitrary } from './arbitraries.ts';
import { expectedResponse } from './expected.ts';
import type { ModelRequest, ModelSession } from './model.ts';

/*
 * Accounts are filled, changed, kept, taken back, copied and removed in any order, through several instances, beside a
 * model that copies maps. After each step any account answers as its map does, and in the end nothing is left that
 * nobody uses.
 */

const limits = { defaultLimit: 6, maxLimit: 9 };

type Sessions = ReadonlyMap<string, ModelSession>;

interface ModelledAccount {
  account: TestAccount;
  sessions: Sessions;
  origin: Sessions;
  snapshots: Map<string, Sessions>;
}

const mapOf = (sessions: readonly ModelSession[]): Sessions =>
  new Map(sessions.map((session) => [session.sessionId, session]));
const startOf = ({ start_time }: ModelSession): number => Date.parse(start_time);

const nth = fc.nat(1000);
const name = fc.constantFrom('one', 'two', 'three');
const stepArbitrary = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('import'), nth, sessions: sessionsArbitrary(1, 30) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('remove'), nth, every: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('removeDay'),
      nth,
      bot: fc.constantFrom(...botIds),
      daysAgo: fc.nat(8),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('removeBot'), nth, bot: fc.constantFrom(...botIds) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear'), nth }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('keep'), nth, name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('restore'), nth, name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reset'), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('empty'), nth }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('copy'), nth, name: fc.option(name, { nil: undefined }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop'), nth, name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeAccount'), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sweep'), nth }) },
);
type Step = {
  kind: string;
  nth: number;
  name?: string | undefined;
  bot?: string;
  daysAgo?: number;
  every?: number;
  sessions?: ModelSession[];
};

const historyArbitrary = fc.record({
  random: fc.nat(),
  seed: sessionsArbitrary(0, 60),
  steps: fc.array(stepArbitrary, { minLength: 11, maxLength: 25, size: 'max' }),
  requests: fc.array(requestArbitrary, { minLength: 12, maxLength: 12, size: 'max' }),
});

let now = noon;
const lagging = new LaggingIndex();
let table: SharedTable;
let looker: Instance;

beforeAll(async () => {
  const time = hurriedTime(
    () => now,
    () => turns(20),
  );
  table = await startSharedTable(() => now, { time });
  looker = table.startInstance(lagging.interceptor);
});
afterAll(() => table.close());

function start(random: () => number, options?: StoreOptions): Instance {
  const bumpy = disturbed(random, 4);
  return table.startInstance(
    (command, send) => bumpy(command, (passed) => lagging.interceptor(passed, send)),
    options,
  );
}

/** What the table holds but for the key pair of the deployment. */
async function allKeys(): Promise<string[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
  return Items.map(({ pk, sk }) => `${pk}/${sk}`).filter((key) => !key.startsWith('DEPLOYMENT'));
}

async function sweepAfter(ms: number, { store }: Instance): Promise<void> {
  await table.settled();
  now += ms;
  const { removals } = store;
  await removals.sweep(now, removals.budget({ items: Number.MAX_SAFE_INTEGER, ms: 60_000 }));
  await (await store.flattening()).goOn(now, 60_000);
}

const settings = { ...limits, journal: false };

class World {
  readonly accounts: ModelledAccount[] = [];
  readonly #instances: readonly Instance[];
  readonly #random: () => number;
  #steps = 0;

  constructor(instances: readonly Instance[], random: () => number) {
    this.#instances = instances;
    this.#random = random;
  }

  /** Who takes away what nobody uses: one that is alone leaves it to nobody else. */
  sweepAfter(ms: number): Promise<void> {
    return sweepAfter(ms, this.#instances.length === 1 ? this.any : looker);
  }

  get any(): Instance {
    return this.#instances[Math.floor(this.#random() * this.#instances.length)] ?? looker;
  }

  async create(seed: readonly ModelSession[]): Promise<void> {
    const sessions = mapOf(seed);
    const account = await TestAccount.create(this.any, {
      bots: botIds.map((botId) => ({ botId })),
      clock: { mode: 'frozen', now: new Date(noon).toISOString() },
      settings,
      ...(sessions.size > 0 ? { seed: [...sessions.values()] } : {}),
    });
    this.accounts.push({ account, sessions, origin: sessions, snapshots: new Map() });
  }

  async take(step: Step): Promise<void> {
    if (this.accounts.length === 0) await this.create([]);
    const one = this.accounts[step.nth % this.accounts.length];
    if (!one) throw new Error('nobody is there');
    this.#steps++;
    await this.#take(one, step);
  }

  async #take(one: ModelledAccount, step: Step): Promise<void> {
    const { kind, name = '', bot = '', daysAgo = 0, every = 1, sessions = [] } = step;
    const path = `/accounts/${one.account.accountId}`;
    const kept = one.snapshots.get(name);
    const without = (isGone: (session: ModelSession, index: number) => boolean): void => {
      one.sessions = mapOf([...one.sessions.values()].filter((session, index) => !isGone(session, index)));
    };
    switch (kind) {
      case 'import': {
        const added = mapOf(sessions);
        const replaced = [...added.keys()].filter((id) => one.sessions.has(id)).length;
        expect(await one.account.importSessions(this.any, sessions)).toMatchObject({
          written: added.size - replaced,
          replaced,
        });
        one.sessions = new Map([...one.sessions, ...added]);
        return;
      }
      case 'remove': {
        const gone = [...one.sessions.keys()].filter((_id, index) => index % every === 0).slice(0, 40);
        const query = gone.length > 0 ? gone.join('&sessionId=') : 'none';
        const answer = await control(this.any, 'DELETE', `${path}/sessions?sessionId=${query}`);
        expect(answer).toMatchObject({ deleted: gone.length });
        return without(({ sessionId }) => gone.includes(sessionId));
      }
      case 'removeDay': {
        const from = Math.floor(noon / day) * day - daysAgo * day;
        const [first, last] = [from, from + day - 1].map((instant) => new Date(instant).toISOString());
        await control(this.any, 'DELETE', `${path}/sessions?botId=${bot}&from=${first}&to=${last}`);
        return without((each) => each.botId === bot && startOf(each) >= from && startOf(each) < from + day);
      }
      case 'removeBot':
        await control(this.any, 'DELETE', `${path}/sessions?botId=${bot}`);
        return without(({ botId }) => botId === bot);
      case 'clear':
        expect(await control(this.any, 'DELETE', `${path}/sessions`)).toEqual({
          deleted: one.sessions.size,
          settled: true,
        });
        return without(() => true);
      case 'keep':
        expect(await control(this.any, 'PUT', `${path}/snapshots/${name}`)).toMatchObject({
          sessions: one.sessions.size,
        });
        one.snapshots.set(name, one.sessions);
        return;
      case 'restore':
        if (!kept) return;
        expect(await control(this.any, 'POST', `${path}/snapshots/${name}/restore`)).toMatchObject({
          written: kept.size,
        });
        one.sessions = kept;
        return;
      case 'reset':
        expect(await control(this.any, 'POST', `${path}/reset`)).toMatchObject({ written: one.origin.size });
        one.sessions = one.origin;
        return;
      case 'empty':
        await control(this.any, 'POST', `${path}/reset`, { to: 'empty' });
        return without(() => true);
      case 'copy': {
        const snapshot = kept ? name : undefined;
        const from = { accountId: one.account.accountId, ...(snapshot && { snapshot }) };
        const account = await TestAccount.create(this.any, { from, settings });
        const copied = kept ?? one.sessions;
        this.accounts.push({ account, sessions: copied, origin: copied, snapshots: new Map() });
        return;
      }
      case 'drop':
        await control(this.any, 'DELETE', `${path}/snapshots/${name}`);
        one.snapshots.delete(name);
        return;
      case 'removeAccount':
        return this.remove(one);
      default:
        // Now and then beyond all that is noted for the case that somebody is cut off.
        return this.sweepAfter(step.nth % 4 === 0 ? 2 * 3_600_000 : 61_000);
    }
  }

  async remove(one: ModelledAccount): Promise<void> {
    await control(this.any, 'DELETE', `/accounts/${one.account.accountId}`);
    this.accounts.splice(this.accounts.indexOf(one), 1);
  }

  async check(requests: readonly ModelRequest[]): Promise<void> {
    for (const { account, sessions, snapshots } of this.accounts) {
      const list = [...sessions.values()];
      const asked = [0, 1, 2].map((index) => requests[(this.#steps + index) % requests.length]);
      for (const request of asked) {
        if (!request) continue;
        const response = await account.getSessions(this.any, request);
        expect(`${response.status} ${await response.text()}`).toBe(expected(list, request));
      }
      expect(await exportedIds(this.any, account)).toEqual([...sessions.keys()].sort());
      const listed = await control<{ snapshots: { name: string; sessions: number }[] }>(
        this.any,
        'GET',
        `/accounts/${account.accountId}/snapshots`,
      );
      expect(new Map(listed.snapshots.map((each) => [each.name, each.sessions]))).toEqual(
        new Map([...snapshots].sort().map(([key, kept]) => [key, kept.size])),
      );
    }
  }
}

async function exportedIds(instance: Instance, { accountId }: TestAccount): Promise<string[]> {
  const response = await instance.request(`/_emulator/accounts/${accountId}/sessions?limit=1000`, {
    headers: { authorization: 'Bearer test-control-key' },
  });
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as ModelSession).sessionId);
}

/** Status and body that the model expects. */
function expected(sessions: readonly ModelSession[], request: ModelRequest): string {
  const { status, body } = expectedResponse({ botIds, sessions, now: noon, ...limits }, request);
  return `${status} ${body}`;
}

/** `steps`: more of them than this are taken */
type Trial = { times: number; numRuns: number; ms: number; steps: number };

/** Tries histories of accounts, and returns how many layers there were at most. */
async function tryHistories(
  instances: (random: () => number) => Instance[],
  { times, steps: least, ...trial }: Trial,
): Promise<{ deepest: number }> {
  let [taken, deepest] = [0, 0];
  await assertAtLeast(
    times,
    fc.asyncProperty(historyArbitrary, async ({ random: from, seed, steps, requests }) => {
      const random = randomFrom(from);
      lagging.lag = () => Math.floor(random() * 8);
      lagging.pageSize = () => (random() < 0.5 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 10));
      const world = new World(instances(random), random);
      await world.create(seed);
      for (const step of steps) {
        await world.take(step as Step);
        await world.check(requests);
        taken++;
      }
      await table.settled();
      for (const { account } of world.accounts) {
        const depth = (await looker.store.accounts.read(account.accountId))?.layers.length ?? 0;
        deepest = Math.max(deepest, depth);
      }
      for (const one of [...world.accounts]) await world.remove(one);
      await world.sweepAfter(2 * 3_600_000);
      await world.sweepAfter(61_000);
      expect(await allKeys()).toEqual([]);
    }),
    { ...trial, endOnFailure: true, isMet: () => taken > least },
  );
  expect(taken).toBeGreaterThan(least);
  return { deepest };
}

test('accounts that share layers are as if each had sessions of its own, and leave nothing', async () => {
  const { deepest } = await tryHistories((random) => [start(random), start(random), start(random)], {
    times: 2,
    numRuns: 25,
    ms: 40_000,
    steps: 20,
  });
  expect(deepest).toBeLessThanOrEqual(6);
}, 600_000);

test('so they are with one process that alone writes the table and remembers what it has written', async () => {
  await tryHistories((random) => [start(random, { soleWriter: true })], {
    times: 1,
    numRuns: 15,
    ms: 20_000,
    steps: 10,
  });
}, 600_000);
