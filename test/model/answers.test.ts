import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';
import { timesOf } from '../support/thorough.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import { botIds, clockArbitrary, noon, requestArbitrary, sessionsArbitrary } from './arbitraries.ts';
import { expectedResponse } from './expected.ts';
import { expectedAnswer, ModelRefusal, type ModelRequest, type ModelSession } from './model.ts';

// Small, so that defaults and clamping show on a few sessions.
const limits = { defaultLimit: 6, maxLimit: 9 };

const instanceNumber = fc.nat(1);
const stepArbitrary = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      via: instanceNumber,
      sessions: sessionsArbitrary(1, 12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), via: instanceNumber, now: clockArbitrary }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      via: instanceNumber,
      request: requestArbitrary,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('askAgain' as const), via: instanceNumber, which: fc.nat(7) }),
  },
);

const historyArbitrary = fc.record({
  sessions: sessionsArbitrary(10, 70),
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 16, size: '+1' }),
});

let table: SharedTable;
let instances: [Instance, Instance];

beforeAll(async () => {
  table = await startSharedTable();
  instances = [table.startInstance(), table.startInstance()];
});
afterAll(async () => {
  await table.close();
});

test('any history of imports, clock changes and requests, over two instances, is answered as the model answers it', async () => {
  await assertAtLeast(
    1,
    fc.asyncProperty(historyArbitrary, async ({ sessions, steps }) => {
      const account = await TestAccount.create(instances[0], {
        bots: botIds.map((botId) => ({ botId })),
        clock: { mode: 'frozen', now: new Date(noon).toISOString() },
        settings: { ...limits, journal: false },
      });
      const kept = new Map<string, ModelSession>();
      const asked: ModelRequest[] = [];
      let now = noon;
      const write = async (via: Instance, batch: readonly ModelSession[]) => {
        const ids = new Set(batch.map(({ sessionId }) => sessionId));
        const replaced = [...ids].filter((id) => kept.has(id)).length;
        expect(await account.importSessions(via, batch)).toEqual({
          written: ids.size - replaced,
          replaced,
          rejected: [],
          settled: true,
        });
        for (const session of batch) kept.set(session.sessionId, session);
      };

      await write(instances[0], sessions);
      for (const step of steps) {
        const via = step.via === 0 ? instances[0] : instances[1];
        if (step.kind === 'import') {
          await write(via, step.sessions);
        } else if (step.kind === 'clock') {
          await account.freezeClock(via, step.now);
          now = step.now;
        } else {
          // Of what was asked before, parts are remembered.
          const request = step.kind === 'ask' ? step.request : asked.at(-1 - step.which);
          if (!request) continue;
          asked.push(request);
          const response = await account.getSessions(via, request);
          const answer = { status: response.status, body: await response.text() };
          expect(answer).toEqual(
            expectedResponse({ botIds, sessions: [...kept.values()], now, ...limits }, request),
          );
        }
      }
    }),
    // On a slow or busy machine fewer runs are enough; a counterexample is printed either way.
    { numRuns: 60, ms: 12_000 },
  );
}, 180_000);

test('the generated requests are worth asking: each kind of answer occurs often', () => {
  const kinds = new Map<string, number>();
  const numRuns = timesOf(1000);
  const count = (kind: string) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const samples = fc.sample(fc.tuple(sessionsArbitrary(10, 70), requestArbitrary), {
    numRuns,
    seed: 1,
  });
  for (const [sessions, request] of samples) {
    const unique = [...new Map(sessions.map((session) => [session.sessionId, session])).values()];
    try {
      const answer = expectedAnswer({ botIds, sessions: unique, now: noon, ...limits }, request);
      if (answer.invalidSessions) count(answer.total > 0 ? 'ids found' : 'ids not found');
      else if (answer.sessions.length === 0) count(answer.total > 0 ? 'page past the end' : 'no match');
      else count(answer.moreAvailable ? 'page with more to come' : 'last page');
    } catch (error) {
      count(error instanceof ModelRefusal ? error.kind : 'failure');
    }
  }
  const leastOf1000 = {
    'ids found': 20,
    'ids not found': 10,
    'no match': 25,
    'page past the end': 10,
    'page with more to come': 20,
    'last page': 50,
    validation: 40,
    windowTooLong: 10,
  };
  const missed = Object.entries(leastOf1000).filter(
    ([kind, wanted]) => (kinds.get(kind) ?? 0) < (wanted * numRuns) / 1000,
  );
  expect(missed, JSON.stringify(Object.fromEntries(kinds))).toEqual([]);
  expect(kinds.get('failure')).toBeUndefined();
});
