import { randomBytes } from 'node:crypto';
import { seedWriter } from '../../functions/control/seed.ts';
import type { Account, Bot } from '../../functions/domain/account.ts';
import { realClock } from '../../functions/domain/clock.ts';
import type { Message } from '../../functions/domain/messages/message.ts';
import type { Time } from '../../functions/domain/time.ts';
import type { Snapshot } from '../../functions/store/data-sets/kept-states.ts';
import type { Store } from '../../functions/store/store.ts';
import { templatesLife } from '../../functions/store/table/keys.ts';
import { isLoopback } from './allowed-hosts.ts';
import { demoAccount, demoAccountId, knownSecret, randomSecret } from './demo-account.ts';
import { type InitialData, initialData, seedTemplate } from './initial-data.ts';
import type { Options } from './options.ts';

export interface PreparedAccount {
  account: Account;
  /** What happened, for people: a line each. */
  notes: string[];
}

/**
 * Finds the demo account in a kept table, or makes it with the sessions that the options ask for.
 *
 * @param say is told how far it is where that takes long
 * @throws Failure where the seed file cannot be used
 */
export async function prepareAccount(
  store: Store,
  options: Options,
  say: (line: string) => void,
  time: Time,
): Promise<PreparedAccount> {
  const now = time.now();
  const kept = await store.accounts.read(demoAccountId);
  const initial = await initialData(options, kept !== undefined, say, time);
  const secretOf = mayBeKnown(options) ? knownSecret : randomSecret;
  const template = await keepTemplate(store, initial, now);
  if (!kept) {
    await store.accounts.create(
      demoAccount(initial.bots, now, secretOf),
      template ?? seedWriter(store, readAnew(initial)),
    );
  } else {
    await addMissingBots(store, kept, initial.bots);
    await add(store, kept, initial);
  }
  const replaced = kept !== undefined && !mayBeKnown(options) && (await replaceKnownSecrets(store, kept));
  const account = await store.accounts.read(demoAccountId);
  if (!account) throw new Error('The demo account is gone as soon as it was made.');
  return { account, notes: [...initial.notes, ...secretNotes(options, replaced)] };
}

const readAnew = ({ sessions, messages = () => none() }: InitialData) => ({
  sessions: typeof sessions === 'function' ? sessions() : sessions,
  messages: messages(),
});

async function* none(): AsyncGenerator<Message> {}

/** What the template is made in, where that is cut off, is there for no longer. */
const longestMs = 6 * 3_600_000;
const removalLimits = { items: Number.POSITIVE_INFINITY, ms: 10_000 };

/** Keeps what was given as the template that accounts can be made from, unless it is that already. */
async function keepTemplate(store: Store, initial: InitialData, now: number): Promise<Snapshot | undefined> {
  const { bots, version } = initial;
  if (version === undefined) return undefined;
  const known = await store.snapshots.read(templatesLife, seedTemplate);
  if (known?.version === version) return known;
  const accountId = `seed-${randomBytes(9).toString('base64url')}`;
  const account = { accountId, createdAt: now, expiresAt: now + longestMs, clock: realClock, bots, apps: [] };
  await store.accounts.create({ ...account, settings: {} }, seedWriter(store, readAnew(initial)));
  const life = await store.accounts.read(accountId);
  const origin = life && (await store.snapshots.readOrigin(life));
  if (!origin) throw new Error('The account of the seed is gone as soon as it was made.');
  const { layers, sessions } = origin;
  const made = { name: seedTemplate, version, bots, clock: realClock, layers, sessions };
  const template = await store.snapshots.putTemplate(made, known, now);
  await store.removals.removeAccount(accountId, now, store.removals.budget(removalLimits));
  return template;
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
    const clientSecret = randomSecret(app.kind);
    await store.accounts.changeApp(account, app.clientId, (before) => ({ ...before, clientSecret }));
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

const batchSize = 1_000;

/** Adds sessions and messages to an account, each in the place of one with its id. */
async function add(store: Store, account: Account, initial: InitialData): Promise<void> {
  const { sessions, messages } = readAnew(initial);
  for await (const batch of inBatches(sessions)) await store.sessionWriter.write(account, batch);
  const writer = await store.messageWriter();
  for await (const batch of inBatches(messages)) await writer.write(account, batch);
}

async function* inBatches<T>(all: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    if (batch.push(one) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Adds the bots that are new, linked to the builder apps as the first ones are. */
async function addMissingBots(store: Store, account: Account, bots: readonly Bot[]): Promise<void> {
  const missing = bots.filter(({ botId }) => !account.bots.has(botId));
  if (missing.length === 0) return;
  const botIds = missing.map(({ botId }) => botId);
  await store.accounts.linkBots(account, [...account.apps.keys()], botIds);
  for (const bot of missing) await store.accounts.addBot(account, bot);
}
