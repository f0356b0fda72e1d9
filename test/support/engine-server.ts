import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Engine } from '../../infra/local/engine.ts';

/** An engine that other processes reach too. */
export interface ServedEngine {
  /** URL. */
  endpoint: string;
  close: () => Promise<void>;
}

/** Makes one call to an engine of this process as it goes over the wire. */
export type WireCall = (target: string, body: string) => Promise<WireAnswer>;

export interface WireAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** @returns what takes the header `x-amz-target` and the body of a call */
export function wireCalls(engine: Engine): WireCall {
  const { requestHandler } = new DynamoDBClient(engine.clientConfig).config;
  return async (target, body) => {
    const { response } = await requestHandler.handle(toSdk(target, body));
    const { statusCode, headers } = response;
    return { statusCode, headers, body: String(response.body) };
  };
}

/** Lets an engine of this process answer over HTTP, as DynamoDB does; it ends with the server. */
export async function serveEngine(engine: Engine): Promise<ServedEngine> {
  const call = wireCalls(engine);
  const server: Server = createServer(async (request, response) => {
    const { statusCode, headers, body } = await call(
      String(request.headers['x-amz-target']),
      await text(request),
    );
    response.writeHead(statusCode, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await engine.close();
    },
  };
}

const toSdk = (target: string, body: string) => ({
  method: 'POST',
  protocol: 'http:',
  hostname: 'embedded.invalid',
  path: '/',
  query: {},
  headers: { 'x-amz-target': target },
  body,
});
