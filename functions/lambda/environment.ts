import { unattributedFrom } from '../domain/unattributed.ts';
import { memoryFrom } from '../store/reader/session-reader.ts';
import { createDocumentClient, createStore, type Store } from '../store/store.ts';
import { clientConfig } from './client-config.ts';
import { requireVariable } from './variables.ts';

// Each read of an index in AWS goes to some replica, so one reader may miss what another has seen.
const indexLagMs = 1_000;

/** The store of the table that TABLE_NAME names; region, credentials and endpoint are in the SDK's own variables. */
export function storeFromEnvironment(): Store {
  return createStore(createDocumentClient(clientConfig(process.env)), requireVariable('TABLE_NAME'), {
    indexLagMs,
    memory: memoryFrom(process.env),
    unattributed: unattributedFrom(process.env),
  });
}
