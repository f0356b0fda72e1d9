import { expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import {
  ask,
  goneAfterFirstBatch,
  importInto,
  noon,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';

const counted = useCountedTable();

test('a slice kept while a writer was at work is read again once the writer is gone', async () => {
  const accountId = await counted().accountWith(sessionsOf('st-0', 14));
  let now = noon;
  const instance = counted().table.startInstance(undefined, { time: hurriedTime(() => now) });
  await ask(instance, accountId);
  const { interceptor, batches } = goneAfterFirstBatch();
  const dying = counted().table.startInstance(interceptor, { time: hurriedTime(() => now) });
  void importInto(dying, accountId, sessionsOf('st-0', 21));
  while (batches() === 0) await turns(1);
  // From memory, as they were before.
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(14);
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(14);
  now += 30_000;
  expect((await ask(instance, accountId, { limit: 1 })).total).toBe(21);
});
