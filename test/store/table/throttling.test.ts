import { Readable } from 'node:stream';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemTime } from '../../../functions/domain/time.ts';
import { createDocumentClient, createStore } from '../../../functions/store/store.ts';
import { TestAccount } from '../../model/account.ts';
import { ManualTime, turn } from '../../support/manual-time.ts';
import { type Instance, instanceOf, type SharedTable, startSharedTable, tableName } from '../instances.ts';

const noon = Date.parse('2026-03-10T12:00:00.000Z');
const answerWithinMs = 27_000;
const sessions = 150;

type HttpHandler = DynamoDBClient['config']['requestHandler'];
type HttpRequest = Parameters<HttpHandler['handle']>[0];

const headerOf = ({ headers }: HttpRequest, name: string): string => headers[name] ?? '';
const operationOf = (request: HttpRequest): string => headerOf(request, 'x-amz-target').replace(/.*\./, '');
const bodyOf = ({ body }: HttpRequest): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
const readsIndexOver = (request: HttpRequest): boolean => bodyOf(request).includes('IndexName');

/** DynamoDB's end of the wire: says "throttled" to what it is told to, and leaves the rest to the engine. */
class ThrottlingEngine {
  attempts: string[] = [];
  /** Calls that the SDK will repeat after a pause. */
  readonly waiting = new Set<string>();
  underWay = 0;
  readonly #engine: HttpHandler;
  readonly #isThrottled: (request: HttpRequest, attempt: number) => boolean;

  constructor(config: DynamoDBClientConfig, isThrottled: (request: HttpRequest, attempt: number) => boolean) {
    this.#engine = new DynamoDBClient(config).config.requestHandler;
    this.#isThrottled = isThrottled;
  }

  readonly handler = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: HttpRequest, options?: object): ReturnType<HttpHandler['handle']> => {
      const [, attempt = 0, most = 0] = (
        /attempt=(\d+); max=(\d+)/.exec(headerOf(request, 'amz-sdk-request')) ?? []
      ).map(Number);
      const id = headerOf(request, 'amz-sdk-invocation-id');
      this.attempts.push(operationOf(request));
      this.waiting.delete(id);
      if (this.#isThrottled(request, attempt)) {
        if (attempt < most) this.waiting.add(id);
        return { response: throttledResponse() };
      }
      this.underWay++;
      try {
        return await this.#engine.handle(request, options);
      } finally {
        this.underWay--;
      }
    },
  };
}

// How many times shorter the SDK's own pause is than the one that passes in the test's time.
const hurry = 1e6;

/** The SDK's repetitions, as often and as far apart as they are; the pauses pass in the test's time. */
class HurriedRetries extends StandardRetryStrategy {
  /** How many calls pause. */
  pausing = 0;
  readonly #time: ManualTime;

  constructor(time: ManualTime) {
    super({ maxAttempts: 4, baseDelay: 25 });
    this.#time = time;
    const { retryBackoffStrategy: backoff } = this;
    const compute = backoff.computeNextBackoffDelay.bind(backoff);
    backoff.computeNextBackoffDelay = (attempt) => compute(attempt) / hurry;
  }

  override async refreshRetryTokenForRetry(
    ...given: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    const token = await super.refreshRetryTokenForRetry(...given);
    this.pausing++;
    await this.#time.sleep((token.$retryLog?.acquisitionDelay ?? 0) * hurry);
    this.pausing--;
    return token;
  }
}

function throttledResponse() {
  const type = 'com.amazonaws.dynamodb.v20120810#ThrottlingException';
  return {
    statusCode: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([JSON.stringify({ __type: type, message: 'Rate exceeded' })]),
  };
}

let table: SharedTable;
let plain: Instance;
let account: TestAccount;

beforeAll(async () => {
  table = await startSharedTable(() => noon);
  plain = table.startInstance();
  account = await TestAccount.create(plain, {
    bots: [{ botId: 'st-1' }],
    clock: { mode: 'frozen', now: new Date(noon).toISOString() },
    settings: { journal: false },
    seed: Array.from({ length: sessions }, (_, index) => ({
      sessionId: `s${index}`,
      botId: 'st-1',
      userId: 'u-1',
      start_time: new Date(noon - index * 3_000_000).toISOString(),
    })),
  });
});
afterAll(() => table.close());
afterEach(() => void vi.restoreAllMocks());

interface Answered {
  status: number;
  reason: string | null;
  body: unknown;
  /** By the clock of the SDK's pauses. */
  ms: number;
  attempts: string[];
}

/** Asks an instance that is cold, and lets time pass while the SDK does nothing but wait. */
async function ask(
  isThrottled: (request: HttpRequest, attempt: number) => boolean,
  body: Record<string, unknown> = {},
): Promise<Answered> {
  const engine = new ThrottlingEngine(table.engine.clientConfig, isThrottled);
  const time = new ManualTime(noon);
  const retries = new HurriedRetries(time);
  const client = createDocumentClient({
    ...table.engine.clientConfig,
    requestHandler: engine.handler,
    retryStrategy: retries,
  });
  const instance = instanceOf(createStore(client, tableName, { time }), time);
  let response: Response | undefined;
  let failure: unknown;
  account.getSessions(instance, { botId: 'st-1', body, query: {} }).then(
    (answer) => {
      response = answer;
    },
    (error) => {
      failure = error;
    },
  );
  while (!response) {
    if (failure) throw failure;
    await turn();
    const isAllPausing = retries.pausing > 0 && retries.pausing === engine.waiting.size;
    if (isAllPausing && engine.underWay === 0) await time.advance(50);
  }
  const { status, headers } = response;
  const ms = time.monotonic();
  return {
    status,
    reason: headers.get('x-emulator-reason'),
    body: await response.json(),
    ms,
    attempts: engine.attempts,
  };
}

const kinds: [string, (request: HttpRequest) => boolean, Record<string, unknown>][] = [
  ['the account', (request) => operationOf(request) === 'Query' && !readsIndexOver(request), {}],
  ['the app, and the account once more', (request) => operationOf(request) === 'GetItem', {}],
  ['the index', readsIndexOver, {}],
  ['rows', (request) => operationOf(request) === 'BatchGetItem', {}],
  ['rows by id', (request) => operationOf(request) === 'BatchGetItem', { sessionId: ['s1', 's2'] }],
];

describe.each(kinds)('reading %s', (_what, isMeant, body) => {
  test('is repeated where it is throttled, until it is answered', async () => {
    const total = 'sessionId' in body ? 2 : sessions;
    const {
      status,
      body: answer,
      ms,
    } = await ask((request, attempt) => isMeant(request) && attempt < 4, body);
    expect([status, answer]).toMatchObject([200, { total }]);
    expect(ms).toBeGreaterThan(0);
  });

  test('that is throttled for ever is the vendor’s 500 in time, and no total', async () => {
    const { status, reason, body: answer, ms, attempts } = await ask(isMeant, body);
    expect([status, answer]).toEqual([500, { errors: [{ msg: 'Internal Server Error', code: 500 }] }]);
    expect(reason).toMatch(/^store_unavailable: .*ThrottlingException/);
    expect(ms).toBeLessThan(answerWithinMs);
    // The SDK's own repetitions are all there are.
    expect(attempts.length).toBeLessThan(60);
  });
});

test('a request all of whose calls are throttled three times over is answered, where the pauses are not the longest', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { status, body, ms } = await ask((_request, attempt) => attempt < 4, { limit: 1000 });
  expect([status, body]).toMatchObject([200, { total: sessions }]);
  expect(ms).toBeLessThan(answerWithinMs);
});

test('where they are, it is refused when its time is up', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const { status, reason, ms } = await ask((_request, attempt) => attempt < 4, { limit: 1000 });
  expect(status).toBe(500);
  expect(reason).toMatch(/^store_unavailable: .*within 27 s/);
  expect(ms).toBeGreaterThanOrEqual(answerWithinMs);
  expect(ms).toBeLessThan(answerWithinMs + 500);
});

test('a slice of which a part was throttled for ever is not kept: the next request reads all of it', async () => {
  let isFailing = true;
  const engine = new ThrottlingEngine(
    table.engine.clientConfig,
    (request) => isFailing && readsIndexOver(request) && bodyOf(request).includes('2026-03-08'),
  );
  const client = createDocumentClient({
    ...table.engine.clientConfig,
    requestHandler: engine.handler,
    maxAttempts: 1,
  });
  const instance = instanceOf(createStore(client, tableName), { ...systemTime, now: () => noon });
  const request = { botId: 'st-1', body: {}, query: {} };
  expect((await account.getSessions(instance, request)).status).toBe(500);
  isFailing = false;
  expect(await (await account.getSessions(instance, request)).json()).toMatchObject({ total: sessions });
});
