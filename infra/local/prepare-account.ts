import { seedWriter } from '../../functions/control/seed.ts';
import { type Account, type Bot, sessionsScope } from '../../functions/domain/account.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { Store } from '../../functions/store/store.ts';
import { isLoopback } from './allowed-hosts.ts';
import { demoAccount, demoAccountId, demoBots, knownSecret, randomSecret } from './demo-account.ts';
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
  const initial = initialData(options, now, kept !== undefined);
  const secretOf = mayBeKnown(options) ? knownSecret : randomSecret;
  if (!kept) {
    await store.accounts.create(demoAccount(initial.bots, now, secretOf), seedWriter(store, initial, now));
  } else {
    await addMissingBots(store, kept, initial.bots);
    await store.sessionWriter.write(kept, initial.sessions);
  }
  const replaced = kept !== undefined && !mayBeKnown(options) && (await replaceKnownSecrets(store, kept));
  const account = await store.accounts.read(demoAccountId);
  if (!account) throw new Error('The demo account is gone as soon as it was made.');
  return { account, notes: [...initial.notes, ...secretNotes(options, replaced)] };
}

/** Whether the secrets may be those that everybody knows: they must open nobody's data, and nothing from elsewhere. */
const mayBeKnown = ({ seed, data, host }: Options): boolean =>
  seed === undefined && data === undefined && isLoopback(host);

/** For a data folder of an earlier version. */
async function replaceKnownSecrets(store: Store, account: Account): Promise<boolean> {
  const known = [...account.apps.values()].filter(
    ({ kind, clientSecret }) => clientSecret === knownSecret(kind),
  );
  for (const app of known) {
    await store.accounts.changeApp(account, { ...app, clientSecret: randomSecret(app.kind) });
  }
  return known.length > 0;
}

function secretNotes(options: Options, replaced: boolean): string[] {
  if (mayBeKnown(options)) return [];
  const made =
    options.data === undefined
      ? 'new at each start'
      : `kept in ${options.data}, and the same at the next start`;
  return [
    `Secrets: made by chance, ${made}.`,
    ...(replaced ? ['Until now they were the well-known ones of the demo: give your clients these.'] : []),
  ];
}

function initialData({ seed, empty }: Options, now: number, isKept: boolean): InitialData {
  if (seed !== undefined) return seededData(seed);
  if (isKept) return { bots: [], sessions: [], notes: ['Sessions: as they were kept.'] };
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
  const links = missing.map(({ botId }) => ({ botId, scopes: [sessionsScope] }));
  for (const app of account.apps.values()) {
    if (app.kind === 'builder') {
      await store.accounts.changeApp(account, { ...app, bots: [...app.bots, ...links] });
    }
  }
}
