import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { call } from './call.ts';
import type { Database } from './database.ts';

type Handler = DynamoDBClient['config']['requestHandler'];
type Request = Parameters<Handler['handle']>[0];

/** How long calls that need not wait for anything may follow one another before others have their turn, ms. */
const longestTurnMs = 5;

/** Takes the SDK's requests to the engine in this process: nothing goes over a network. */
export function requestHandler(database: Database): Handler {
  let turnBegan = 0;
  return {
    metadata: { handlerProtocol: 'in-process' },
    handle: async (request: Request, { abortSignal }: { abortSignal?: unknown } = {}) => {
      if (performance.now() - turnBegan > longestTurnMs) {
        await new Promise((resolve) => setImmediate(resolve));
        turnBegan = performance.now();
      }
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      if (signal?.aborted) throw abortError();
      const answered = call(database, request.headers['x-amz-target'] ?? '', textOf(request.body), signal);
      const { status, body } = await (signal ? unlessAborted(answered, signal) : answered);
      return {
        response: {
          statusCode: status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(body),
        },
      };
    },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

/** Never by methods of the body: the SDK's bytes decode themselves for each that strings have too. */
function textOf(body: unknown): string {
  if (!(body instanceof Uint8Array)) return String(body);
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}

/** As the SDK's own handlers name it. */
function abortError(): Error {
  const error = new Error('Request aborted');
  error.name = 'AbortError';
  return error;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortError());
    signal.addEventListener('abort', onAbort, { once: true });
    work
      .then(resolve, (error) => reject(signal.aborted ? abortError() : error))
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
