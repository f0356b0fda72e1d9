import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaseMs } from '../../functions/store/head/lease-times.ts';
import { control } from '../store/control.ts';
import { turns } from '../store/counted.ts';
import { randomFrom, throttled } from '../store/disturbance.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../store/instances.ts';
import {
  type Command,
  type Interceptor,
  isBatchWrite,
  isRead,
  type Output,
  type Send,
} from '../store/intercept.ts';
import { hurriedTime } from '../support/manual-time.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import { botIds, day, isoOf, noon, requestArbitrary, sessionsArbitrary } from './arbitraries.ts';
import { expectedResponse } from './expected.ts';
import type { ModelRequest, ModelSession } from './model.ts';

/*
 * A process that alone writes its table has what it writes in memory at once, while calls to the engine fail: before
 * they are done, after they are done, or in the middle. Whatever became of a write, each answer from then on is the one
 * that the model gives for what the table holds; and what had not failed is all there.
 */

const limits = { defaultLimit: 6, maxLimit: 9 };

type Sessions = ReadonlyMap<string, ModelSession>;
const mapOf = (sessions: readonly ModelSession[]): Sessions =>
  new Map(sessions.map((session) => [session.sessionId, session]));

interface Step {
  kind: 'import' | 'remove' | 'removeDay' | 'clear' | 'keep' | 'restore';
  sessions: ModelSession[];
  nth: number;
  bot: string;
  /** Which of its calls fail, in a hundred. */
  failing: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('import' as const) },
    { weight: 3, arbitrary: fc.constantFrom('remove' as const, 'removeDay' as const) },
    { weight: 3, arbitrary: fc.constantFrom('keep' as const, 'restore' as const) },
    { weight: 1, arbitrary: fc.constant('clear' as const) },
  ),
  sessions: sessionsArbitrary(1, 30),
  nth: fc.integer({ min: 1, max: 8 }),
  bot: fc.constantFrom(...botIds),
  failing: fc.constantFrom(0, 0, 5, 15, 30),
});

const historyArbitrary = fc.record({
  random: fc.nat(),
  steps: fc.array(stepArbitrary, { minLength: 8, maxLength: 14, size: 'max' }),
  requests: fc.array(requestArbitrary, { minLength: 12, maxLength: 12, size: 'max' }),
});

let now = noon;
let table: SharedTable;

beforeAll(async () => {
  const time = hurriedTime(
    () => now,
    () => turns(1),
  );
  table = await startSharedTable(() => now, { time });
});
afterAll(() => table.close());

/** Has calls of writers fail, and others read meanwhile. */
class Trouble {
  reads = 0;
  /** Which of the calls fail, in a hundred; undefined: nothing is in the way. */
  #failing: number | undefined;
  /** After so many batches all others are throttled. */
  #batchesLeft = Number.POSITIVE_INFINITY;
  readMeanwhile: () => Promise<unknown> = async () => undefined;
  #reading: Promise<unknown>[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  readonly interceptor: Interceptor = async (command, send) => {
    if (isRead(command)) this.reads++;
    if (this.#failing === undefined) return send(command);
    if (isBatchWrite(command) && this.#batchesLeft-- <= 0) throw throttled();
    const fails = this.#random() * 100 < this.#failing;
    this.#readNowAndThen();
    const output = fails ? await this.#doSome(command, send) : await send(command);
    this.#readNowAndThen();
    await turns(Math.floor(this.#random() * 3));
    if (!fails) return output;
    throw Object.assign(new Error('The engine failed'), { $fault: 'server', $metadata: {} });
  };

  /** @param failing which of the calls fail, in a hundred */
  begin(failing: number): void {
    this.#failing = failing;
    this.#batchesLeft = this.#random() < 0.15 ? Math.floor(this.#random() * 3) : Number.POSITIVE_INFINITY;
  }

  /** Nothing is in the way from now on, and those who read have their answers. */
  async end(): Promise<void> {
    this.#failing = undefined;
    await Promise.all(this.#reading.splice(0));
  }

  #readNowAndThen(): void {
    if (this.#random() < 0.1 && this.#reading.length < 6) this.#reading.push(this.readMeanwhile());
  }

  /** Does nothing, a part, or all of a call that fails. */
  async #doSome(command: Command, send: Send): Promise<Output> {
    const how = this.#random();
    if (how < 0.2) throw throttled();
    if (how < 0.4) return {};
    if (how < 0.7 && isBatchWrite(command)) {
      const requests = (command.input['RequestItems'] as Record<string, unknown[]>)[tableName] ?? [];
      const part = requests.slice(0, Math.ceil(this.#random() * requests.length));
      Object.assign(command.input, { RequestItems: { [tableName]: part } });
    }
    return send(command);
  }
}

/** The sessions that the table holds, by an instance that remembers nothing. */
async function tableOf({ accountId }: TestAccount): Promise<Sessions> {
  const cold = table.startInstance();
  const response = await cold.request(`/_emulator/accounts/${accountId}/sessions?limit=1000`, {
    headers: { authorization: 'Bearer test-control-key' },
  });
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return mapOf(lines.map((line) => ({ identities: [], ...JSON.parse(line) }) as ModelSession));
}

const textOf = (session: ModelSession | undefined): string =>
  session ? JSON.stringify(Object.entries(session).sort(([a], [b]) => (a < b ? -1 : 1))) : 'none';

/** What is to be written of a step, and what it makes of the sessions. */
function planOf(
  step: Step,
  before: Sessions,
  kept: Sessions | undefined,
): [string, string, unknown, Sessions] {
  const without = (isGone: (session: ModelSession, index: number) => boolean): Sessions =>
    mapOf([...before.values()].filter((session, index) => !isGone(session, index)));
  switch (step.kind) {
    case 'import':
      return ['POST', '/sessions', step.sessions, new Map([...before, ...mapOf(step.sessions)])];
    case 'remove': {
      const gone = [...before.keys()].filter((_id, index) => index % step.nth === 0).slice(0, 40);
      const query = gone.length > 0 ? gone.join('&sessionId=') : 'none';
      const after = without(({ sessionId }) => gone.includes(sessionId));
      return ['DELETE', `/sessions?sessionId=${query}`, undefined, after];
    }
    case 'removeDay': {
      const from = Math.floor(noon / day) * day - step.nth * day;
      const query = `botId=${step.bot}&from=${isoOf(from)}&to=${isoOf(from + day - 1)}`;
      const isGone = ({ botId, start_time }: ModelSession): boolean =>
        botId === step.bot && Math.floor(Date.parse(start_time) / day) * day === from;
      return ['DELETE', `/sessions?${query}`, undefined, without(isGone)];
    }
    case 'clear':
      return ['DELETE', '/sessions', undefined, new Map()];
    case 'keep':
      return ['PUT', '/snapshots/kept', undefined, before];
    case 'restore':
      return ['POST', '/snapshots/kept/restore', undefined, kept ?? before];
  }
}

test('what was written is read from memory as the table holds it, whichever calls have failed', async () => {
  let [checked, fromMemory, failed] = [0, 0, 0];
  const run = async (random: () => number, steps: Step[], requests: ModelRequest[]): Promise<void> => {
    const trouble = new Trouble(random);
    const here: Instance = table.startInstance(trouble.interceptor, {
      soleWriter: true,
      isIndexImmediate: true,
    });
    const account = await TestAccount.create(here, {
      bots: botIds.map((botId) => ({ botId })),
      clock: { mode: 'frozen', now: isoOf(noon) },
      settings: { ...limits, journal: false },
    });
    trouble.readMeanwhile = () =>
      account.getSessions(here, requests[Math.floor(random() * 12)] as ModelRequest);
    let sessions: Sessions = new Map();
    // What the snapshot holds, or may hold where keeping it has failed.
    let kept: Sessions[] = [];
    for (const step of steps) {
      const [method, path, body, after] = planOf(step, sessions, kept[0]);
      trouble.begin(step.failing);
      const writing = control<{ sessions?: number | null }>(
        here,
        method,
        `/accounts/${account.accountId}${path}`,
        body,
      );
      const answer = await writing.catch(() => undefined);
      const isDone = answer !== undefined;
      await trouble.end();
      await table.settled();
      const found = await tableOf(account);
      if (step.kind === 'restore' && (kept.length !== 1 || !isDone)) {
        // It may have been taken back or not, and to either.
        const may = [sessions, ...kept].map((each) => [...each.values()].map(textOf).sort());
        expect(may).toContainEqual([...found.values()].map(textOf).sort());
      } else {
        for (const id of new Set([...sessions.keys(), ...after.keys(), ...found.keys()])) {
          const may = isDone ? [after] : [sessions, after];
          expect(may.map((each) => textOf(each.get(id)))).toContain(textOf(found.get(id)));
        }
      }
      sessions = found;
      if (typeof answer?.sessions === 'number' && step.kind === 'keep')
        expect(answer.sessions).toBe(found.size);
      if (step.kind === 'keep') kept = isDone ? [sessions] : [...kept, sessions];
      // A lease whose end could not be noted is over by then.
      if (!isDone) now += 2 * leaseMs;
      if (!isDone) failed++;
      for (const index of [0, 1, 2].map((offset) => (checked + offset) % 12)) {
        const request = requests[index] as ModelRequest;
        trouble.reads = 0;
        const response = await account.getSessions(here, request);
        const list = [...sessions.values()];
        const expected = expectedResponse({ botIds, sessions: list, now: noon, ...limits }, request);
        expect(`${response.status} ${await response.text()}`).toBe(`${expected.status} ${expected.body}`);
        checked++;
        if (trouble.reads === 0 && expected.status === 200) fromMemory++;
      }
    }
  };
  const property = fc.asyncProperty(historyArbitrary, ({ random, steps, requests }) =>
    run(randomFrom(random), steps, requests),
  );
  const isMet = () => failed > 0 && fromMemory > 0;
  await assertAtLeast(2, property, { numRuns: 1_000, ms: 4_000, endOnFailure: true, isMet });
  expect(failed).toBeGreaterThan(0);
  expect(fromMemory).toBeGreaterThan(0);
}, 600_000);
