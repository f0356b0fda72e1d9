import type { Agent, AgentOptions, ClientRequest, IncomingMessage } from 'node:http';
import type { Endpoint } from './endpoint.ts';
import type { Headers } from './signature.ts';

/** As the handler of the AWS SDK takes them. */
export interface TransportOptions {
  /** Ms. */
  connectionTimeout?: number;
  /** Ms, of waiting for an answer and of reading it. */
  requestTimeout?: number;
  httpAgent?: AgentOptions;
  httpsAgent?: AgentOptions;
}

export interface HttpAnswer {
  status: number;
  requestId: string | undefined;
  body: string;
}

/** Posts to an endpoint, over connections that are kept. */
export class Transport {
  readonly #endpoint: Endpoint;
  readonly #options: TransportOptions;
  readonly #request: typeof import('node:http').request;
  readonly #agent: Agent;

  constructor(endpoint: Endpoint, options: TransportOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    // The other one is not loaded: TLS takes as long as all of this file's neighbours.
    const isSecure = endpoint.protocol === 'https:';
    const { Agent, request } = process.getBuiltinModule(isSecure ? 'node:https' : 'node:http');
    this.#request = request;
    this.#agent = new Agent({ keepAlive: true, ...(isSecure ? options.httpsAgent : options.httpAgent) });
  }

  /** @throws Error of the network, or one named TimeoutError or AbortError, as the SDK's handler names them */
  post(headers: Headers, body: string, abortSignal?: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (abortSignal?.aborted) return reject(abortError(abortSignal));
      const { hostname, port } = this.#endpoint;
      const { connectionTimeout, requestTimeout } = this.#options;
      const outgoing = this.#request({
        method: 'POST',
        path: '/',
        hostname: hostname.replace(/^\[|\]$/g, ''),
        ...(port === undefined ? {} : { port }),
        headers,
        agent: this.#agent,
      });
      const fail = (error: Error): void => {
        outgoing.destroy();
        reject(error);
      };
      const stopConnecting = within(connectionTimeout, 'connect', fail);
      onceConnected(outgoing, stopConnecting);
      let stopWaiting = within(requestTimeout, 'answer', fail);
      const onAbort = (): void => fail(abortError(abortSignal));
      abortSignal?.addEventListener('abort', onAbort, { once: true });
      outgoing.once('close', () => {
        stopConnecting();
        stopWaiting();
        abortSignal?.removeEventListener('abort', onAbort);
      });
      outgoing.once('error', (error) => reject(named(error)));
      outgoing.once('response', (incoming: IncomingMessage) => {
        stopWaiting();
        stopWaiting = within(requestTimeout, 'answer', fail);
        readAnswer(incoming).then(resolve, (error: Error) => reject(named(error)));
      });
      outgoing.end(body);
    });
  }

  destroy(): void {
    this.#agent.destroy();
  }
}

/** Calls with an error after so many ms; returns what prevents it. */
function within(ms: number | undefined, what: string, fail: (error: Error) => void): () => void {
  if (ms === undefined) return () => undefined;
  const timer = setTimeout(() => fail(timeoutError(`DynamoDB did not ${what} within ${ms} ms.`)), ms);
  return () => clearTimeout(timer);
}

function onceConnected(outgoing: ClientRequest, call: () => void): void {
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', call);
    else call();
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', resolve);
    incoming.once('error', reject);
  });
  const requestId = incoming.headers['x-amzn-requestid'];
  return {
    status: incoming.statusCode ?? 0,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    body: Buffer.concat(chunks).toString(),
  };
}

/** A connection that broke is a timeout to the SDK's handler, and so to whoever looks at names. */
const brokenCodes = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

function named(error: NodeJS.ErrnoException): Error {
  return brokenCodes.has(error.code ?? '') ? Object.assign(error, { name: 'TimeoutError' }) : error;
}

function timeoutError(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

function abortError(signal: AbortSignal | undefined): Error {
  return Object.assign(new Error('The call was aborted.', { cause: signal?.reason }), { name: 'AbortError' });
}
