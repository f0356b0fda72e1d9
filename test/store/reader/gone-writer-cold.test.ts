import { expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import {
  ask,
  botIds,
  dayMs,
  dayText,
  gate,
  goneAfterFirstBatch,
  importInto,
  noon,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';
import { type Command, readsIndex } from '../intercept.ts';

const counted = useCountedTable();

function placeOf({ input }: Command): [string, string] {
  const values = input['ExpressionAttributeValues'] as Record<string, string>;
  const { ':bot': bot = '', ':from': from = '' } = values;
  return [bot.slice(bot.lastIndexOf('#') + 1), from.slice(0, 10)];
}

test.each([
  ['by time', 5_000, false],
  ['at the end only', 4_000, false],
  ['at the end, first day kept', 4_000, true],
])(
  'a request under way while a writer is gone half-way is of one state: looked at %s',
  async (_when, before, warm) => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 35)));
    let now = noon;
    const [first, others] = [gate(), gate()];
    let waiting = 0;
    const reader = counted().table.startInstance(
      async (command, send) => {
        if (readsIndex(command)) {
          const [bot, day] = placeOf(command);
          waiting++;
          await (bot === 'st-0' && day === dayText(0) ? first.opened : others.opened);
        }
        const out = await send(command);
        return out;
      },
      { time: hurriedTime(() => now) },
    );
    if (warm) {
      first.open();
      await ask(
        reader,
        accountId,
        { limit: 3, dateFrom: new Date(noon - 3600_000).toISOString(), dateTo: new Date(noon).toISOString() },
        '/bot/st-0',
      );
      waiting = 0;
    }
    const answer = ask(reader, accountId, { limit: 3 }, '');
    while (waiting < 32) await turns(1);
    now += before;
    first.open();
    if (!warm) while (waiting < 33) await turns(1);
    await turns(50);
    // A writer moves a session and is gone.
    const { interceptor, batches } = goneAfterFirstBatch();
    const dying = counted().table.startInstance(interceptor, { time: hurriedTime(() => now) });
    const moved = {
      ...sessionsOf('st-0', 35)[14],
      botId: 'st-9',
      start_time: new Date(noon - 5 * dayMs - 5).toISOString(),
    };
    void importInto(dying, accountId, [moved]);
    while (batches() === 0) await turns(1);
    now += 7_000;
    others.open();
    const { total } = await answer;
    expect(total).toBe(350);
  },
);
