import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemTime, type Time } from '../../functions/domain/time.ts';
import type { Application } from '../../functions/http/application.ts';
import {
  createDocumentClient,
  createStore,
  type Store,
  type StoreOptions,
} from '../../functions/store/store.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';
import { createApplication } from '../../infra/local/application.ts';
import { type Engine, startEmbeddedEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { directClient } from '../support/direct-client.ts';
import { toRequest } from '../support/to-request.ts';
import { type Interceptor, intercept } from './intercept.ts';

export const tableName = 'kore-sessions-emulator-test';
export const controlKey = 'test-control-key';

/** One of several emulators over one table, as several Lambda instances are. */
export interface Instance {
  store: Store;
  /** All of it: the vendor's routes and the control API. */
  app: Application;
  /** Calls this instance without a network; the path with its query string. */
  request: (path: string, init?: RequestInit) => Promise<Response>;
  /** What was logged of the vendor's routes, oldest first. */
  log: RequestLogEntry[];
  /** What the control API reported as failures. */
  errors: unknown[];
}

export interface SharedTable {
  engine: Engine;
  /** A client that nothing intercepts, to look at the table itself. */
  client: DynamoDBDocumentClient;
  /** A new instance that remembers nothing; its calls go through the interceptor. */
  startInstance: (interceptor?: Interceptor, options?: StoreOptions) => Instance;
  /** Waits for what goes on after answers. */
  settled: () => Promise<void>;
  close: () => Promise<void>;
}

/** An emulator over a store, called without a network. */
export function instanceOf(
  store: Store,
  time: Time,
  engine = 'embedded',
  afterResponse: (work: Promise<unknown>) => void = (work) => void work.catch(() => {}),
): Instance {
  const log: RequestLogEntry[] = [];
  const errors: unknown[] = [];
  const app = createApplication({
    store,
    controlKey: async () => [controlKey],
    canDropConnections: false,
    time,
    afterResponse,
    engine,
    log: (entry) => log.push(entry),
    onError: (error) => errors.push(error),
  });
  const request: Instance['request'] = async (path, init) => app.fetch(toRequest(path, init));
  return { store, app, log, errors, request };
}

export interface SharedTableOptions {
  /** Another engine than the embedded one, which the SDK asks. */
  startEngine?: () => Promise<Engine>;
  /** What instances go by that are started without a time of their own. */
  time?: Time;
}

/** One table on an embedded engine of its own, for as many instances as a test needs. */
export async function startSharedTable(
  systemNow: () => number = Date.now,
  { startEngine, time = systemTime }: SharedTableOptions = {},
): Promise<SharedTable> {
  const engine = await (startEngine ?? startEmbeddedEngine)();
  const bySdk = createDocumentClient(engine.clientConfig);
  const client = startEngine ? bySdk : directClient(bySdk, engine);
  await ensureTable(client, tableName);
  const pending: Promise<unknown>[] = [];
  const settled = async (): Promise<void> => {
    while (pending.length > 0) await Promise.all(pending.splice(0));
  };
  return {
    engine,
    client,
    startInstance: (interceptor, options) =>
      instanceOf(
        createStore(interceptor ? intercept(client, interceptor) : client, tableName, { time, ...options }),
        // Nothing is late by the clock of the machine.
        { ...systemTime, now: systemNow, sleep: async () => {}, after: () => () => undefined },
        engine.name,
        (work) => void pending.push(work.catch(() => {})),
      ),
    settled,
    close: async () => {
      await settled();
      client.destroy();
      await engine.close();
    },
  };
}
