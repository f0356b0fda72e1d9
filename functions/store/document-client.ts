import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { collect } from './table/collect.ts';
import { keepHandlers } from './table/kept-handlers.ts';
import { inPlainJson } from './table/plain-json.ts';

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
  keepHandlers(documentClient);
  return documentClient;
}
