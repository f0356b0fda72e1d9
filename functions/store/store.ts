import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AccountStore } from './accounts/accounts.ts';
import { Registry } from './accounts/registry.ts';
import { takeOver } from './accounts/take-over.ts';
import { DataSetStore } from './data-sets/data-sets.ts';
import type { BringOver } from './data-sets/earlier-data.ts';
import type { Flattening } from './data-sets/flattening.ts';
import { SnapshotStore } from './data-sets/snapshots.ts';
import { Leases } from './head/leases.ts';
import { settlesAtBy } from './head/settle.ts';
import type { MessageWriter } from './messages/message-writer.ts';
import { LayerUsers } from './removals/layer-users.ts';
import { RemovalEntries } from './removals/removal-entries.ts';
import { Removals } from './removals/removals.ts';
import { type OnCommit, SessionWriter } from './sessions/session-writer.ts';
import { SessionStore } from './sessions/sessions.ts';
import { jweKeyPairKey } from './table/keys.ts';
import { groundOf, type StoreOptions, vendorStoreOver } from './vendor-store.ts';

export { createDocumentClient } from './document-client.ts';
export type { StoreOptions } from './vendor-store.ts';

/** Everything the emulator keeps, in one DynamoDB table. */
export type Store = ReturnType<typeof createStore>;

/** The store over a table that is there already. */
export function createStore(client: DynamoDBDocumentClient, tableName: string, options: StoreOptions = {}) {
  const { indexLagMs = 0, isIndexImmediate = false, soleWriter = false } = options;
  const ground = groundOf(client, tableName, options);
  const { table, time, heads } = ground;
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
  const vendorStore = vendorStoreOver(ground, accounts, sessions, options);
  const { sessionReader } = vendorStore;
  // Others may have written by then what this process knows nothing of.
  const onCommit: OnCommit | undefined = soleWriter
    ? (own, commit, written) => sessionReader.takeOver(own, commit, written)
    : undefined;
  const sessionWriter = new SessionWriter(sessions, leases, onCommit);
  const dataSets = new DataSetStore(heads, entries, layers, time);
  return {
    ...vendorStore,
    accounts,
    sessions,
    sessionWriter,
    /** Loaded where messages are written: who answers from them never does. */
    messageWriter: async (): Promise<MessageWriter> => {
      const messages = await import('./messages/message-writer.ts');
      return new messages.MessageWriter(sessions, sessionWriter, leases);
    },
    dataSets,
    /** Loaded where layers are to become few. */
    flattening: async (): Promise<Flattening> => {
      const { Flattening } = await import('./data-sets/flattening.ts');
      return new Flattening({ heads, entries, users: layers, sessions, settlesAt, time });
    },
    snapshots: new SnapshotStore(table, dataSets, bringOver),
    registry: new Registry(table),
    removals,
    /** For the sole writer, before anything else: brings to an end what whoever wrote before has left. */
    takeOver: () => takeOver({ table, heads, settlesAt }),
    /** Resolves where the table answers. */
    ping: async (): Promise<void> => {
      await table.get(jweKeyPairKey);
    },
  };
}
