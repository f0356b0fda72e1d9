import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AccountStore } from './accounts.ts';
import { JweKeyPairStore } from './jwe-key-pair.ts';
import { jweKeyPairKey } from './keys.ts';
import { SeenTokens } from './seen-tokens.ts';
import { SessionStore } from './sessions.ts';
import { Table } from './table.ts';

/** Everything the emulator keeps, in one DynamoDB table. */
export interface Store {
  accounts: AccountStore;
  sessions: SessionStore;
  seenTokens: SeenTokens;
  jweKeyPair: JweKeyPairStore;
  /** Resolves where the table answers. */
  ping: () => Promise<void>;
}

/** A document client with time limits that leave room for an answer before API Gateway's 30 s are over. */
export function createDocumentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
    ...config,
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export function createStore(client: DynamoDBDocumentClient, tableName: string): Store {
  const table = new Table(client, tableName);
  return {
    accounts: new AccountStore(table),
    sessions: new SessionStore(table),
    seenTokens: new SeenTokens(table),
    jweKeyPair: new JweKeyPairStore(table),
    ping: async () => {
      await table.get(jweKeyPairKey);
    },
  };
}
