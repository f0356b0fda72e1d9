import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from '../tls/make-certificate.ts';
import { answersFor } from './hosts.ts';

export interface ProxyOptions {
  /** What the hosts are answered by: base URL of an emulator. */
  target: string;
  /** Those that it answers for. */
  hosts: readonly string[];
  /** What it is answered by over CONNECT. */
  certificate: Pick<Certificate, 'cert' | 'key'>;
  /** Told of each host that it refused. */
  onRefused: (host: string) => void;
}

/** Headers that are for one connection (RFC 9110, section 7.6.1), and those that are for a proxy. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Serves an HTTP proxy on a free port of this machine: it takes requests in absolute form, and CONNECT, and answers for
 * some hosts by an emulator. Every other host it refuses, so that nothing that goes through it reaches the real vendor.
 */
export async function serveProxy(
  options: ProxyOptions,
): Promise<{ url: string; close: () => Promise<void> }> {
  const { hosts, certificate, onRefused } = options;
  const target = new URL(options.target);
  const own = target.host;
  const sockets = new Set<Duplex>();
  const isAllowed = (host: string, port: string): boolean =>
    answersFor(hosts, host) || `${host}:${port}` === own || host === own;
  const refusal = (host: string): string => {
    onRefused(host);
    return `This proxy of the Kore Sessions Emulator answers for ${hosts.join(', ')} and for no other host, so that no test reaches the real vendor; ${host.slice(0, 200)} is none of these. Name it with --proxy-host, or leave it to NO_PROXY.\n`;
  };

  const inner = createTlsServer(certificate, (incoming, outgoing) =>
    pass(incoming, incoming.url ?? '/', outgoing, target),
  );
  const server = createServer((incoming, outgoing) => {
    const asked = /^https?:\/\//i.test(incoming.url ?? '') ? new URL(incoming.url ?? '') : undefined;
    if (!asked) {
      answer(outgoing, 400, 'This is a proxy: send requests in absolute form, or CONNECT.\n');
    } else if (!isAllowed(asked.hostname, asked.port)) {
      answer(outgoing, 403, refusal(asked.hostname));
    } else pass(incoming, asked.pathname + asked.search, outgoing, target);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const [, host = '', port = ''] = /^(.*?):(\d+)$/.exec(incoming.url ?? '') ?? [];
    if (!answersFor(hosts, host)) {
      const text = refusal(host || (incoming.url ?? ''));
      socket.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      );
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    // Whatever port: plain HTTP goes through a tunnel too, where a client likes that.
    (port === '80' ? server : inner).emit('connection', socket);
  });
  for (const each of [server, inner]) {
    each.on('connection', (socket: Duplex) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    each.on('clientError', (_: Error, socket: Duplex) => socket.destroy());
  }
  inner.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function answer(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(text);
}

/** Hands a request to the emulator, and its answer back, both as they come. */
function pass(incoming: IncomingMessage, path: string, outgoing: ServerResponse, target: URL): void {
  const headers = Object.entries(incoming.headers).filter(([name]) => !hopByHop.has(name));
  const base = target.pathname.replace(/\/$/, '');
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  const onward = send(target, {
    method: incoming.method,
    path: base + path,
    headers: { ...Object.fromEntries(headers), host: target.host },
  });
  onward.once('response', (response) => {
    const given = Object.entries(response.headers).filter(([name]) => !hopByHop.has(name));
    outgoing.writeHead(response.statusCode ?? 502, Object.fromEntries(given));
    response.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  // A fault may break the connection on purpose; the client is to see just that.
  onward.once('error', () => outgoing.destroy());
  outgoing.once('close', () => onward.destroy());
  incoming.pipe(onward);
}
