import { seedWriter } from '../../functions/control/seed.ts';
import type { Account, Bot } from '../../functions/domain/account.ts';
import { withLinks } from '../../functions/domain/new-account.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { Store } from '../../functions/store/store.ts';
import { demoAccount, demoAccountId, demoBots } from './demo-account.ts';
import { demoSessions } from './demo-sessions.ts';
import type { Options } from './options.ts';
import { readSeedFile } from './seed-file.ts';

export interface PreparedAccount {
  account: Account;
  /** What happened, for people: a line each. */
  notes: string[];
}

interface InitialData {
  bots: readonly Bot[];
  sessions: Session[];
  notes: string[];
}

/** Finds the demo account in a kept table, or makes it with the sessions that the options ask for. */
export async function prepareAccount(store: Store, options: Options, now: number): Promise<PreparedAccount> {
  const kept = await store.accounts.read(demoAccountId);
  const initial = initialData(options, now);
  if (kept && options.seed === undefined) {
    return { account: kept, notes: ['Sessions: as they were kept.'] };
  }
  if (kept) {
    await addMissingBots(store, kept, initial.bots);
    await store.sessionWriter.write(kept, initial.sessions);
  } else {
    await store.accounts.create(demoAccount(initial.bots, now), seedWriter(store, initial, now));
  }
  const account = await store.accounts.read(demoAccountId);
  if (!account) throw new Error('The demo account is gone as soon as it was made.');
  return { account, notes: initial.notes };
}

function initialData({ seed, empty }: Options, now: number): InitialData {
  if (seed !== undefined) return seededData(seed);
  if (empty) return { bots: demoBots, sessions: [], notes: ['Sessions: none.'] };
  const botIds = demoBots.map(({ botId }) => botId);
  const { past, upcoming } = demoSessions(now, botIds);
  return {
    bots: demoBots,
    sessions: [...past, ...upcoming],
    notes: [`Sessions: ${past.length}, made up, over the last days; more begin as time goes on.`],
  };
}

function seededData(path: string): InitialData {
  const { sessions: given, complaints, oddities } = readSeedFile(path);
  const sessions = [...new Map(given.map((session) => [session.sessionId, session])).values()];
  const botIds = [...new Set(sessions.map(({ botId }) => botId))];
  const starts = sessions.map(({ startTime }) => startTime);
  return {
    bots: botIds.map((botId, index) => ({ botId, name: `Bot ${index + 1}` })),
    sessions,
    notes: [
      `Sessions: ${sessions.length} from ${path}, starting ${span(starts)}.`,
      ...firstOf(complaints).map((complaint) => `Left out: ${complaint}`),
      ...firstOf(oddities).map((oddity) => `Odd: ${oddity}`),
    ],
  };
}

function firstOf(lines: readonly string[]): string[] {
  const shown = lines.slice(0, 10);
  return lines.length > shown.length ? [...shown, `and ${lines.length - shown.length} more`] : shown;
}

function span(instants: readonly number[]): string {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const first = instants.reduce((a, b) => Math.min(a, b));
  const last = instants.reduce((a, b) => Math.max(a, b));
  return `${iso(first)} to ${iso(last)}`;
}

/** Adds the bots that are new, linked to the builder apps as the first ones are. */
async function addMissingBots(store: Store, account: Account, bots: readonly Bot[]): Promise<void> {
  const missing = bots.filter(({ botId }) => !account.bots.has(botId));
  if (missing.length === 0) return;
  for (const bot of missing) await store.accounts.addBot(account, bot);
  const botIds = missing.map(({ botId }) => botId);
  for (const clientId of account.apps.keys()) {
    await store.accounts.changeApp(account, clientId, (app) => withLinks(app, botIds));
  }
}
