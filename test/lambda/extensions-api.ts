import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a function's extension asked, in order. */
export type Asked = 'register' | 'next';

/** The part of Lambda's Extensions API that an extension inside the function's process talks to. */
export class FakeExtensionsApi {
  readonly asked: Asked[] = [];
  /** Headers and body of the registration. */
  registration: { name: string | undefined; body: string } | undefined;
  /** Makes the next call for an event fail. */
  failNext = false;
  readonly #server: Server;
  #waiting: ServerResponse | undefined;
  #onAsk: (() => void) | undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        if (request.url?.endsWith('/register')) {
          this.asked.push('register');
          this.registration = { name: request.headers['lambda-extension-name'] as string | undefined, body };
          response.setHeader('Lambda-Extension-Identifier', 'id-1').end('{}');
        } else if (this.failNext) {
          this.failNext = false;
          response.writeHead(500).end();
        } else {
          this.asked.push('next');
          this.#waiting = response;
        }
        this.#onAsk?.();
      });
    });
  }

  /** @returns host and port, as AWS_LAMBDA_RUNTIME_API has them */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when the extension waits for an event. */
  async idle(): Promise<void> {
    while (!this.#waiting) {
      await new Promise<void>((resolve) => {
        this.#onAsk = resolve;
      });
    }
  }

  /** Tells the extension that the function was invoked. */
  invoke(requestId: string): void {
    this.#waiting?.end(JSON.stringify({ eventType: 'INVOKE', requestId }));
    this.#waiting = undefined;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
