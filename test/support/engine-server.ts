import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
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

/** Lets an engine of this process answer over HTTP, as DynamoDB does; it ends with the server. */
export async function serveEngine(engine: Engine): Promise<ServedEngine> {
  const { requestHandler } = new DynamoDBClient(engine.clientConfig).config;
  const server: Server = createServer(async (request, response) => {
    const handled = await requestHandler.handle(toSdk(request, await text(request)));
    response.writeHead(handled.response.statusCode, handled.response.headers).end(handled.response.body);
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

const toSdk = ({ headers }: IncomingMessage, body: string) => ({
  method: 'POST',
  protocol: 'http:',
  hostname: 'embedded.invalid',
  path: '/',
  query: {},
  headers: { 'x-amz-target': String(headers['x-amz-target']) },
  body,
});
