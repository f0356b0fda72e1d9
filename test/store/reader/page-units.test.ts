import { expect, test } from 'vitest';
import { control } from '../control.ts';
import { ask, importInto, sessionsOf, useCountedTable } from '../counted.ts';

/* What a page of 100 rows costs that are not in memory: half a unit for each row, and one for the account. */

const counted = useCountedTable();

const memory = { sliceBytes: 10_000_000, rowBytes: 100 };

/** An account of 210 sessions, and what pages of them cost an instance that keeps no rows. */
async function start() {
  const { instance } = counted().startCounted({ memory });
  const accountId = await counted().createAccount({}, instance);
  await importInto(instance, accountId, sessionsOf('st-0'));
  const costOf = async (body: object) => {
    const { sessions } = await ask(instance, accountId, { limit: 100, ...body });
    return { rows: sessions.length, ...instance.log.at(-1)?.dynamodb };
  };
  // Slices are read once.
  await costOf({});
  return { instance, accountId, costOf };
}

test.each([
  ['the first page', {}],
  ['a page further on', { skip: 100 }],
  ['a page of what a filter finds', { sessionType: 'interactive' }],
])('%s costs at most 51 read units where none of its rows is in memory', async (_what, body) => {
  const { costOf } = await start();
  expect(await costOf(body)).toEqual({ rows: 100, calls: 2, readUnits: 51, writeUnits: 0 });
});

test('so does a page of rows that lie in several layers', async () => {
  const { instance, accountId, costOf } = await start();
  for (const [name, bot] of [
    ['one', 'sms'],
    ['two', 'email'],
  ] as const) {
    await control(instance, 'PUT', `/accounts/${accountId}/snapshots/${name}`);
    const changed = sessionsOf('st-0', 40).map((session) => ({ ...session, channel: bot }));
    await importInto(instance, accountId, name === 'one' ? changed : changed.slice(0, 20));
  }
  await costOf({});
  expect(await costOf({})).toEqual({ rows: 100, calls: 2, readUnits: 51, writeUnits: 0 });
});

test('a row that was written since the index was read is alone read again', async () => {
  const { accountId, costOf } = await start();
  await importInto(counted().plain, accountId, [{ ...sessionsOf('st-0', 1)[0], channel: 'sms' }]);
  const { rows, readUnits = 0 } = await costOf({});
  expect(rows).toBe(100);
  // The day that was written is read anew, and the head once more after it.
  expect(readUnits).toBeLessThanOrEqual(54);
});
