import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Time } from '../../../functions/domain/time.ts';
import type { DynamoDb } from './dynamodb.ts';
import { denied, type Input } from './wire.ts';

/** What functions may do with the table, and with its index, by the access keys that they use. */
export type Allowed = ReadonlyMap<string, { table: ReadonlySet<string>; index: ReadonlySet<string> }>;

export interface EndpointOptions {
  dynamodb: DynamoDb;
  allowed: Allowed;
  time: Time;
  /** Ms that a call takes besides the engine's own time. */
  latency: (operation: string, bytes: number) => number;
}

/** Public figures: 3 to 5 ms for an item, 15 to 20 ms for a page of 1 MB. */
export const usualLatency = (operation: string, bytes: number): number =>
  (operation.startsWith('Batch') ? 8 : 3.5) + bytes / 100_000;

export interface Endpoint {
  url: string;
  /** Calls, by who makes them and what they do. */
  calls: Map<string, number>;
  /** Calls that no policy allows. */
  denied: string[];
  close: () => void;
}

/** DynamoDB's end of the wire: knows callers by their access keys, and holds them to their policies. */
export async function startEndpoint({
  dynamodb,
  allowed,
  time,
  latency,
}: EndpointOptions): Promise<Endpoint> {
  const calls = new Map<string, number>();
  const refusals: string[] = [];
  const answer = async (request: IncomingMessage) => {
    const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
    const caller = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody';
    const input = JSON.parse(await text(request)) as Input;
    const name = `${caller} ${operation}${input.IndexName ? ' of the index' : ''}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
    const action = `dynamodb:${operation}`;
    if (!allowed.get(caller)?.[input.IndexName ? 'index' : 'table'].has(action)) {
      refusals.push(name);
      return denied(caller, action);
    }
    const made = await dynamodb.call(operation, input);
    await time.sleep(latency(operation, made.body.length));
    return made;
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ({ statusCode, body }) =>
        response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.0' }).end(body),
      // Who asked has gone, or the engine has failed.
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ message: String(error) })),
    );
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    denied: refusals,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
