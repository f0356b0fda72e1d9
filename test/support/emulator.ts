import type { AccountDefaults } from '../../functions/control/account-defaults.ts';
import { systemTime } from '../../functions/domain/time.ts';
import { createDocumentClient, createStore, type Store } from '../../functions/store/store.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';
import { createApplication } from '../../infra/local/application.ts';
import { loadConsole } from '../../infra/local/console.ts';
import { type Engine, startEmbeddedEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { directClient } from './direct-client.ts';
import { toRequest } from './to-request.ts';

export const testTableName = 'kore-sessions-emulator-test';

export interface Emulator {
  /** Calls the emulator without a network; a URL, or a path with its query string. */
  request: (path: string, init?: RequestInit) => Promise<Response>;
  controlKey: string;
  store: Store;
  engine: Engine;
  /** Delays that faults asked for, ms; none was waited for. */
  delays: number[];
  /** What was logged of the vendor's routes, oldest first. */
  log: RequestLogEntry[];
  close: () => Promise<void>;
}

export interface EmulatorOptions {
  /** The machine's clock, Unix ms. */
  systemNow?: () => number;
  /** What accounts get that are made without saying otherwise. */
  accountDefaults?: AccountDefaults;
}

/** An emulator in this process, on an embedded engine of its own. */
export async function startEmulator({
  systemNow = Date.now,
  accountDefaults = {},
}: EmulatorOptions = {}): Promise<Emulator> {
  const engine = await startEmbeddedEngine();
  const client = directClient(createDocumentClient(engine.clientConfig), engine);
  await ensureTable(client, testTableName);
  const store = createStore(client, testTableName);
  const controlKey = 'test-control-key';
  const log: RequestLogEntry[] = [];
  const delays: number[] = [];
  const pending: Promise<unknown>[] = [];
  const app = createApplication({
    store,
    accountDefaults,
    controlKey: async () => [controlKey],
    engine: engine.name,
    canDropConnections: false,
    loadConsole,
    log: (entry) => log.push(entry),
    time: {
      ...systemTime,
      now: systemNow,
      sleep: async (ms) => {
        delays.push(ms);
      },
    },
    afterResponse: (work) => pending.push(work.catch((error) => console.error(error))),
    onError: (error) => console.error(error),
  });
  return {
    request: async (path, init) => app.fetch(toRequest(path, init)),
    controlKey,
    store,
    engine,
    log,
    delays,
    close: async () => {
      await Promise.all(pending);
      client.destroy();
      await engine.close();
    },
  };
}
