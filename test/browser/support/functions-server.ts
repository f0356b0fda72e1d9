import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { buildBundles } from '../../infra/aws/bundle.ts';
import { startBackend } from '../../support/api-gateway/backend.ts';
import { loadFunctions } from '../../support/api-gateway/functions.ts';
import { createGateway } from '../../support/api-gateway/gateway.ts';
import type { Address } from './address.ts';

type Gateway = ReturnType<typeof createGateway>;

/** The kinds of API, with what API Gateway puts before every path of a REST API's own URL. */
const stages = { 'lambda-v1': '/live', 'lambda-v2': '' } as const;
export type Kind = keyof typeof stages;

/** The built functions behind HTTP, by way of the events of an API of each kind. */
export async function serveFunctions(): Promise<{
  addresses: Record<Kind, Address>;
  stop: () => Promise<void>;
}> {
  const { variables, controlKey, close } = await startBackend();
  const bundles = await buildBundles();
  Object.assign(process.env, variables);
  const functions = await loadFunctions({
    getSessions: bundles['get-sessions'].path,
    control: bundles.control.path,
  });
  const v1 = await listen(stages['lambda-v1'], createGateway('v1', functions));
  const v2 = await listen(stages['lambda-v2'], createGateway('v2', functions));
  const log = process.stdout.write.bind(process.stdout);
  // The functions write a line for every request, as JSON.
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) =>
    typeof chunk === 'string' && chunk.startsWith('{"')
      ? true
      : log(chunk, ...rest)) as typeof process.stdout.write;
  return {
    addresses: {
      'lambda-v1': { url: v1.url, controlKey },
      'lambda-v2': { url: v2.url, controlKey },
    },
    stop: async () => {
      process.stdout.write = log;
      v1.stop();
      v2.stop();
      bundles.remove();
      await close();
    },
  };
}

async function listen(stage: string, gateway: Gateway): Promise<{ url: string; stop: () => void }> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, stage, gateway);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${stage}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  stage: string,
  gateway: Gateway,
): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  if (!url.startsWith(stage)) {
    outgoing.writeHead(403).end('{"message":"Forbidden"}');
    return;
  }
  const body = await buffer(incoming);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || ['connection', 'host', 'content-length'].includes(name)
      ? []
      : [[name, String(value)]],
  );
  const response = await gateway(url.slice(stage.length), {
    method,
    headers,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(bytes);
}
