import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryFrom } from '../../functions/store/reader/session-reader.ts';
import type { StoreOptions } from '../../functions/store/store.ts';
import { control } from '../store/control.ts';
import { turns } from '../store/counted.ts';
import { disturbed, randomFrom, throttled } from '../store/disturbance.ts';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';
import { type Interceptor, isBatchGet, isCall } from '../store/intercept.ts';
import { LaggingIndex } from '../store/lagging-index.ts';
import { hurriedTime } from '../support/manual-time.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import { botIds, day, noon, requestArbitrary, sessionsArbitrary } from './arbitraries.ts';
import { expectedResponse } from './expected.ts';
import type { ModelRequest, ModelSession } from './model.ts';

/*
 * Readers ask several instances over one table while sessions are written through several instances. Whatever
 * overtakes what, each answer must be the one that the model gives for the sessions as they were between two
 * writes: after those that had been answered when the request began, and before any that began after its end.
 */

const limits = { defaultLimit: 6, maxLimit: 9 };

// The writer looks nine times whether the index shows a change, and each look is a read of it.
const longestLag = 7;

const sessionIds = (list: readonly ModelSession[]) => list.map(({ sessionId }) => sessionId);
const kept = (sessions: readonly ModelSession[]) => [
  ...new Map(sessions.map((session) => [session.sessionId, session])).values(),
];
const startOf = ({ start_time }: ModelSession) => Date.parse(start_time);

/** A write: how it is sent, and what it makes of the sessions. */
interface Write {
  send: (account: TestAccount, instance: Instance, before: readonly ModelSession[]) => Promise<unknown>;
  apply: (
    before: readonly ModelSession[],
    seed: readonly ModelSession[],
    kept: readonly ModelSession[],
  ) => readonly ModelSession[];
  /** Whether it keeps them for a write that goes back to them; before the first there is the seed. */
  keeps?: true;
}

const remove = (account: TestAccount, instance: Instance, query: string) =>
  control(instance, 'DELETE', `/accounts/${account.accountId}/sessions${query}`);
const reset = (to: 'seed' | 'empty') => (account: TestAccount, instance: Instance) =>
  control(instance, 'POST', `/accounts/${account.accountId}/reset`, { to });

// New sessions, others under ids that there are, and with them sessions that move in time and between bots.
const importing = sessionsArbitrary(1, 40).map(
  (sessions): Write => ({
    send: (account, instance) => account.importSessions(instance, sessions),
    apply: (before) => kept([...before, ...sessions]),
  }),
);
const removingSome = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(4)).map(([nth, offset]): Write => {
  const chosen = (sessions: readonly ModelSession[]) =>
    sessions.filter((_session, index) => index % nth === offset % nth).slice(0, 40);
  return {
    send: (account, instance, before) => {
      const ids = sessionIds(chosen(before));
      return remove(account, instance, `?sessionId=${ids.length > 0 ? ids.join('&sessionId=') : 'none'}`);
    },
    apply: (before) => {
      const gone = chosen(before);
      return before.filter((session) => !gone.includes(session));
    },
  };
});
const removingByDay = fc
  .tuple(fc.constantFrom(...botIds), fc.nat(8), fc.nat(3))
  .map(([botId, daysAgo, length]): Write => {
    const from = Math.floor(noon / day) * day - daysAgo * day;
    const to = from + length * day + day - 1;
    const texts = [from, to].map((instant) => new Date(instant).toISOString());
    return {
      send: (account, instance) =>
        remove(account, instance, `?botId=${botId}&from=${texts[0]}&to=${texts[1]}`),
      apply: (before) =>
        before.filter((each) => each.botId !== botId || startOf(each) < from || startOf(each) > to),
    };
  });
const removingAll: Write = { send: (account, instance) => remove(account, instance, ''), apply: () => [] };

const snapshot = (account: TestAccount, instance: Instance, method: string, action = '') =>
  control(instance, method, `/accounts/${account.accountId}/snapshots/kept${action}`);
const keeping: Write = {
  send: (account, instance) => snapshot(account, instance, 'PUT'),
  apply: (before) => before,
  keeps: true,
};
const restoring: Write = {
  send: (account, instance) => snapshot(account, instance, 'POST', '/restore'),
  apply: (_before, _seed, sessions) => sessions,
};

const writeArbitrary: fc.Arbitrary<Write> = fc.oneof(
  { weight: 8, arbitrary: importing },
  { weight: 3, arbitrary: removingSome },
  { weight: 2, arbitrary: removingByDay },
  { weight: 1, arbitrary: fc.constant(removingAll) },
  { weight: 3, arbitrary: fc.constant(keeping) },
  { weight: 2, arbitrary: fc.constant(restoring) },
  { weight: 1, arbitrary: fc.constant<Write>({ send: reset('seed'), apply: (_before, seed) => seed }) },
  { weight: 1, arbitrary: fc.constant<Write>({ send: reset('empty'), apply: () => [] }) },
);

const historyArbitrary = fc.record({
  seed: fc.nat(),
  sessions: sessionsArbitrary(10, 70),
  writes: fc.array(writeArbitrary, { minLength: 3, maxLength: 8, size: 'max' }),
  requests: fc.array(requestArbitrary, { minLength: 30, maxLength: 30, size: 'max' }),
});
type History = typeof historyArbitrary extends fc.Arbitrary<infer T> ? T : never;

const lagging = new LaggingIndex();
let table: SharedTable;

beforeAll(async () => {
  // Who waits lets others go on, without a clock in it. A reader that waits as often as it may outlasts any write.
  table = await startSharedTable(Date.now, {
    time: hurriedTime(
      () => noon,
      () => turns(100),
    ),
  });
});
afterAll(async () => {
  await table.close();
});

/** For how many turns of the event loop calls are held up now and then: a reader's for longer than a write takes. */
const holdUps = { writer: 4, both: 40, reader: 400 };

function start(
  random: () => number,
  role: keyof typeof holdUps,
  { trouble, ...options }: StoreOptions & { trouble?: Interceptor } = {},
): Instance {
  const bumpy = disturbed(random, holdUps[role]);
  const lag: Interceptor = (command, send) => lagging.interceptor(command, send);
  const troubled: Interceptor = (command, send) =>
    trouble ? trouble(command, (passed) => lag(passed, send)) : lag(command, send);
  return table.startInstance((command, send) => bumpy(command, (passed) => troubled(passed, send)), options);
}

/** Status and body that the model expects. */
function expected(sessions: readonly ModelSession[], request: ModelRequest): string {
  const { status, body } = expectedResponse({ botIds, sessions, now: noon, ...limits }, request);
  return `${status} ${body}`;
}

/** What came of a history: so that a test can see that what it is about has happened. */
interface Tally {
  answers: number;
  /** Answered while a write was under way. */
  duringWrites: number;
  refused: number;
}

interface Cast {
  writers: readonly Instance[];
  readers: readonly Instance[];
  /** Whether a reader's calls may fail for ever. */
  mayRefuse: (reader: Instance) => boolean;
}

async function play({ sessions, writes, requests }: History, cast: Cast, tally: Tally): Promise<void> {
  const [first] = cast.writers;
  if (!first) throw new Error('nobody writes');
  const seed = kept(sessions);
  const account = await TestAccount.create(first, {
    bots: botIds.map((botId) => ({ botId })),
    clock: { mode: 'frozen', now: new Date(noon).toISOString() },
    settings: { ...limits, journal: false },
    seed,
  });
  /** The sessions after each write, from none on; writes up to `begun` were begun, up to `answered` answered. */
  const states: (readonly ModelSession[])[] = [seed];
  let [begun, answered] = [0, 0];

  await keeping.send(account, first, seed);
  let keptNow: readonly ModelSession[] = seed;
  const write = async (): Promise<void> => {
    for (const [index, { send, apply, keeps }] of writes.entries()) {
      const before = states[index] ?? [];
      states.push(apply(before, seed, keptNow));
      if (keeps) keptNow = before;
      begun++;
      await send(account, cast.writers[index % cast.writers.length] ?? first, before);
      answered++;
    }
  };
  const read = async (reader: Instance, asked: readonly ModelRequest[]): Promise<void> => {
    let [state, sinceThen] = ['', 0];
    // Goes round until all is written, so that every write meets requests.
    for (let index = 0; answered < writes.length || index < asked.length; index++) {
      const request = asked[index % asked.length];
      if (!request) return;
      // A request that is answered from memory alone would never let the writers go on; what has all been asked of these
      // sessions is asked again now and then, so that no part of a write is left unmet.
      await turns(sinceThen < asked.length ? 1 : 20);
      if (state !== `${begun} ${answered}`) [state, sinceThen] = [`${begun} ${answered}`, 0];
      sinceThen++;
      const from = answered;
      const response = await account.getSessions(reader, request);
      const text = `${response.status} ${await response.text()}`;
      tally.answers++;
      if (from < begun) tally.duringWrites++;
      const possible = states.slice(from, begun + 1).map((state) => expected(state, request));
      if (possible.includes(text)) continue;
      const reason = response.headers.get('x-emulator-reason') ?? '';
      if (cast.mayRefuse(reader) && response.status === 500 && reason.startsWith('store_unavailable')) {
        tally.refused++;
        continue;
      }
      expect([text, reason, request], `after writes ${from} to ${begun}`).toEqual(possible);
    }
  };
  const share = Math.ceil(requests.length / cast.readers.length);
  await Promise.all([
    write(),
    ...cast.readers.map((reader, index) => read(reader, requests.slice(index * share, (index + 1) * share))),
  ]);
}

/** @param isMet whether what the test is about has come up in the answers */
async function check(
  isMet: (tally: Tally) => boolean,
  castOf: (random: () => number) => Cast,
): Promise<void> {
  const tally: Tally = { answers: 0, duringWrites: 0, refused: 0 };
  await assertAtLeast(
    2,
    fc.asyncProperty(historyArbitrary, async (history) => {
      const random = randomFrom(history.seed);
      lagging.lag = () => Math.floor(random() * (longestLag + 1));
      lagging.pageSize = () => (random() < 0.5 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 10));
      await play(history, castOf(random), tally);
    }),
    // What overtakes what depends on the engine too, so that a smaller example may not fail again.
    { numRuns: 24, ms: 20_000, endOnFailure: true, isMet: () => isMet(tally) },
  );
  expect(tally).toSatisfy(isMet);
}

const never = (): boolean => false;
const areMixed = ({ answers, duringWrites }: Tally): boolean => answers > 15 && duringWrites > 5;

test('any answer is of the sessions as they were between two writes, whoever writes and whoever answers', async () => {
  await check(areMixed, (random) => {
    const [writer, both, one, two] = [
      start(random, 'writer'),
      start(random, 'both'),
      start(random, 'reader'),
      // Keeps each slice as soon as it arrives, as one does that waits long for the others.
      start(random, 'reader', { memory: { ...memoryFrom({}), verifyAfter: { ms: 0, sessions: 0 } } }),
    ];
    return { writers: [writer, both], readers: [both, one, one, two, two], mayRefuse: never };
  });
}, 600_000);

test('so it is where calls are throttled for ever: the request is refused, or its answer is right', async () => {
  let failures = 0;
  // A request that is refused has met a failure, and of two that met the same one both may be.
  const isMet = ({ answers, refused }: Tally): boolean => failures > 0 && answers > refused;
  await check(isMet, (random) => {
    const writer = start(random, 'writer');
    const failing = start(random, 'reader', {
      trouble: async (command, send) => {
        const isRead = isCall(command, 'Get') || isCall(command, 'Query') || isBatchGet(command);
        if (!isRead || random() > 0.05) return send(command);
        failures++;
        throw throttled();
      },
    });
    return {
      writers: [writer],
      readers: [writer, failing, failing],
      mayRefuse: (reader) => reader === failing,
    };
  });
}, 600_000);

test('so it is with one process that alone writes the table and remembers what it has written', async () => {
  await check(areMixed, (random) => {
    const only = start(random, 'both', { soleWriter: true });
    return { writers: [only], readers: [only, only, only], mayRefuse: never };
  });
}, 600_000);
