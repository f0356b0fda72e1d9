import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs } from '../../../functions/domain/dates.ts';
import { noUsage } from '../../../functions/store/table/meter.ts';
import { control, done } from '../../control/data/support.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, isCall } from '../intercept.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const year = 365 * dayMs;
const now = Date.parse('2026-03-10T12:00:00.000Z');

/** An account with sessions in days that are decades apart, read by an instance that remembers nothing. */
async function sparse() {
  let queries = 0;
  const instance = table.startInstance((command: Command, send) => {
    if (isCall(command, 'Query')) queries += 1;
    return send(command);
  });
  const { accountId } = await done<{ accountId: string }>(instance, 'POST', '/accounts', {
    bots: [{ botId: 'st-1' }, { botId: 'st-2' }],
    clock: { mode: 'frozen', now: new Date(now).toISOString() },
  });
  const starts = [now, now - 1, now - 99 * dayMs, now - 100 * dayMs, now - 101 * dayMs, now - 30 * year, 0];
  const rows = starts.map((start, index) => ({
    sessionId: `s${index}`,
    botId: `st-${1 + (index % 2)}`,
    userId: 'u',
    start_time: new Date(start).toISOString(),
  }));
  await control(instance, 'POST', `/accounts/${accountId}/sessions`, rows);
  const account = await instance.store.accounts.read(accountId);
  if (!account) throw new Error('no account');
  return { instance, account, starts, reset: () => (queries = 0), queries: () => queries };
}

describe('a window of decades', () => {
  test('shows what is in it, for few reads', async () => {
    const { instance, account, starts, reset, queries } = await sparse();
    for (const [from, to] of [
      [-50 * year, now],
      [1, now],
      [0, now - 100 * dayMs],
      [now - 100 * dayMs, now - 1],
    ] as const) {
      reset();
      const usage = noUsage();
      const found = await instance.store.sessionReader.read(
        account,
        async (view) => {
          const days = await view.days(['st-1', 'st-2'], { from, to });
          const slices = days.flat().map(({ slice }) => slice);
          return slices.flatMap((slice) =>
            Array.from({ length: slice.length }, (_, at) => slice.startAt(at)),
          );
        },
        usage,
      );
      // The days of a window are whole.
      const [first, last] = [Math.floor(from / dayMs) * dayMs, (Math.floor(to / dayMs) + 1) * dayMs];
      const expected = starts.filter((start) => start >= first && start < last);
      expect(found.sort((a, b) => b - a)).toEqual(expected);
      expect(queries()).toBeLessThan(1_300);
      expect(usage.calls).toBeLessThan(1_300);
    }
  });

  test('days come newest first, and no session twice', async () => {
    const { instance, account } = await sparse();
    const days = await instance.store.sessionReader.read(account, (view) =>
      view.days(['st-1', 'st-2'], { from: 0, to: now }),
    );
    const ofDays = days.map((slices) =>
      slices.flatMap(({ slice }) => (slice.length > 0 ? [slice.startAt(0)] : [])),
    );
    const firsts = ofDays.filter((starts) => starts.length > 0).map((starts) => Math.min(...starts));
    expect(firsts).toEqual(firsts.toSorted((a, b) => b - a));
    expect(days.flat().reduce((sum, { slice }) => sum + slice.length, 0)).toBe(7);
  });
});
