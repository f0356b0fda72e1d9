import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AccountStore } from './accounts.ts';
import { ArchiveStore } from './archive.ts';
import { DataSetStore } from './data-sets.ts';
import { FaultCounts } from './fault-counts.ts';
import { type JournalOptions, JournalStore } from './journal.ts';
import { JweKeyPairStore } from './jwe-key-pair.ts';
import { jweKeyPairKey } from './keys.ts';
import { addMeter } from './meter.ts';
import { RateWindows } from './rate-windows.ts';
import { Registry } from './registry.ts';
import { Removals } from './removals.ts';
import { SeenTokens } from './seen-tokens.ts';
import { SessionStore } from './sessions.ts';
import { SnapshotStore } from './snapshots.ts';
import { Table } from './table.ts';

/** Everything the emulator keeps, in one DynamoDB table. */
export interface Store {
  accounts: AccountStore;
  sessions: SessionStore;
  dataSets: DataSetStore;
  archives: ArchiveStore;
  snapshots: SnapshotStore;
  registry: Registry;
  removals: Removals;
  seenTokens: SeenTokens;
  jweKeyPair: JweKeyPairStore;
  rateWindows: RateWindows;
  faultCounts: FaultCounts;
  journal: JournalStore;
  /** Resolves where the table answers. */
  ping: () => Promise<void>;
}

// A page of 10,000 rows or an account of many bots asks much at once, and a call must not wait for a socket.
const agent = { maxSockets: 200 };

/** A document client whose calls end in time: one that hangs fails and is repeated by the SDK. */
export function createDocumentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...config,
  });
  const documentClient = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  addMeter(documentClient);
  return documentClient;
}

export interface StoreOptions {
  journal?: JournalOptions;
}

export function createStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  options: StoreOptions = {},
): Store {
  const table = new Table(client, tableName);
  return {
    accounts: new AccountStore(table),
    sessions: new SessionStore(table),
    dataSets: new DataSetStore(table),
    archives: new ArchiveStore(table),
    snapshots: new SnapshotStore(table),
    registry: new Registry(table),
    removals: new Removals(table),
    seenTokens: new SeenTokens(table),
    jweKeyPair: new JweKeyPairStore(table),
    rateWindows: new RateWindows(table),
    faultCounts: new FaultCounts(table),
    journal: new JournalStore(table, options.journal),
    ping: async () => {
      await table.get(jweKeyPairKey);
    },
  };
}
