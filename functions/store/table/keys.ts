import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/bot-days.ts';
import { dayMs, toIso } from '../../domain/dates.ts';
import { LruCache } from '../../domain/lru-cache.ts';
import type { Window } from '../../domain/window.ts';

/** Primary key of an item. */
export type Key = { pk: string; sk: string };

/** A key as one text. */
export const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** An item as the document client has it. */
export type Item = Record<string, unknown>;

/** An account id can be used again after a removal; `born`, its first number, tells its lives apart. */
export interface AccountLife {
  accountId: string;
  born: number;
}

/** Nothing but the life of what has one. */
export const lifeOf = ({ accountId, born }: AccountLife): AccountLife => ({ accountId, born });

/** A key that sorts by an instant (Unix ms), then by name. */
export const timedKey = (ms: number, name: string): string => `${toIso(ms)}#${name}`;

/** The first timed key that an instant (Unix ms) can have. */
export const firstTimedKey = (ms: number): string => toIso(ms);

/** After the last timed key that an instant (Unix ms) can have: "$" follows "#". */
export const lastTimedKey = (ms: number): string => `${toIso(ms)}$`;

/** The instant that a timed key begins with, Unix ms; NaN where it begins with none. */
export const timeOf = (timed: string): number => Date.parse(timed.slice(0, timed.indexOf('#')));

/** The name that a timed key ends with. */
export const nameIn = (timed: string): string => timed.slice(timed.indexOf('#') + 1);

// Short, because the index is paid for by the byte.
const digits = (number: number): string => number.toString(36);

export const accountPartition = (accountId: string): string => `ACCOUNT#${accountId}`;
const lifeName = ({ accountId, born }: AccountLife): string => `${accountId}#${digits(born)}`;

// The head sorts before bots and apps, so these are at least as new as the revision that it names.
export const headKey = (accountId: string): Key => ({ pk: accountPartition(accountId), sk: 'HEAD' });
export const botKey = ({ accountId, born }: AccountLife, botId: string): Key => ({
  pk: accountPartition(accountId),
  sk: `bot#${digits(born)}#${botId}`,
});
export const appKey = ({ accountId, born }: AccountLife, clientId: string): Key => ({
  pk: accountPartition(accountId),
  sk: `app#${digits(born)}#${clientId}`,
});

/** What a reset goes back to. */
export const originKey = (life: AccountLife): Key => ({ pk: `ORIGIN#${lifeName(life)}`, sk: 'ORIGIN' });

export const snapshotPartition = (life: AccountLife): string => `SNAPSHOTS#${lifeName(life)}`;
export const snapshotKey = (life: AccountLife, name: string): Key => ({
  pk: snapshotPartition(life),
  sk: name,
});

/** Templates are snapshots that belong to no account: none has an id without characters. */
export const templatesLife: AccountLife = { accountId: '', born: 0 };

/** The list of all accounts. */
export const registryPartition = 'ACCOUNTS';
export const registryKey = (life: AccountLife): Key => ({ pk: registryPartition, sk: lifeName(life) });

/** Finds the account a client id belongs to; client ids are unique over the deployment. */
export const clientKey = (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CLIENT' });

/** What requests leave behind belongs to an epoch of an account: a reset or a restore begins a new one. */
export interface DataSet {
  accountId: string;
  epoch: number;
}

const dataSetName = ({ accountId, epoch }: DataSet): string => `${accountId}#${digits(epoch)}`;

/** The layer that the sessions of a data set are in that was written before there were layers. */
export const layerOfDataSet = dataSetName;

// No other layer's name has this sign. Such a layer has one partition, and one of the index for each bot.
const isOfDataSet = (layer: string): boolean => layer.includes('#');

const shortNames = new LruCache<string, string>({ max: 1000 });

/** 66 bits of a hash: the names of data sets are as long as those of accounts. */
function shortNameOf(layer: string): string {
  const known = shortNames.get(layer);
  if (known !== undefined) return known;
  const short = createHash('sha256').update(layer).digest('base64url').slice(0, 11);
  shortNames.set(layer, short);
  return short;
}

// One partition takes 1,000 writes a second (AWS), however much the table may.
const parts = 16;

/** FNV-1a; any spread does that stays the same. */
function partOf(sessionId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < sessionId.length; index++) {
    hash = Math.imul(hash ^ sessionId.charCodeAt(index), 0x0100_0193);
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % parts;
}

const partition = (layer: string, part: number): string => `S#${layer}#${part.toString(36)}`;

/** All partitions of the table that a layer's sessions are in. */
export const sessionPartitions = (layer: string): string[] =>
  isOfDataSet(layer)
    ? [`S#${shortNameOf(layer)}`]
    : Array.from({ length: parts }, (_, part) => partition(layer, part));

export const sessionKey = (layer: string, sessionId: string): Key => ({
  pk: isOfDataSet(layer) ? `S#${shortNameOf(layer)}` : partition(layer, partOf(sessionId)),
  sk: sessionId,
});

// A tombstone beside a session's item; no session id has this sign.
const beside = '~';

/** Where a layer says that a session has left its place in a layer below, while its own item says where it is now. */
export const leftPlaceKey = (layer: string, sessionId: string): Key => ({
  pk: sessionKey(layer, sessionId).pk,
  sk: sessionId + beside,
});

/** Whether a sort key is a session's own, and so its id. */
export const isSessionKey = (sk: string): boolean => !sk.endsWith(beside);

/** The session that a sort key is of. */
export const sessionIdOf = (sk: string): string => (isSessionKey(sk) ? sk : sk.slice(0, -beside.length));

/*
 * Imported messages are kept in layers as sessions are, under ids and with bots that no session has: the sign that they
 * begin with comes before all that ids are made of. Of each session that has imported messages there is a mark as well.
 */
const ofMessages = '!';

export const keptMessageId = (messageId: string): string => `${ofMessages}m${messageId}`;
export const messageMarkId = (sessionId: string): string => `${ofMessages}s${sessionId}`;

export const isKeptMessageId = (id: string): boolean => id.startsWith(keptMessageId(''));

/** What comes behind the first two signs of such an id. */
export const namedBy = (id: string): string => id.slice(2);

/** The bot that messages of a bot are kept with. */
export const messagesOf = (botId: string): string => `${ofMessages}m${botId}`;

/** That of all marks, which stand at the first instant there is. */
export const markBot = `${ofMessages}s`;

/** After all messages and marks of a partition, and before all sessions. */
export const beforeSessions = '"';

/** The days in which a layer has sessions of which bots, so that who looks through years need not read each of them. */
export const layerDaysPartition = (layer: string): string => `DAYS#${layer}`;

// The year is the first part of a date, so the keys sort by time.
const layerDaySortKey = (botId: string, day: number): string => `${botId}#${toIso(day * dayMs).slice(0, 10)}`;

/** @param day since 1970, GMT */
export const layerDayKey = (layer: string, botId: string, day: number): Key => ({
  pk: layerDaysPartition(layer),
  sk: layerDaySortKey(botId, day),
});

/** The day that such a key names. */
export const dayOfLayerDayKey = (sk: string): number => dayOf(Date.parse(sk.slice(sk.lastIndexOf('#') + 1)));

/** Whether a layer notes its days: one of a data set does not, but its index can be asked for them. */
export const notesDays = (layer: string): boolean => !isOfDataSet(layer);

/** What holds which layer in use: see `removals/layer-users.ts`. */
export const layerUsersKey = (layer: string): Key => ({ pk: `LAYER#${layer}`, sk: 'USERS' });

/** Partitions of the index that hold a bot's sessions of a window, in the order of their starts. */
export function indexPartitions(layer: string, botId: string, { from, to }: Window): string[] {
  if (isOfDataSet(layer)) return [`${layer}#${botId}`];
  const keys: string[] = [];
  for (let day = dayOf(from); day <= dayOf(to); day++) keys.push(indexPartition(layer, botId, day));
  return keys;
}

/** Partition of the index: a bot's day (since 1970, GMT) within a layer. */
export const indexPartition = (layer: string, botId: string, day: number): string =>
  isOfDataSet(layer) ? `${layer}#${botId}` : `${layer}#${digits(day)}#${botId}`;

/** The bot that a partition of the index is of. */
export const botIdOf = (indexKey: string): string => indexKey.slice(indexKey.lastIndexOf('#') + 1);

/** Packed sessions, as snapshots kept them before there were layers; numbered as data sets are. */
export const archivePartition = (dataSet: DataSet): string => `ARCHIVE#${dataSetName(dataSet)}`;

/** Sort key of the index: the start, then the session id, so that equal starts have a fixed order. */
export const startIndexKey = timedKey;

/** First and last sort key of the index that a window can hold, both inclusive. */
export const startIndexRange = (window: Window): { from: string; to: string } => ({
  from: firstTimedKey(window.from),
  to: lastTimedKey(window.to),
});

export const seenJtiPartition = (dataSet: DataSet): string => `JTI#${dataSetName(dataSet)}`;
export const seenJtiKey = (dataSet: DataSet, clientId: string, jti: string): Key => ({
  pk: seenJtiPartition(dataSet),
  sk: `${clientId}#${jti}`,
});

export const ratePartition = (dataSet: DataSet): string => `RATE#${dataSetName(dataSet)}`;
/** Requests that are counted together. */
export interface RateSubject {
  /** Undefined: the whole account. */
  botId: string | undefined;
  /** Of APIs that have one of their own. */
  bucket?: string | undefined;
}

export const rateWindowKey = (dataSet: DataSet, { botId, bucket }: RateSubject): Key => ({
  pk: ratePartition(dataSet),
  sk: `${bucket === undefined ? '' : `${bucket}#`}${botId === undefined ? 'ACCOUNT' : `BOT#${botId}`}`,
});

export const faultCountPartition = (life: AccountLife): string => `FAULTS#${lifeName(life)}`;
export const faultCountKey = (life: AccountLife, generation: string, rule: number): Key => ({
  pk: faultCountPartition(life),
  sk: `${generation}#${rule}`,
});

/** Requests that belong to no account: no account has an id without characters. */
export const unattributedPartition = 'JOURNAL##unattributed';

export const journalPartition = (life: AccountLife): string => `JOURNAL#${lifeName(life)}`;

/** What is to be removed, accounts that expire, and those that lie on many layers, each by the time from which it may be. */
export type RemovalList = 'REMOVALS' | 'EXPIRIES' | 'FLATTENINGS';
export const removalKey = (list: RemovalList, due: number, name: string): Key => ({
  pk: list,
  sk: timedKey(due, name),
});

// After all else in an account's partition.
export const leftPrefix = 'left#';

/** What an account has left behind, found by its id; named by the entry's sort key in the list of removals. */
export const leftKey = ({ accountId }: AccountLife, removal: string): Key => ({
  pk: accountPartition(accountId),
  sk: leftPrefix + removal,
});

export const jweKeyPairKey: Key = { pk: 'DEPLOYMENT', sk: 'JWE' };
