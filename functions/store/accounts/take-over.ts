import { finish } from '../../domain/session-log.ts';
import type { Heads } from '../head/heads.ts';
import { fromLogText, toLogText } from '../head/session-log-text.ts';
import type { SettlesAt } from '../head/settle.ts';
import { type AccountLife, lifeOf, registryKey, registryPartition } from '../table/keys.ts';
import { inParallel } from '../table/parallel.ts';
import { readPartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';

interface TakeOverParts {
  table: Table;
  heads: Heads;
  settlesAt: SettlesAt;
}

/**
 * For a process that alone writes the table, before it does anything else: whoever wrote it before has ended, however.
 * Ends the leases that were left, so that nobody waits for them, and takes off the list of accounts what has no head:
 * accounts that were not made to the end, or not removed to the end. What else is left of these goes with the sweeps.
 */
export async function takeOver(parts: TakeOverParts): Promise<void> {
  for await (const page of readPartition(parts.table, registryPartition)) {
    await inParallel(page, (entry) => takeOverAccount(lifeOf(entry as unknown as AccountLife), parts));
  }
}

async function takeOverAccount(life: AccountLife, { table, heads, settlesAt }: TakeOverParts): Promise<void> {
  const head = await heads.read(life.accountId);
  if (head?.born !== life.born) return table.delete(registryKey(life));
  const log = fromLogText(head.log);
  if (!log.lease) return;
  // What was written under it is written, and all of it is in the index by now, or as soon as for any other write.
  const ended = finish(log, log.lease.botDays, settlesAt(true));
  // The writer has not said how many it has written.
  await heads.replace(life, { log: head.log }, { log: toLogText(ended), sessions: null }, 'log');
}
