import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Application } from '../../functions/http/application.ts';
import { normalizeTarget } from './request-target.ts';
import { StartError } from './start-error.ts';
import { turnEnd } from './turn-end.ts';

export interface Listening {
  url: string;
  close: () => Promise<void>;
}

const explanations: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) => `Port ${port} is taken. Use --port with another number, or 0 for any free one.`,
  EACCES: (_, port) => `Port ${port} is not allowed for this user. Use --port with a number above 1023.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}. Use --host 127.0.0.1, or 0.0.0.0 for all.`,
  ENOTFOUND: (host) => `The host name ${host} is not known. Use --host 127.0.0.1, or 0.0.0.0 for all.`,
};

/**
 * Serves an application over HTTP.
 *
 * @param port 0 for any free one
 * @throws StartError where the address cannot be had
 */
export async function listen(app: Application, host: string, port: number): Promise<Listening> {
  const answer = getRequestListener(async (request: Request, environment: unknown) => {
    const response = await app.fetch(request, environment);
    await turnEnd();
    return response;
  });
  const server = createServer((incoming, outgoing) => {
    normalizeTarget(incoming);
    void answer(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const explain = explanations[error.code ?? ''];
      reject(explain ? new StartError(explain(host, port)) : error);
    });
    server.listen(port, host, resolve);
  });
  const { port: actual, family } = server.address() as AddressInfo;
  const shownHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : family === 'IPv6' ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${actual}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // Answers under way get a moment; then the connections are cut.
      const cut = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(cut);
    },
  };
}
