import {
  isServerError,
  isThrottlingError,
  isTransientError,
  Retry,
  StandardRetryStrategy,
} from '@smithy/core/retry';
import { type Endpoint, endpointFrom } from './endpoint.ts';
import { toFailure } from './failure.ts';
import { type Credentials, signed } from './signature.ts';
import { Transport, type TransportOptions } from './transport.ts';

/*
 * Takes the place of the AWS SDK's DynamoDB client in the bundles. What a call that fails is
 * repeated for, when and how often, is the SDK's own; its middleware, its schemas of all of DynamoDB's calls and its
 * search for settings take most of a function's start, and most of the time of a small call.
 */

export interface DynamoDBClientConfig {
  maxAttempts?: number;
  requestHandler?: TransportOptions;
}

export interface SendOptions {
  abortSignal?: AbortSignal;
}

// As the SDK's client of DynamoDB has them.
const defaultMaxAttempts = 4;
const baseDelay = Retry.v2026 ? 25 : Retry.delay();

export class DynamoDBClient {
  readonly #transport: Transport;
  readonly #retries: StandardRetryStrategy;
  readonly #region: string;
  readonly #endpoint: Endpoint;

  constructor({ maxAttempts = defaultMaxAttempts, requestHandler = {} }: DynamoDBClientConfig = {}) {
    this.#retries = new StandardRetryStrategy({ maxAttempts, baseDelay });
    this.#region = variable('AWS_REGION');
    this.#endpoint = endpointFrom(process.env, this.#region);
    this.#transport = new Transport(this.#endpoint, requestHandler);
  }

  /**
   * Makes a call, again where that may help.
   *
   * @returns the answer's body
   * @throws DynamoDBFailure where DynamoDB answers with one, and what the transport throws
   */
  async call(operation: string, body: string, { abortSignal }: SendOptions = {}): Promise<string> {
    let token = await this.#retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const answer = await this.#attempt(operation, body, abortSignal);
        this.#retries.recordSuccess(token);
        return answer;
      } catch (error) {
        // The strategy waits before it gives another token, and throws where there is none.
        token = await this.#retries
          .refreshRetryTokenForRetry(token, { errorType: typeOf(error) })
          .catch(() => {
            throw error;
          });
      }
    }
  }

  async #attempt(operation: string, body: string, abortSignal: AbortSignal | undefined): Promise<string> {
    const headers = {
      host: this.#endpoint.host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const traceId = process.env['_X_AMZN_TRACE_ID'];
    const sent = {
      ...signed(headers, body, credentials(), this.#region, Date.now()),
      'content-length': String(Buffer.byteLength(body)),
      ...(traceId === undefined ? {} : { 'x-amzn-trace-id': traceId }),
    };
    const answer = await this.#transport.post(sent, body, abortSignal);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw toFailure(answer.status, answer.body, answer.requestId);
  }

  destroy(): void {
    this.#transport.destroy();
  }
}

function variable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The variable ${name} is not set: Lambda sets it for every function.`);
}

/** Of the function's role: Lambda has them in variables. */
function credentials(): Credentials {
  return {
    accessKeyId: variable('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env['AWS_SESSION_TOKEN'],
  };
}

type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

/** @param thrown an error of Node's or of DynamoDB's, in which the SDK finds what it looks for */
function typeOf(thrown: unknown): ErrorType {
  const error = thrown as Parameters<typeof isThrottlingError>[0];
  if (isThrottlingError(error)) return 'THROTTLING';
  if (isTransientError(error)) return 'TRANSIENT';
  return isServerError(error) ? 'SERVER_ERROR' : 'CLIENT_ERROR';
}
