import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemTime, type Time } from '../domain/time.ts';
import type { UnattributedOptions } from '../domain/unattributed.ts';
import { AccountReader } from './accounts/account-reader.ts';
import { JweKeyPairStore } from './accounts/jwe-key-pair.ts';
import { FaultCounts } from './counters/fault-counts.ts';
import { RateWindows } from './counters/rate-windows.ts';
import { SeenTokens } from './counters/seen-tokens.ts';
import { Heads } from './head/heads.ts';
import { type JournalOptions, JournalStore } from './journal/journal.ts';
import { UnattributedRequests } from './journal/unattributed.ts';
import { memoryFrom, type ReaderOptions, SessionReader } from './reader/session-reader.ts';
import { StoredSessions } from './sessions/stored-sessions.ts';
import { AtomicItems } from './table/atomic-items.ts';
import { ItemMemory } from './table/item-memory.ts';
import { headKey, type Key } from './table/keys.ts';
import { Table } from './table/table.ts';

/** What the vendor's requests are answered from, and what they leave behind. */
export type VendorStore = ReturnType<typeof vendorStoreOver>;

export interface StoreOptions {
  journal?: JournalOptions;
  /** Of requests that belong to no account. */
  unattributed?: UnattributedOptions;
  /** The machine's, where nothing else is given. */
  time?: Time;
  /** How long reads of the index may not show what others have shown already, ms; 0 where they always do. */
  indexLagMs?: number;
  /** Whether the index shows a write as soon as the table does, so that nobody need look whether it does by now. */
  isIndexImmediate?: boolean;
  /** Whether nobody but this process writes the table, so that it need not read what it has written. */
  soleWriter?: boolean;
  /** What may be kept in memory. */
  memory?: ReaderOptions;
}

const isHead = ({ sk }: Key): boolean => sk === headKey('').sk;

/** What all wings stand on. */
export function groundOf(client: DynamoDBDocumentClient, tableName: string, options: StoreOptions) {
  const { time = systemTime, soleWriter = false } = options;
  const table = new Table(client, tableName, time, soleWriter ? new ItemMemory(isHead) : undefined);
  return { table, time, atomicItems: new AtomicItems(table, time), heads: new Heads(table) };
}

/** The part of a store that the vendor's requests need, over accounts and sessions as the rest of it may have them. */
export function vendorStoreOver(
  { table, time, atomicItems }: ReturnType<typeof groundOf>,
  accounts: AccountReader,
  sessions: StoredSessions,
  { journal, unattributed, memory = memoryFrom({}) }: StoreOptions,
) {
  const sessionReader = new SessionReader(
    sessions,
    (accountId, usage) => accounts.read(accountId, usage),
    time,
    memory,
  );
  return {
    accounts,
    sessionReader,
    seenTokens: new SeenTokens(table),
    jweKeyPair: new JweKeyPairStore(table),
    rateWindows: new RateWindows(atomicItems),
    faultCounts: new FaultCounts(atomicItems),
    journal: new JournalStore(table, time, journal),
    unattributed: new UnattributedRequests(table, atomicItems, unattributed),
  };
}

/** It alone, over a table that is there already: what writes sessions and accounts is a tenth of what would be loaded. */
export function createVendorStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  options: StoreOptions = {},
): VendorStore {
  const ground = groundOf(client, tableName, options);
  const { table, heads } = ground;
  return vendorStoreOver(ground, new AccountReader(table, heads), new StoredSessions(table), options);
}
