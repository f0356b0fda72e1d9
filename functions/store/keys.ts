import { toIso } from '../domain/dates.ts';
import type { Window } from '../domain/window.ts';

/** Primary key of an item. */
export type Key = { pk: string; sk: string };

const accountPartition = (accountId: string): string => `ACCOUNT#${accountId}`;

export const headKey = (accountId: string): Key => ({ pk: accountPartition(accountId), sk: 'HEAD' });
export const botKey = (accountId: string, botId: string): Key => ({
  pk: accountPartition(accountId),
  sk: `BOT#${botId}`,
});
export const appKey = (accountId: string, clientId: string): Key => ({
  pk: accountPartition(accountId),
  sk: `APP#${clientId}`,
});

/** Finds the account a client id belongs to; client ids are unique over the deployment. */
export const clientKey = (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CLIENT' });

/** A data set of an account: a new epoch is invisible until the account's head names it. */
export interface DataSet {
  accountId: string;
  epoch: number;
}

const dataSetName = ({ accountId, epoch }: DataSet): string => `${accountId}#${epoch}`;

// Short, because it is paid for in every row of the index.
export const sessionPartition = (dataSet: DataSet): string => `S#${dataSetName(dataSet)}`;
export const sessionKey = (dataSet: DataSet, sessionId: string): Key => ({
  pk: sessionPartition(dataSet),
  sk: sessionId,
});

/** Partition of the index: a bot within a data set. */
export const botIndexKey = (dataSet: DataSet, botId: string): string => `${dataSetName(dataSet)}#${botId}`;

/** Sort key of the index: the start, then the session id, so that equal starts have a fixed order. */
export const startIndexKey = (startTime: number, sessionId: string): string =>
  `${toIso(startTime)}#${sessionId}`;

/** First and last sort key of the index that a window can hold, both inclusive. */
export const startIndexRange = (window: Window): { from: string; to: string } => ({
  from: toIso(window.from),
  // "$" follows "#", so this is after every session id of the last millisecond.
  to: `${toIso(window.to)}$`,
});

export const seenJtiKey = (dataSet: DataSet, clientId: string, jti: string): Key => ({
  pk: `JTI#${dataSetName(dataSet)}#${clientId}`,
  sk: jti,
});

export const rateWindowKey = (dataSet: DataSet, subject: string | undefined): Key => ({
  pk: `RATE#${dataSetName(dataSet)}`,
  sk: subject === undefined ? 'ACCOUNT' : `BOT#${subject}`,
});

export const faultCountKey = (accountId: string, generation: string, rule: number): Key => ({
  pk: `FAULTS#${accountId}`,
  sk: `${generation}#${rule}`,
});

export const journalPartition = (accountId: string): string => `JOURNAL#${accountId}`;
export const journalKey = (accountId: string, place: string): Key => ({
  pk: journalPartition(accountId),
  sk: place,
});

export const jweKeyPairKey: Key = { pk: 'DEPLOYMENT', sk: 'JWE' };
