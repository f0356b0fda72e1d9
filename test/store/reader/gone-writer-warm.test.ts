import { afterAll, beforeAll, expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import { ask, CountedTable, importInto, noon, sessionsOf, turns } from '../counted.ts';
import { writesSessions } from '../intercept.ts';

let shared: CountedTable;
beforeAll(async () => {
  shared = await CountedTable.start();
});
afterAll(() => shared.table.close());

test('a slice kept while a writer was at work is read again once the writer is gone', async () => {
  const accountId = await shared.accountWith(sessionsOf('st-0', 14));
  let now = noon;
  const instance = shared.table.startInstance(undefined, { time: hurriedTime(() => now) });
  await ask(instance, accountId);
  let batches = 0;
  const dying = shared.table.startInstance(
    async (command, send) => {
      if (batches > 0 && !writesSessions(command)) return new Promise(() => {});
      const output = await send(command);
      if (writesSessions(command)) batches++;
      return output;
    },
    { time: hurriedTime(() => now) },
  );
  void importInto(dying, accountId, sessionsOf('st-0', 21));
  while (batches === 0) await turns(1);
  // From memory, as they were before.
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(14);
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(14);
  now += 30_000;
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(21);
});
