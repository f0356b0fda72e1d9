import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unattributedFrom } from '../domain/unattributed.ts';
import { createDocumentClient } from '../store/document-client.ts';
import { memoryFrom } from '../store/reader/session-reader.ts';
import type { StoreOptions } from '../store/vendor-store.ts';
import { clientConfig } from './client-config.ts';
import { requireVariable } from './variables.ts';

// Each read of an index in AWS goes to some replica, so one reader may miss what another has seen.
const indexLagMs = 1_000;

/**
 * The store of the table that TABLE_NAME names; region, credentials and endpoint are in the SDK's own variables.
 *
 * @param create makes as much of it as the function needs
 */
export function storeFromEnvironment<Store>(
  create: (client: DynamoDBDocumentClient, tableName: string, options: StoreOptions) => Store,
): Store {
  return create(createDocumentClient(clientConfig(process.env)), requireVariable('TABLE_NAME'), {
    indexLagMs,
    memory: memoryFrom(process.env),
    unattributed: unattributedFrom(process.env),
  });
}
