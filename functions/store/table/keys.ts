import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { toIso } from '../../domain/dates.ts';
import type { Window } from '../../domain/window.ts';

/** Primary key of an item. */
export type Key = { pk: string; sk: string };

/** An item as the document client has it. */
export type Item = Record<string, unknown>;

/** An account id can be used again after a removal; `born`, its first number, tells its lives apart. */
export interface AccountLife {
  accountId: string;
  born: number;
}

/** A key that sorts by an instant (Unix ms), then by name. */
export const timedKey = (ms: number, name: string): string => `${toIso(ms)}#${name}`;

/** The first timed key that an instant (Unix ms) can have. */
export const firstTimedKey = (ms: number): string => toIso(ms);

/** After the last timed key that an instant (Unix ms) can have: "$" follows "#". */
export const lastTimedKey = (ms: number): string => `${toIso(ms)}$`;

/** The instant that a timed key begins with, Unix ms; NaN where it begins with none. */
export const timeOf = (timed: string): number => Date.parse(timed.slice(0, timed.indexOf('#')));

// Short, because data sets' names are paid for in every row of the index.
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

/** The list of all accounts. */
export const registryPartition = 'ACCOUNTS';
export const registryKey = (life: AccountLife): Key => ({ pk: registryPartition, sk: lifeName(life) });

/** Finds the account a client id belongs to; client ids are unique over the deployment. */
export const clientKey = (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CLIENT' });

/** A data set of an account: a new epoch is invisible until the account's head names it. */
export interface DataSet {
  accountId: string;
  epoch: number;
}

const dataSetName = ({ accountId, epoch }: DataSet): string => `${accountId}#${digits(epoch)}`;

const shortNames = new LRUCache<string, string>({ max: 1000 });

/** 66 bits of a hash: every entry of the index repeats the partition, and the index is paid for by the byte. */
function shortNameOf(dataSet: DataSet): string {
  const name = dataSetName(dataSet);
  const known = shortNames.get(name);
  if (known !== undefined) return known;
  const short = createHash('sha256').update(name).digest('base64url').slice(0, 11);
  shortNames.set(name, short);
  return short;
}

export const sessionPartition = (dataSet: DataSet): string => `S#${shortNameOf(dataSet)}`;
export const sessionKey = (dataSet: DataSet, sessionId: string): Key => ({
  pk: sessionPartition(dataSet),
  sk: sessionId,
});

/** Sessions packed together; numbered as data sets are. */
export const archivePartition = (dataSet: DataSet): string => `ARCHIVE#${dataSetName(dataSet)}`;
export const archiveKey = (dataSet: DataSet, chunk: number): Key => ({
  pk: archivePartition(dataSet),
  sk: String(chunk).padStart(8, '0'),
});

/** Partition of the index: a bot within a data set. */
export const botIndexKey = (dataSet: DataSet, botId: string): string => `${dataSetName(dataSet)}#${botId}`;

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
export const rateWindowKey = (dataSet: DataSet, subject: string | undefined): Key => ({
  pk: ratePartition(dataSet),
  sk: subject === undefined ? 'ACCOUNT' : `BOT#${subject}`,
});

export const faultCountPartition = (life: AccountLife): string => `FAULTS#${lifeName(life)}`;
export const faultCountKey = (life: AccountLife, generation: string, rule: number): Key => ({
  pk: faultCountPartition(life),
  sk: `${generation}#${rule}`,
});

/** Requests that belong to no account: no account has an id without characters. */
export const unattributedPartition = 'JOURNAL##unattributed';

export const journalPartition = (life: AccountLife): string => `JOURNAL#${lifeName(life)}`;

/** What is to be removed, and accounts that expire, each by the time from which it may be. */
export type RemovalList = 'REMOVALS' | 'EXPIRIES';
export const removalKey = (list: RemovalList, due: number, name: string): Key => ({
  pk: list,
  sk: timedKey(due, name),
});

export const jweKeyPairKey: Key = { pk: 'DEPLOYMENT', sk: 'JWE' };
