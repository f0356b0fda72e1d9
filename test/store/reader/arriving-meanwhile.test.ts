import { expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import {
  ask,
  dayMs,
  days,
  dayText,
  gate,
  importInto,
  noon,
  perDay,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';
import { isCall, readsIndex } from '../intercept.ts';

const counted = useCountedTable();

test('a slice that arrives while the head is read is not taken for one of that head', async () => {
  const accountId = await counted().accountWith(sessionsOf('st-0'));
  let now = noon;
  const [middle, last, head] = [gate(), gate(), gate()];
  let arrived = 0;
  let heads = 0;
  let isHeld = false;
  const reader = counted().table.startInstance(
    async (command, send) => {
      const values = command.input['ExpressionAttributeValues'] as Record<string, string> | undefined;
      const from = readsIndex(command) ? String(values?.[':from']) : '';
      if (from.startsWith(dayText(3))) await middle.opened;
      if (from.startsWith(dayText(5))) await last.opened;
      const output = await send(command);
      if (readsIndex(command)) arrived++;
      if (isCall(command, 'Get') && arrived > 0 && !isHeld) {
        isHeld = true;
        heads++;
        await head.opened;
      }
      return output;
    },
    { time: hurriedTime(() => now) },
  );
  const answer = ask(reader, accountId, { limit: 3 });
  while (arrived < days - 2) await turns(1);
  now += 5_000;
  middle.open();
  while (heads === 0) await turns(1);
  const moved = { ...sessionsOf('st-0', 3)[2], start_time: new Date(noon - 5 * dayMs - 1).toISOString() };
  await importInto(counted().table.startInstance(), accountId, [moved]);
  last.open();
  while (arrived < days) await turns(1);
  await turns(20);
  head.open();
  expect((await answer).total).toBe(days * perDay);
});
