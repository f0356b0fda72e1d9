import type { App, Bot } from '../../domain/account.ts';
import { fromLayersText } from '../head/layers-text.ts';
import type { Budget } from '../table/budget.ts';
import {
  type AccountLife,
  accountPartition,
  appKey,
  archivePartition,
  botKey,
  clientKey,
  faultCountPartition,
  type Item,
  journalPartition,
  originKey,
  registryKey,
  snapshotPartition,
} from '../table/keys.ts';
import { readWholePartition, removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { type LayerUsers, userOf } from './layer-users.ts';

/** What an account can go back to: its snapshots and its origin. */
async function keptStates(table: Table, life: AccountLife): Promise<Item[]> {
  const [origin, snapshots] = await Promise.all([
    table.get(originKey(life)),
    readWholePartition(table, snapshotPartition(life)),
  ]);
  return origin ? [origin, ...snapshots] : snapshots;
}

/** The archives that an account from before there were layers can go back to. */
export async function archivesOf(table: Table, life: AccountLife): Promise<number[]> {
  return (await keptStates(table, life)).flatMap(({ archive }) =>
    typeof archive === 'number' ? [archive] : [],
  );
}

/**
 * Removes what an account without its head leaves behind, but for its own layer; safe to repeat.
 *
 * @returns whether all is gone
 */
export async function removeRemains(
  table: Table,
  layers: LayerUsers,
  life: AccountLife,
  budget: Budget,
): Promise<boolean> {
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
  for (const state of await keptStates(table, life)) {
    if (!(await letGo(table, layers, life, state, budget))) return false;
  }
  // Last, as they name what they use.
  await table.delete(originKey(life));
  if (!(await removePartition(table, snapshotPartition(life), budget))) return false;
  if (!(await removePartition(table, faultCountPartition(life), budget))) return false;
  return removePartition(table, journalPartition(life), budget);
}

async function letGo(
  table: Table,
  users: LayerUsers,
  { accountId, born }: AccountLife,
  { archive, into, layers, id }: Item,
  budget: Budget,
): Promise<boolean> {
  if (typeof archive === 'number') {
    if (!(await removePartition(table, archivePartition({ accountId, epoch: archive }), budget)))
      return false;
  }
  // It was being brought over.
  if (typeof into === 'string' && !(await users.removeUnused({ layer: into }, budget))) return false;
  const [layer] = fromLayersText(typeof layers === 'string' ? layers : '');
  const user = typeof id === 'string' ? userOf.snapshot(id) : userOf.origin(born);
  return !layer || users.letGo(layer.name, user, budget);
}
