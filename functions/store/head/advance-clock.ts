import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountClock, advanced } from '../../domain/clock.ts';
import { type Head, toHead } from '../accounts/account-items.ts';
import { ContendedError } from '../table/atomic-items.ts';
import { headKey } from '../table/keys.ts';
import { isConditionFailure, type Table } from '../table/table.ts';

const attempts = 60;
const longestPauseMs = 25;

/**
 * Moves an account's clock on, once, whoever else does so at the same time and whether or not the answer of
 * DynamoDB arrives.
 *
 * @returns the clock after it, or undefined where there is no such account
 */
export async function advanceClock(
  table: Table,
  accountId: string,
  by: number,
): Promise<AccountClock | undefined> {
  const mark = randomUUID();
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(Math.random() * longestPauseMs);
    const item = await table.get(headKey(accountId));
    if (!item) return undefined;
    const head = toHead(item);
    // An attempt may have been made twice, its first answer lost.
    if (head.clockMark === mark) return head.clock;
    const clock = advanced(head.clock, by);
    if (await replaceClock(table, head, clock, mark)) return clock;
  }
  throw new ContendedError(`The clock was changed by others ${attempts} times in a row`);
}

/** Replaces the clock if it is still as it was read. */
async function replaceClock(table: Table, head: Head, clock: AccountClock, mark: string): Promise<boolean> {
  const before = head.clock;
  const time = { real: undefined, offset: 'by', frozen: 'now' }[before.mode];
  const sameTime = time === undefined ? '' : ' AND #clock.#time = :time';
  const sameMark =
    head.clockMark === undefined ? 'attribute_not_exists(#clockMark)' : '#clockMark = :markBefore';
  try {
    await table.update({
      Key: headKey(head.accountId),
      UpdateExpression: 'SET #clock = :clock, #clockMark = :mark',
      ConditionExpression: `#born = :born AND #clock.#mode = :mode${sameTime} AND ${sameMark}`,
      ExpressionAttributeNames: {
        '#clock': 'clock',
        '#clockMark': 'clockMark',
        '#born': 'born',
        '#mode': 'mode',
        ...(time === undefined ? {} : { '#time': time }),
      },
      ExpressionAttributeValues: {
        ':clock': clock,
        ':mark': mark,
        ':born': head.born,
        ':mode': before.mode,
        ...(before.mode === 'offset' ? { ':time': before.by } : {}),
        ...(before.mode === 'frozen' ? { ':time': before.now } : {}),
        ...(head.clockMark === undefined ? {} : { ':markBefore': head.clockMark }),
      },
    });
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
