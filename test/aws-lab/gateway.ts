import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Time } from '../../functions/domain/time.ts';
import { type EventVersion, eventOf } from '../support/api-gateway/gateway.ts';
import { GatewayRefusal, type SentRequest } from '../support/api-gateway/request.ts';
import { Bucket } from './dynamodb/bucket.ts';
import { largestPayload, type Outcome } from './lambda/lambda.ts';

export interface GatewayOptions {
  /** Of an HTTP API (v2) or a REST API (v1). */
  events: EventVersion;
  /** Requests a second, as the stage allows them. */
  rate: number;
  time: Time;
  invoke: (isControl: boolean, event: string) => Promise<Outcome>;
}

export interface Gateway {
  url: string;
  close: () => void;
}

/** What API Gateway says where a function could not be called, and where it failed, in the words of each kind of API. */
const failures = {
  v2: { throttled: [503, 'Service Unavailable'], failed: [500, 'Internal Server Error'] },
  v1: { throttled: [500, 'Internal server error'], failed: [502, 'Internal server error'] },
} as const;

/** API Gateway in front of the functions, on a port of this machine. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const admitted = new Bucket(options.rate, options.time);
  const server = createServer((request, response) => {
    answer(request, options, admitted)
      .catch((error: unknown) => failureOf(error, options))
      .then((result) => send(response, request.method, result));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Result = Pick<APIGatewayProxyResult, 'statusCode' | 'body' | 'headers'> & Partial<APIGatewayProxyResult>;

async function answer(
  request: IncomingMessage,
  { events, invoke }: GatewayOptions,
  admitted: Bucket,
): Promise<Result> {
  const sent = await toSent(request);
  if (!admitted.hasAny) throw new GatewayRefusal(429, 'Too Many Requests');
  admitted.take(1);
  const event = JSON.stringify(eventOf[events](sent));
  if (Buffer.byteLength(event) > largestPayload) throw new GatewayRefusal(413, 'Request Too Long');
  const outcome = await invoke(/^\/_emulator(\/|$)/.test(sent.path), event);
  if (outcome.kind === 'answer') {
    const result = JSON.parse(outcome.body) as Result;
    return { ...result, headers: { ...result.headers, 'x-lab-cpu-ms': outcome.cpuMs.toFixed(1) } };
  }
  const [status, message] = failures[events][outcome.kind];
  throw new GatewayRefusal(status, message);
}

async function toSent(request: IncomingMessage): Promise<SentRequest> {
  const body = new Uint8Array(await buffer(request));
  const [path = '', ...query] = (request.url ?? '/').split('?');
  const headers: [string, string][] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.push([request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '']);
  }
  return { method: request.method ?? 'GET', path, query: query.join('?'), headers, body };
}

function failureOf(error: unknown, { events }: GatewayOptions): Result {
  const isRefusal = error instanceof GatewayRefusal;
  const [statusCode, message] = isRefusal ? [error.status, error.message] : failures[events].failed;
  const body = JSON.stringify({ message });
  return {
    statusCode,
    body,
    headers: { 'content-type': 'application/json', 'x-lab': isRefusal ? 'gateway' : String(error) },
  };
}

function send(response: ServerResponse, method: string | undefined, result: Result): void {
  response.statusCode = result.statusCode;
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {})) {
    response.setHeader(name, values.map(String));
  }
  const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  response.end(method === 'HEAD' ? undefined : bytes);
}
