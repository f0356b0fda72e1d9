import { describe, expect, test } from 'vitest';
import { memoryFrom } from '../../../functions/store/reader/session-reader.ts';
import type { StoreOptions } from '../../../functions/store/store.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import {
  ask,
  botIds,
  Counter,
  dayMs,
  days,
  dayText,
  gate,
  importInto,
  indexReads,
  noon,
  perDay,
  respond,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';
import type { Instance } from '../instances.ts';
import { type Command, type Interceptor, isCall, readsIndex } from '../intercept.ts';

const counted = useCountedTable();

// A window of seven days from noon to noon touches eight; of the first it is known that nothing was ever written.
const slices = days;

interface Watched {
  instance: Instance;
  counter: Counter;
  /** How many calls have been answered: reads of the index, and of the head. */
  answered: { index: number; Get: number };
}

/** An instance of which each read of the index waits for `beforeRead`, or fails as it does. */
function startWatched(
  beforeRead: (bot: string, day: string) => Promise<void>,
  options: StoreOptions = {},
): Watched {
  const counter = new Counter();
  const answered = { index: 0, Get: 0 };
  const watch: Interceptor = async (command, send) => {
    if (readsIndex(command)) await beforeRead(...placeOf(command));
    const output = await counted().lagging.interceptor(command, send);
    if (readsIndex(command)) answered.index++;
    if (isCall(command, 'Get')) answered.Get++;
    return output;
  };
  const instance = counted().table.startInstance(
    (command, send) => counter.interceptor(command, (passed) => watch(passed, send)),
    options,
  );
  return { instance, counter, answered };
}

/** Lets everybody go on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1);
  // Those who waited for it take notice.
  await turns(5);
}

function placeOf({ input }: Command): [bot: string, day: string] {
  const values = input['ExpressionAttributeValues'] as Record<string, string>;
  const { ':bot': bot = '', ':from': from = '' } = values;
  return [bot.slice(bot.lastIndexOf('#') + 1), from.slice(0, 10)];
}

const throttled = (): Error =>
  Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} });

describe('a cold request whose reads fail half-way', () => {
  test('is answered from what was missing when it is repeated', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0'));
    let isFailing = true;
    const { instance, counter } = startWatched(async (_bot, day) => {
      if (isFailing && day === dayText(3)) throw throttled();
    });
    expect((await respond(instance, accountId)).status).toBe(500);
    const first = counter.take();
    expect(indexReads(first)).toHaveLength(slices);
    // The head once more, to see that what had arrived is still good.
    expect(first.at(-1)).toBe('Get');
    isFailing = false;
    expect((await ask(instance, accountId)).total).toBe(days * perDay);
    expect(indexReads(counter.take())).toEqual([`index st-0 ${dayText(3)}`]);
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('over many bots reads no slice twice but the one that failed', async () => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    let isFailing = true;
    const { instance, counter } = startWatched(async (bot, day) => {
      if (isFailing && bot === 'st-4' && day === dayText(2)) throw throttled();
    });
    expect((await respond(instance, accountId, {}, '')).status).toBe(500);
    const before = indexReads(counter.take());
    expect(before.length).toBeGreaterThan(10);
    expect(before.length).toBeLessThan(10 * slices);
    isFailing = false;
    expect((await ask(instance, accountId, {}, '')).total).toBe(140);
    const after = indexReads(counter.take());
    expect(after.filter((read) => before.includes(read))).toEqual([`index st-4 ${dayText(2)}`]);
    expect(new Set([...before, ...after]).size).toBe(10 * slices);
  });

  test('keeps nothing that was written meanwhile', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0', 14));
    let isFailing = true;
    const { instance, counter, answered } = startWatched(async (_bot, day) => {
      if (!isFailing || day !== dayText(3)) return;
      await until(() => answered.index === slices - 1);
      await importInto(counted().plain, accountId, [{ ...sessionsOf('st-0', 1)[0], sessionId: 'new' }]);
      throw throttled();
    });
    expect((await respond(instance, accountId)).status).toBe(500);
    counter.take();
    isFailing = false;
    expect((await ask(instance, accountId)).total).toBe(15);
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-0 ${dayText(3)}`,
      `index st-0 ${dayText(0)}`,
    ]);
  });
});

describe('a cold request that takes long', () => {
  /** A request of which the reads of two days are held up: all others have arrived. */
  async function startLong(accountId: string, elapsedMs: number, options: StoreOptions = {}) {
    let now = noon;
    const [middle, last] = [gate(), gate()];
    const { instance, counter, answered } = startWatched(
      async (_bot, day) => {
        if (day === dayText(3)) await middle.opened;
        if (day === dayText(5)) await last.opened;
      },
      { time: hurriedTime(() => now), ...options },
    );
    // Few rows: those of sessions that were written would tell by themselves.
    const answer = ask(instance, accountId, { limit: 3 });
    await until(() => answered.index === slices - 2);
    now += elapsedMs;
    const { Get: heads } = answered;
    counter.take();
    return {
      instance,
      counter,
      answer,
      last,
      /** Lets all but the last arrive; they are looked at, or not. */
      goOn: async ({ isVerified }: { isVerified: boolean }) => {
        middle.open();
        await until(() => answered.index === slices - 1 && answered.Get === heads + (isVerified ? 1 : 0));
      },
    };
  }

  const recent = { dateFrom: new Date(noon - 4 * dayMs).toISOString(), dateTo: new Date(noon).toISOString() };

  test('keeps what has arrived so far: other requests go on with it', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0'));
    const { instance, counter, answer, goOn, last } = await startLong(accountId, 5_000);
    await goOn({ isVerified: true });
    counter.take();
    expect((await ask(instance, accountId, recent)).total).toBe(4 * perDay + 1);
    expect(counter.take()).toEqual(['Get', 'BatchGet']);
    last.open();
    expect((await answer).total).toBe(days * perDay);
    // The head after what came last; the other request has read the rows.
    expect(counter.take()).toEqual(['Get']);
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('keeps what has arrived so far where that is much', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0'));
    // Five days have arrived; the sixth makes it more.
    const verifyAfter = { ms: 5_000, sessions: 5 * perDay };
    const memory = { ...memoryFrom({}), verifyAfter };
    const { instance, counter, answer, goOn, last } = await startLong(accountId, 0, { memory });
    await goOn({ isVerified: true });
    counter.take();
    expect((await ask(instance, accountId, recent)).total).toBe(4 * perDay + 1);
    expect(indexReads(counter.take())).toEqual([]);
    last.open();
    expect((await answer).total).toBe(days * perDay);
  });

  test('does not read the head more than once where it did not take long', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0'));
    const { counter, answer, goOn, last } = await startLong(accountId, 4_999);
    await goOn({ isVerified: false });
    last.open();
    expect((await answer).total).toBe(days * perDay);
    expect(counter.take()).toEqual(['Get', 'BatchGet']);
  });

  test.each([
    ['before what had arrived was looked at', true],
    ['after that', false],
  ])('is of one revision where sessions are written %s', async (_when, isBefore) => {
    const accountId = await counted().accountWith(sessionsOf('st-0'));
    const { instance, counter, answer, goOn, last } = await startLong(accountId, 5_000);
    // A session that has arrived moves to a day that has not, which would then show it a second time.
    const moved = { ...sessionsOf('st-0', 3)[2], start_time: new Date(noon - 5 * dayMs - 1).toISOString() };
    const write = () => importInto(counted().plain, accountId, [moved]);
    if (isBefore) await write();
    await goOn({ isVerified: true });
    if (!isBefore) await write();
    last.open();
    const { total, sessions } = await answer;
    expect(total).toBe(days * perDay);
    const all = await ask(instance, accountId, { limit: 1000 });
    expect(all.sessions.filter(({ sessionId }) => sessionId === moved.sessionId)).toHaveLength(1);
    expect(sessions).toEqual(all.sessions.slice(0, sessions.length));
    // Days that nobody wrote are not read again.
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-0 ${dayText(5)}`,
      `index st-0 ${dayText(2)}`,
    ]);
  });
});
