import type { Account, App, Bot } from '../../domain/account.ts';
import { defaultSettings, withSettings } from '../../domain/default-settings.ts';
import type { SessionLog } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { type Head, layersOf, toFaultPlan } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import type { SettlesAt } from '../head/settle.ts';
import type { LayerUsers } from '../removals/layer-users.ts';
import type { RemovalEntries } from '../removals/removal-entries.ts';
import type { Removals } from '../removals/removals.ts';
import type { Item } from '../table/keys.ts';
import { type AccountLife, appKey, botKey, clientKey, type Key, registryKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';

/** What the store of accounts is made of. */
export interface AccountParts {
  table: Table;
  heads: Heads;
  removals: Removals;
  entries: RemovalEntries;
  layers: LayerUsers;
  /** Until when the index is not trusted. */
  settlesAt: SettlesAt;
  time: Time;
  /** Since when nobody but this process writes the table, Unix ms; undefined where others may. */
  aloneSince?: number | undefined;
}

export interface Config {
  configRevision: number;
  bots: ReadonlyMap<string, Bot>;
  apps: ReadonlyMap<string, App>;
}

/** @param position where the bot stands in the account's list */
export const toBotItem = (life: AccountLife, bot: Bot, position: number): Item & Key => ({
  ...botKey(life, bot.botId),
  born: life.born,
  bot,
  position,
});

/** @param position where the app stands in the account's list */
export const toAppItem = (life: AccountLife, app: App, position: number): Item & Key => ({
  ...appKey(life, app.clientId),
  born: life.born,
  app,
  position,
});

/** @param reservedAt Unix ms of the machine's clock */
export const toClientItem = (life: AccountLife, clientId: string, reservedAt: number): Item & Key => ({
  ...clientKey(clientId),
  accountId: life.accountId,
  born: life.born,
  claimedAt: reservedAt,
});

/** An account in the list of all. */
export interface RegistryEntry {
  accountId: string;
  born: number;
  createdAt: number;
  expiresAt?: number;
}

export const toRegistryItem = ({ accountId, born, createdAt, expiresAt }: RegistryEntry): Item & Key => ({
  ...registryKey({ accountId, born }),
  accountId,
  born,
  createdAt,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

const positionOf = (item: Item): number => Number(item['position'] ?? 0);

/** @param items what the account's partition holds; what earlier accounts left there is passed over */
export function toConfig(items: readonly Item[], { born, configRevision }: Head): Config {
  const bots = new Map<string, Bot>();
  const apps = new Map<string, App>();
  const own = items.filter((item) => item['born'] === born);
  for (const item of own.sort((a, b) => positionOf(a) - positionOf(b))) {
    const { bot, app } = item as { bot?: Bot; app?: App };
    if (bot) bots.set(bot.botId, bot);
    if (app) apps.set(app.clientId, app);
  }
  return { configRevision, bots, apps };
}

/** @param log what the head's `log` says */
export function toAccount(head: Head, config: Config, log: SessionLog): Account {
  const { accountId, createdAt, expiresAt, clock, settings, rateLimit = null, faults } = head;
  return {
    accountId,
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    clock,
    settings: withSettings(defaultSettings, settings),
    rateLimit,
    faults: toFaultPlan(faults),
    born: head.born,
    epoch: head.epoch,
    layers: layersOf(head),
    log,
    bots: config.bots,
    apps: config.apps,
  };
}
