import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sweep, sweepBudget } from '../../functions/control/tidy-up.ts';
import { memoryFrom } from '../../functions/store/reader/memory.ts';
import { createDocumentClient, createStore, type Store } from '../../functions/store/store.ts';
import { Failure } from '../errors.ts';
import { createApplication } from './application.ts';
import type { BannerFacts } from './banner.ts';
import { dropConnection } from './drop-connection.ts';
import { type Engine, externalEngine, startEmbeddedEngine } from './engine.ts';
import { gatheredLines } from './gathered-lines.ts';
import { type Listening, listen } from './listen.ts';
import type { Options } from './options.ts';
import { prepareAccount } from './prepare-account.ts';
import { requestLine } from './request-line.ts';
import { ensureTable } from './table.ts';

/** Per account: the embedded engine removes nothing by itself. */
const journalEntriesKept = 10_000;

/** What a process that is killed may lose of the journal; who asks for it need not wait. */
const journalGatherMs = 100;

/** An index may show a write late where the engine is DynamoDB itself. */
const otherEngineLagMs = 1_000;

const sweepEveryMs = 30_000;

export interface Started extends BannerFacts {
  close: () => Promise<void>;
}

/**
 * Starts engine and server.
 *
 * @param endpoint URL of another engine than the embedded one
 * @param say where a line for people goes
 * @throws Failure that says what to do
 */
export async function start(
  options: Options,
  endpoint: string | undefined,
  say: (line: string) => void,
): Promise<Started> {
  const memory = readMemory();
  const engine = await chooseEngine(options, endpoint);
  const client = createDocumentClient(engine.clientConfig);
  const stopEngine = async (): Promise<void> => {
    client.destroy();
    await engine.close();
  };
  try {
    const tableName = process.env['TABLE_NAME'] ?? 'kore-sessions-emulator';
    await reachTable(() => ensureTable(client, tableName), endpoint);
    const store = createStore(client, tableName, {
      journal: { keepNewest: journalEntriesKept, gatherMs: journalGatherMs },
      // Another engine may serve other processes too.
      soleWriter: !endpoint,
      indexLagMs: endpoint ? otherEngineLagMs : 0,
      memory,
    });
    const { account, notes } = await prepareAccount(store, options, Date.now());
    const controlKey = options.controlKey ?? randomBytes(24).toString('base64url');
    const server = await serve(store, engine, controlKey, options, say);
    const stopSweeps = sweepRegularly(store, reporter(say));
    return {
      url: server.url,
      controlKey,
      engineName: engine.name,
      account,
      notes,
      close: async () => {
        await stopSweeps();
        await server.close();
        await store.journal.settled();
        await stopEngine();
      },
    };
  } catch (error) {
    await stopEngine();
    throw error;
  }
}

function readMemory(): ReturnType<typeof memoryFrom> {
  try {
    return memoryFrom(process.env);
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

async function chooseEngine(options: Options, endpoint: string | undefined): Promise<Engine> {
  if (!endpoint) return startEmbeddedEngine(options.data);
  if (options.data === undefined) return externalEngine(endpoint);
  throw new Failure('--data is for the embedded engine; DYNAMODB_ENDPOINT names another. Leave one out.');
}

async function reachTable(ensure: () => Promise<void>, endpoint: string | undefined): Promise<void> {
  try {
    await ensure();
  } catch (error) {
    if (!endpoint) throw error;
    const why = error instanceof Error ? error.message || error.name : String(error);
    throw new Failure(
      `The DynamoDB engine at ${endpoint} cannot be used: ${why}. Start it, or unset DYNAMODB_ENDPOINT for the embedded one.`,
    );
  }
}

const reporter =
  (say: (line: string) => void) =>
  (error: unknown): void =>
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));

/**
 * Goes on with removals also while nobody calls.
 *
 * @returns ends it, and waits for the sweep that is under way
 */
function sweepRegularly({ removals }: Store, onError: (error: unknown) => void): () => Promise<void> {
  let budget = sweepBudget();
  let running = Promise.resolve();
  const timer = setInterval(() => {
    budget = sweepBudget();
    running = sweep(removals, Date.now(), budget).catch(onError);
  }, sweepEveryMs).unref();
  return async () => {
    clearInterval(timer);
    budget.spend(Number.POSITIVE_INFINITY);
    await running;
  };
}

async function serve(
  store: Store,
  engine: Engine,
  controlKey: string,
  { host, port }: Options,
  say: (line: string) => void,
): Promise<Listening> {
  const onError = reporter(say);
  const requestLines = gatheredLines(say);
  const app = createApplication({
    store,
    engine: engine.name,
    canDropConnections: true,
    systemNow: Date.now,
    controlKey: async () => [controlKey],
    sleep,
    log: (entry) => requestLines.add(requestLine(entry)),
    afterResponse: (work) => void work.catch(onError),
    dropConnection,
    onError,
  });
  const { url, close } = await listen(app, host, port);
  return { url, close: () => close().finally(requestLines.flush) };
}
