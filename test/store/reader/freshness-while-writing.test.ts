import { describe, expect, test } from 'vitest';
import { control } from '../control.ts';
import {
  ask,
  dayMs,
  dayText,
  gate,
  importInto,
  noon,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';
import type { Instance } from '../instances.ts';
import { isBatchGet, readsIndex, writesSessions } from '../intercept.ts';

const counted = useCountedTable();

/** An instance that stops after the first part of what it writes to sessions, until it is let go on. */
function startHeld(): { instance: Instance; halfWritten: Promise<void>; goOn: () => void } {
  const [half, rest] = [gate(), gate()];
  let isFirst = true;
  const instance = counted().table.startInstance((command, send) =>
    counted().lagging.interceptor(command, async (passed) => {
      if (!writesSessions(passed)) return send(passed);
      if (isFirst) {
        isFirst = false;
        const output = await send(passed);
        half.open();
        return output;
      }
      await rest.opened;
      return send(passed);
    }),
  );
  return { instance, halfWritten: half.opened, goOn: rest.open };
}

describe('while sessions are being written', () => {
  const [before, after] = [sessionsOf('st-0', 60), sessionsOf('st-0', 120)];
  const ids = after.slice(0, 50).map(({ sessionId }) => sessionId);
  const writes: [
    string,
    unknown[],
    (instance: Instance, accountId: string) => Promise<unknown>,
    number,
    number,
  ][] = [
    [
      'imported',
      before,
      (instance, accountId) =>
        importInto(
          instance,
          accountId,
          after.map((session) => ({ ...session, channel: 'changed' })),
        ),
      60,
      120,
    ],
    [
      'removed by a window',
      after,
      (instance, accountId) =>
        control(instance, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0&to=${dayText(-1)}`),
      120,
      0,
    ],
    [
      'removed by id',
      after,
      (instance, accountId) =>
        control(
          instance,
          'DELETE',
          `/accounts/${accountId}/sessions?${after.map(({ sessionId }) => `sessionId=${sessionId}`).join('&')}`,
        ),
      120,
      0,
    ],
  ];

  /** The number of sessions and of those that were changed, which go together. */
  async function counts(instance: Instance, accountId: string, body = {}): Promise<[number, number]> {
    const { total, sessions } = await ask(instance, accountId, { limit: 1000, ...body });
    expect(sessions).toHaveLength(total);
    return [total, sessions.filter(({ channel }) => channel === 'changed').length];
  }

  test.each(writes)(
    '(%s), a warm request sees them as they were, and one that is cold waits',
    async (_what, first, write, ...totals) => {
      const accountId = await counted().accountWith(first);
      const [old, changed] = totals.map((total): [number, number] => [
        total,
        total === 120 && first === before ? 120 : 0,
      ]);
      const [warm, cold] = [counted().startCounted().instance, counted().startCounted().instance];
      expect(await counts(warm, accountId)).toEqual(old);
      const held = startHeld();
      const writing = write(held.instance, accountId);
      await held.halfWritten;

      expect(await counts(warm, accountId)).toEqual(old);
      let isAnswered = false;
      const waiting = counts(cold, accountId).finally(() => {
        isAnswered = true;
      });
      await turns(30);
      expect(isAnswered).toBe(false);
      held.goOn();
      await writing;
      expect(await waiting).toEqual(changed);
      expect(await counts(warm, accountId)).toEqual(changed);
    },
  );

  test.each(writes)('(%s), a request by ids waits', async (_what, first, write, ...totals) => {
    const accountId = await counted().accountWith(first);
    const [old = 0, changed = 0] = totals.map((total) => Math.min(total, 50));
    const isImport = first === before;
    expect((await ask(counted().plain, accountId, { sessionId: ids })).total).toBe(old);
    const held = startHeld();
    const writing = write(held.instance, accountId);
    await held.halfWritten;
    const waiting = counts(counted().startCounted().instance, accountId, { sessionId: ids });
    await turns(30);
    held.goOn();
    await writing;
    expect(await waiting).toEqual([changed, isImport ? changed : 0]);
  });

  test('a request by ids that do not exist does not wait for an import', async () => {
    const accountId = await counted().accountWith(before);
    const held = startHeld();
    const writing = importInto(held.instance, accountId, after);
    await held.halfWritten;
    const answer = await ask(counted().startCounted().instance, accountId, {
      sessionId: ['unknown', 'unheard-of'],
    });
    expect(answer).toMatchObject({ total: 0, invalidSessions: ['unknown', 'unheard-of'] });
    held.goOn();
    await writing;
  });

  test.each(['removal', 'import'])(
    'a whole %s between reading the account and the rows by id is seen whole',
    async (kind) => {
      const accountId = await counted().accountWith(before);
      let isFirst = true;
      const write = () =>
        kind === 'import'
          ? importInto(
              counted().plain,
              accountId,
              after.map((session) => ({ ...session, channel: 'changed' })),
            )
          : control(counted().plain, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0`);
      const instance = counted().table.startInstance(async (command, send) => {
        if (!isBatchGet(command) || !isFirst) return send(command);
        isFirst = false;
        // As where DynamoDB hands out a half and is asked for the rest later.
        const [[name = '', options] = []] = Object.entries(
          command.input['RequestItems'] as Record<string, { Keys: unknown[] }>,
        );
        const part = (keys: unknown[]) => ({ [name]: { ...options, Keys: keys } });
        const keys = options?.Keys ?? [];
        command.input['RequestItems'] = part(keys.slice(0, 25));
        const output = await send(command);
        await write();
        return { ...output, UnprocessedKeys: part(keys.slice(25)) };
      });
      expect(await counts(instance, accountId, { sessionId: ids })).toEqual(
        kind === 'import' ? [50, 50] : [0, 0],
      );
    },
  );
});

test('a removal of all sessions is seen from one moment to the next, and keeps nobody waiting', async () => {
  const accountId = await counted().accountWith(sessionsOf('st-0', 120));
  const totals: number[] = [];
  const watching = counted().startCounted().instance;
  const instance = counted().table.startInstance(async (command, send) => {
    const output = await send(command);
    const { total, sessions } = await ask(watching, accountId, { limit: 1000 });
    expect(sessions).toHaveLength(total);
    totals.push(total);
    return output;
  });
  const removal = await control(instance, 'DELETE', `/accounts/${accountId}/sessions`);
  expect(removal).toEqual({ deleted: 120, settled: true });
  expect([...new Set(totals)]).toEqual([120, 0]);
  expect((await ask(counted().startCounted().instance, accountId)).total).toBe(0);
});

test('a snapshot that is asked for during an import has the whole of it', async () => {
  const accountId = await counted().accountWith(sessionsOf('st-0', 60));
  const { instance, halfWritten, goOn } = startHeld();
  const importing = importInto(instance, accountId, sessionsOf('st-0', 120));
  await halfWritten;
  const path = `/accounts/${accountId}/snapshots/during`;
  const snapshot = control<{ sessions: number }>(counted().plain, 'PUT', path);
  await turns(50);
  goOn();
  await importing;
  expect(await snapshot).toMatchObject({ sessions: 120 });
  await control(counted().plain, 'POST', `${path}/restore`, {});
  expect((await ask(counted().startCounted().instance, accountId)).total).toBe(120);
});

describe('a reset while a request is under way', () => {
  test('is not seen by half: sessions and clock are those of one data set', async () => {
    const accountId = await counted().createAccount({ seed: sessionsOf('st-0', 20) });
    const later = noon + 3 * dayMs;
    await control(counted().plain, 'PUT', `/accounts/${accountId}/clock`, {
      mode: 'frozen',
      now: new Date(later).toISOString(),
    });
    const newest = {
      ...sessionsOf('st-0', 1)[0],
      sessionId: 'newest',
      start_time: new Date(later).toISOString(),
    };
    await importInto(counted().plain, accountId, [{ ...newest, end_time: newest.start_time }]);
    let isFirst = true;
    const instance = counted().table.startInstance((command, send) =>
      counted()
        .lagging.interceptor(command, send)
        .then(async (output) => {
          if (isFirst && readsIndex(command)) {
            isFirst = false;
            await control(counted().plain, 'POST', `/accounts/${accountId}/reset`, {});
          }
          return output;
        }),
    );
    // A window of seven days before each clock: four of the seed's days, or all of them.
    const window = await ask(counted().startCounted().instance, accountId);
    expect(window.sessions[0]).toMatchObject({ sessionId: 'newest' });
    const during = await ask(instance, accountId);
    const since = await ask(instance, accountId);
    expect(since.total).toBe(20);
    expect([window, since]).toContainEqual(during);
  });
});
