import type { App, Bot } from '../../domain/account.ts';
import type { Budget } from '../table/budget.ts';
import {
  type AccountLife,
  accountPartition,
  appKey,
  archivePartition,
  botKey,
  clientKey,
  faultCountPartition,
  journalPartition,
  originKey,
  registryKey,
  snapshotPartition,
} from '../table/keys.ts';
import { readWholePartition, removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';

/** The archives that an account can go back to: those of its snapshots and of its origin. */
export async function archivesOf(table: Table, life: AccountLife): Promise<number[]> {
  const [origin, snapshots] = await Promise.all([
    table.get(originKey(life)),
    readWholePartition(table, snapshotPartition(life)),
  ]);
  return [origin, ...snapshots].flatMap((item) => {
    const archive = item?.['archive'];
    return typeof archive === 'number' ? [archive] : [];
  });
}

/**
 * Removes what an account without its head leaves behind, but for its data sets; safe to repeat.
 *
 * @returns whether all is gone
 */
export async function removeRemains(table: Table, life: AccountLife, budget: Budget): Promise<boolean> {
  const { accountId, born } = life;
  const items = await readWholePartition(table, accountPartition(accountId));
  const own = items.filter((item) => item['born'] === born) as { bot?: Bot; app?: App }[];
  const apps = own.flatMap(({ app }) => app ?? []);
  // Another account may have taken a client id over.
  await Promise.all(apps.map(({ clientId }) => table.deleteIf(clientKey(clientId), { accountId, born })));
  await table.batchWrite([
    ...apps.map(({ clientId }) => ({ delete: appKey(life, clientId) })),
    ...own.flatMap(({ bot }) => (bot ? [{ delete: botKey(life, bot.botId) }] : [])),
  ]);
  budget.spend(own.length);
  await table.delete(registryKey(life));
  for (const epoch of await archivesOf(table, life)) {
    if (!(await removePartition(table, archivePartition({ accountId, epoch }), budget))) return false;
  }
  // Last, as they name the archives.
  await table.delete(originKey(life));
  if (!(await removePartition(table, snapshotPartition(life), budget))) return false;
  if (!(await removePartition(table, faultCountPartition(life), budget))) return false;
  return removePartition(table, journalPartition(life), budget);
}
