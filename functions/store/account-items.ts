import type { Account, App, Bot } from '../domain/account.ts';
import type { AccountClock } from '../domain/clock.ts';
import type { FaultPlan } from '../domain/faults.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import { defaultSettings, type SettingsInput, withSettings } from '../domain/settings.ts';
import { appKey, botKey, clientKey, headKey, type Key } from './keys.ts';
import type { Item } from './table.ts';

/** The account's small, hot item: read once by every request. */
export interface Head {
  accountId: string;
  createdAt: number;
  expiresAt?: number;
  clock: AccountClock;
  /** As given; defaults are filled in on reading, so that they can improve. */
  settings: SettingsInput;
  rateLimit?: RateLimit | null;
  faults?: FaultPlan | null;
  epoch: number;
  /** Rises with every change of bots and apps, which a warm instance keeps. */
  configRevision: number;
  /** Set while the account is being made or removed: it cannot be seen. */
  hidden?: boolean;
}

export interface Config {
  configRevision: number;
  bots: ReadonlyMap<string, Bot>;
  apps: ReadonlyMap<string, App>;
}

/** DynamoDB removes an expired account's items some time after they are out of use. */
const ttlOf = (expiresAt: number | undefined): { ttl?: number } =>
  expiresAt === undefined ? {} : { ttl: Math.ceil(expiresAt / 1000) };

export const toHeadItem = (head: Head): Item & Key => ({
  ...headKey(head.accountId),
  ...head,
  ...ttlOf(head.expiresAt),
});

/** @param position where the bot stands in the account's list */
export const toBotItem = (accountId: string, bot: Bot, position: number): Item & Key => ({
  ...botKey(accountId, bot.botId),
  bot,
  position,
});

/** @param position where the app stands in the account's list */
export const toAppItem = (accountId: string, app: App, position: number): Item & Key => ({
  ...appKey(accountId, app.clientId),
  app,
  position,
});

export const toClientItem = (accountId: string, clientId: string): Item & Key => ({
  ...clientKey(clientId),
  accountId,
});

// Only this module's own writers fill these items, so their shape is known.
export const toHead = (item: Item): Head => item as unknown as Head;

const positionOf = (item: Item): number => Number(item['position'] ?? 0);

export function toConfig(items: readonly Item[], configRevision: number): Config {
  const bots = new Map<string, Bot>();
  const apps = new Map<string, App>();
  for (const item of items.toSorted((a, b) => positionOf(a) - positionOf(b))) {
    const { bot, app } = item as { bot?: Bot; app?: App };
    if (bot) bots.set(bot.botId, bot);
    if (app) apps.set(app.clientId, app);
  }
  return { configRevision, bots, apps };
}

export function toAccount(head: Head, config: Config): Account {
  const { accountId, createdAt, expiresAt, clock, settings, rateLimit = null, faults = null, epoch } = head;
  return {
    accountId,
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    clock,
    settings: withSettings(defaultSettings, settings),
    rateLimit,
    faults,
    epoch,
    bots: config.bots,
    apps: config.apps,
  };
}
