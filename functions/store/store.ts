import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemTime, type Time } from '../domain/time.ts';
import type { UnattributedOptions } from '../domain/unattributed.ts';
import { AccountStore } from './accounts/accounts.ts';
import { JweKeyPairStore } from './accounts/jwe-key-pair.ts';
import { Registry } from './accounts/registry.ts';
import { takeOver } from './accounts/take-over.ts';
import { FaultCounts } from './counters/fault-counts.ts';
import { RateWindows } from './counters/rate-windows.ts';
import { SeenTokens } from './counters/seen-tokens.ts';
import { DataSetStore } from './data-sets/data-sets.ts';
import type { BringOver } from './data-sets/earlier-data.ts';
import type { Flattening } from './data-sets/flattening.ts';
import { SnapshotStore } from './data-sets/snapshots.ts';
import { Heads } from './head/heads.ts';
import { Leases } from './head/leases.ts';
import { settlesAtBy } from './head/settle.ts';
import { type JournalOptions, JournalStore } from './journal/journal.ts';
import { UnattributedRequests } from './journal/unattributed.ts';
import type { MessageWriter } from './messages/message-writer.ts';
import { memoryFrom, type ReaderOptions, SessionReader } from './reader/session-reader.ts';
import type { ReadAccount } from './reader/slice-cache.ts';
import { LayerUsers } from './removals/layer-users.ts';
import { RemovalEntries } from './removals/removal-entries.ts';
import { Removals } from './removals/removals.ts';
import { type OnCommit, SessionWriter } from './sessions/session-writer.ts';
import { SessionStore } from './sessions/sessions.ts';
import { AtomicItems } from './table/atomic-items.ts';
import { collect } from './table/collect.ts';
import { ItemMemory } from './table/item-memory.ts';
import { headKey, jweKeyPairKey, type Key } from './table/keys.ts';
import { inPlainJson } from './table/plain-json.ts';
import { Table } from './table/table.ts';

/** Everything the emulator keeps, in one DynamoDB table. */
export type Store = ReturnType<typeof createStore>;

// So many attempts and the SDK's pauses between them take a few seconds, a part of the time for an answer.
const maxAttempts = 4;

// A page of 10,000 rows or an account of many bots asks much at once, and a call must not wait for a socket.
const agent = { maxSockets: 200 };

/** A document client whose calls end in time: one that hangs fails and is repeated by the SDK. */
export function createDocumentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts,
    streamCollector: collect,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...config,
  });
  inPlainJson(client);
  const documentClient = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  // This middleware copies every answer for a log that is not kept: a tenth of the time of a large answer.
  documentClient.middlewareStack.remove('loggerMiddleware');
  // Put together anew for each call, and nobody reads it.
  documentClient.middlewareStack.remove('getUserAgentMiddleware');
  return documentClient;
}

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

/** The store over a table that is there already. */
export function createStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  {
    journal,
    unattributed,
    time = systemTime,
    indexLagMs = 0,
    isIndexImmediate = false,
    soleWriter = false,
    memory = memoryFrom({}),
  }: StoreOptions = {},
) {
  const table = new Table(client, tableName, time, soleWriter ? new ItemMemory(isHead) : undefined);
  const atomicItems = new AtomicItems(table, time);
  const heads = new Heads(table);
  const settlesAt = settlesAtBy(time, indexLagMs);
  const entries = new RemovalEntries(table);
  const layers = new LayerUsers(table, heads, (layer) => sessionReader.forget(layer));
  const removals = new Removals(table, heads, entries, layers, time);
  const aloneSince = soleWriter ? time.now() : undefined;
  const accounts = new AccountStore({ table, heads, removals, entries, layers, settlesAt, time, aloneSince });
  const sessions = new SessionStore(table, time, isIndexImmediate);
  const bringOver = async (): Promise<BringOver> => {
    const { BringOver } = await import('./data-sets/earlier-data.ts');
    return new BringOver({ table, sessions, users: layers, entries, settlesAt, time });
  };
  const leases = new Leases(heads, time, settlesAt);
  const readAccount: ReadAccount = (accountId, usage) => accounts.read(accountId, usage);
  const sessionReader = new SessionReader(sessions, readAccount, time, memory);
  // Others may have written by then what this process knows nothing of.
  const onCommit: OnCommit | undefined = soleWriter
    ? (own, commit, written) => sessionReader.takeOver(own, commit, written)
    : undefined;
  const sessionWriter = new SessionWriter(sessions, leases, onCommit);
  const dataSets = new DataSetStore(heads, entries, layers, time);
  return {
    accounts,
    sessions,
    sessionReader,
    sessionWriter,
    /** Loaded where messages are written: who answers from them never does. */
    messageWriter: async (): Promise<MessageWriter> => {
      const messages = await import('./messages/message-writer.ts');
      return new messages.MessageWriter(sessions, sessionWriter, leases);
    },
    dataSets,
    /** Loaded where layers are to become few, which getSessions has none of. */
    flattening: async (): Promise<Flattening> => {
      const { Flattening } = await import('./data-sets/flattening.ts');
      return new Flattening({ heads, entries, users: layers, sessions, settlesAt, time });
    },
    snapshots: new SnapshotStore(table, dataSets, bringOver),
    registry: new Registry(table),
    removals,
    seenTokens: new SeenTokens(table),
    jweKeyPair: new JweKeyPairStore(table),
    rateWindows: new RateWindows(atomicItems),
    faultCounts: new FaultCounts(atomicItems),
    journal: new JournalStore(table, time, journal),
    /** For the sole writer, before anything else: brings to an end what whoever wrote before has left. */
    takeOver: () => takeOver({ table, heads, settlesAt }),
    unattributed: new UnattributedRequests(table, atomicItems, unattributed),
    /** Resolves where the table answers. */
    ping: async (): Promise<void> => {
      await table.get(jweKeyPairKey);
    },
  };
}
