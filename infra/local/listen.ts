import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { systemTime, type Time } from '../../functions/domain/time.ts';
import type { Application } from '../../functions/http/application.ts';
import { Failure } from '../errors.ts';
import { type CheckHost, checkPresence, type HostRefusal } from './allowed-hosts.ts';
import { normalizeTarget } from './request-target.ts';
import { turnEnd } from './turn-end.ts';

export interface Listening {
  url: string;
  close: () => Promise<void>;
}

export interface ListenOptions {
  /** What requests are answered by their header `Host`. */
  checkHost?: CheckHost;
  /** Told of requests that are refused by it: no part of the application sees them. */
  onRefused?: (incoming: IncomingMessage, refusal: HostRefusal) => void;
  /** PEM: serves https by it. */
  tls?: { key: string; cert: string } | undefined;
  time?: Time;
}

const explanations: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) => `Port ${port} is taken. Use --port with another number, or 0 for any free one.`,
  EACCES: (_, port) => `Port ${port} is not allowed for this user. Use --port with a number above 1023.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}. Use --host 127.0.0.1, or 0.0.0.0 for all.`,
  ENOTFOUND: (host) => `The host name ${host} is not known. Use --host 127.0.0.1, or 0.0.0.0 for all.`,
};
const synonyms: Record<string, string> = {
  EAFNOSUPPORT: 'EADDRNOTAVAIL',
  EINVAL: 'EADDRNOTAVAIL',
  EAI_AGAIN: 'ENOTFOUND',
};

/** Longer than clients and proxies keep connections that they may use again, mostly 60 s. */
const keepAliveMs = 65_000;

/** As often is another port tried that is to be free on both loopback addresses. */
const attempts = 10;

/**
 * Serves an application over HTTP; `localhost` means both loopback addresses, as far as the machine has them.
 *
 * @param port 0 for any free one
 * @throws Failure where the address cannot be had
 */
export async function listen(
  app: Application,
  host: string,
  port: number,
  options: ListenOptions = {},
): Promise<Listening> {
  const { tls, time = systemTime } = options;
  const listener = listenerOf(app, options);
  const servers = await openAll(host, port, () => serverOf(listener, tls));
  const [actual = port] = servers.map(portOf);
  const shownHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls ? 'https' : 'http'}://${shownHost}:${actual}`,
    close: async () => {
      await Promise.all(servers.map((server) => close(server, time)));
    },
  };
}

function serverOf(listener: RequestListener, tls: ListenOptions['tls']): Server {
  // The listener checks it: Node's own answer to a missing Host would be in no log.
  const settings = { requireHostHeader: false };
  const server = tls ? createTlsServer({ ...settings, ...tls }, listener) : createServer(settings, listener);
  server.keepAliveTimeout = keepAliveMs;
  // Else a request that comes just before that is cut off.
  server.headersTimeout = keepAliveMs + 5_000;
  return server;
}

function listenerOf(
  app: Application,
  { checkHost = checkPresence, onRefused = () => {} }: ListenOptions,
): RequestListener {
  const answer = getRequestListener(async (request: Request, bindings: unknown) => {
    const response = await app.fetch(request, bindings);
    await turnEnd();
    return response;
  });
  return (incoming, outgoing) => {
    const refusal = checkHost(incoming);
    if (refusal) {
      onRefused(incoming, refusal);
      refuse(outgoing, refusal);
      return;
    }
    normalizeTarget(incoming);
    void answer(incoming, outgoing);
  };
}

/** In the form of the control API's problems, whatever the path. */
function refuse(outgoing: ServerResponse, { status, code, detail }: HostRefusal): void {
  const body = { type: 'about:blank', title: code.replaceAll('_', ' '), status, code, detail };
  outgoing
    .writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' })
    .end(JSON.stringify(body));
}

async function openAll(host: string, port: number, make: () => Server): Promise<Server[]> {
  if (host !== 'localhost') return [await open(make(), host, port)];
  for (let attempt = 1; ; attempt++) {
    const first = await open(make(), '127.0.0.1', port);
    try {
      return [first, await open(make(), '::1', portOf(first))];
    } catch (error) {
      const code = codeOf(error);
      // Not every machine has the second address.
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return [first];
      first.close();
      if (port !== 0 || code !== 'EADDRINUSE' || attempt === attempts) throw error;
    }
  }
}

async function open(server: Server, host: string, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? '';
      const explain = explanations[synonyms[code] ?? code];
      reject(explain ? new Failure(explain(host, port), undefined, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function codeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

async function close(server: Server, time: Time): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  // Answers under way get a moment; then the connections are cut.
  const cancelCut = time.after(2_000, () => server.closeAllConnections());
  await closed;
  cancelCut();
}
