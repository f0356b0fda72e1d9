import { randomBytes } from 'node:crypto';
import { sweep, sweepBudget } from '../../functions/control/tidy-up.ts';
import { systemTime, type Time } from '../../functions/domain/time.ts';
import { unattributedFrom } from '../../functions/domain/unattributed.ts';
import { memoryFrom } from '../../functions/store/reader/session-reader.ts';
import {
  createDocumentClient,
  createStore,
  type Store,
  type StoreOptions,
} from '../../functions/store/store.ts';
import { Failure, messageOf } from '../errors.ts';
import type { BannerFacts } from './banner.ts';
import { type Engine, externalEngine, startEmbeddedEngine } from './engine.ts';
import type { Options } from './options.ts';
import { prepareAccount } from './prepare-account.ts';
import type { StartedProxy } from './proxy/start-proxy.ts';
import { reporter, serve } from './serve.ts';
import { ensureTable } from './table.ts';
import { tlsOf } from './tls/tls-of.ts';
import type { Variables } from './variables.ts';

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
 * @param environment the variables that the help names
 * @param say where a line for people goes
 * @throws Failure that says what to do
 */
export async function start(
  options: Options,
  environment: Variables,
  say: (line: string) => void,
  time: Time = systemTime,
): Promise<Started> {
  const endpoint = environment['DYNAMODB_ENDPOINT'] || undefined;
  const { memory, unattributed } = readVariables(environment);
  const engine = await chooseEngine(options, endpoint, environment, say);
  const client = createDocumentClient(engine.clientConfig);
  const stopEngine = async (): Promise<void> => {
    client.destroy();
    await engine.close();
  };
  try {
    const tableName = readTableName(environment['TABLE_NAME'] || 'kore-sessions-emulator');
    await reachTable(() => ensureTable(client, tableName), endpoint);
    const store = createStore(client, tableName, {
      journal: { keepNewest: journalEntriesKept, gatherMs: journalGatherMs },
      // Another engine may serve other processes too.
      soleWriter: !endpoint,
      indexLagMs: endpoint ? otherEngineLagMs : 0,
      // The embedded engine writes an item and its entries in one step.
      isIndexImmediate: !endpoint,
      memory,
      unattributed,
    });
    if (!endpoint) await store.takeOver();
    const { account, notes } = await prepareAccount(store, options, say, time);
    const controlKey = options.controlKey ?? randomBytes(24).toString('base64url');
    const tls = await tlsOf(options, time);
    const server = await serve(store, engine, controlKey, options, tls, say, time);
    const proxy = await proxyOf(options, server.url, time);
    const stopSweeps = sweepRegularly(store, reporter(say, engine), time);
    return {
      url: server.url,
      controlKey,
      engineName: engine.name,
      account,
      notes,
      authority: tls?.authority,
      proxy: proxy && { url: proxy.url, ...proxy.trust },
      close: async () => {
        await stopSweeps();
        await proxy?.close();
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

async function proxyOf({ proxyHosts }: Options, url: string, time: Time): Promise<StartedProxy | undefined> {
  if (proxyHosts === undefined) return undefined;
  // Loaded only here: to make certificates takes longer than all else of a start.
  const { startProxy } = await import('./proxy/start-proxy.ts');
  return startProxy(url, proxyHosts, time);
}

/** DynamoDB's rule. */
function readTableName(name: string): string {
  if (/^[\w.-]{3,255}$/.test(name)) return name;
  throw new Failure(
    `TABLE_NAME "${name}" cannot be used: a table's name has 3 to 255 letters, digits, underscores, hyphens and dots.`,
  );
}

/** What the environment variables of the functions say. */
function readVariables(environment: Variables): Required<Pick<StoreOptions, 'memory' | 'unattributed'>> {
  try {
    return { memory: memoryFrom(environment), unattributed: unattributedFrom(environment) };
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

async function chooseEngine(
  options: Options,
  endpoint: string | undefined,
  environment: Variables,
  say: (line: string) => void,
): Promise<Engine> {
  if (!endpoint) return startEmbeddedEngine(options.data, say);
  if (options.data === undefined) return externalEngine(endpoint, environment);
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

/**
 * Goes on with removals also while nobody calls.
 *
 * @returns ends it, and waits for the sweep that is under way
 */
function sweepRegularly(
  { removals }: Store,
  onError: (error: unknown) => void,
  time: Time,
): () => Promise<void> {
  let budget = sweepBudget(removals);
  let running = Promise.resolve();
  const stop = time.every(sweepEveryMs, () => {
    budget = sweepBudget(removals);
    running = sweep(removals, time.now(), budget).catch(onError);
  });
  return async () => {
    stop();
    budget.spend(Number.POSITIVE_INFINITY);
    await running;
  };
}
