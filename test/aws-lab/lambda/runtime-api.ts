import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a runtime has said to an invocation. */
export interface Said {
  kind: 'response' | 'error';
  body: string;
  /** Processor time of the invocation as far as its answer. */
  cpuMs: number;
}

export interface RuntimeApiEvents {
  /** The runtime, and the extension if there is one, wait for an event: the sandbox has nothing to do. */
  onIdle: () => void;
  onSaid: (requestId: string, said: Said) => void;
  onInitError: (text: string) => void;
}

/** The Runtime API and the Extensions API of one instance. (AWS: Lambda runtime API, Lambda extensions API.) */
export class RuntimeApi {
  readonly #events: RuntimeApiEvents;
  readonly #server: Server;
  #runtimeWaits: ServerResponse | undefined;
  #extensionWaits: ServerResponse | undefined;
  #hasExtension = false;

  constructor(events: RuntimeApiEvents) {
    this.#events = events;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    // The process on the other side stands still for as long as nobody calls it.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  /** @returns host and port, as AWS_LAMBDA_RUNTIME_API has them */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isIdle(): boolean {
    return this.#runtimeWaits !== undefined && (!this.#hasExtension || this.#extensionWaits !== undefined);
  }

  /** Hands an event to the runtime, and tells the extension of it; only where it is idle. */
  invoke(requestId: string, event: string, deadlineMs: number): void {
    const [runtime, extension] = [this.#runtimeWaits, this.#extensionWaits];
    this.#runtimeWaits = undefined;
    this.#extensionWaits = undefined;
    extension?.end(JSON.stringify({ eventType: 'INVOKE', requestId, deadlineMs }));
    runtime?.setHeader('lambda-runtime-aws-request-id', requestId).end(event);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const url = request.url ?? '';
    const said = /\/invocation\/([^/]+)\/(response|error)$/.exec(url);
    if (said) {
      const [, requestId = '', kind] = said;
      const cpuMs = Number(request.headers['x-lab-cpu-ms'] ?? 0);
      response.writeHead(202).end();
      this.#events.onSaid(requestId, { kind: kind === 'error' ? 'error' : 'response', body, cpuMs });
    } else if (url.endsWith('/invocation/next')) {
      this.#runtimeWaits = response;
      this.#tellIdle();
    } else if (url.endsWith('/extension/event/next')) {
      this.#extensionWaits = response;
      this.#tellIdle();
    } else if (url.endsWith('/extension/register')) {
      this.#hasExtension = true;
      response.setHeader('lambda-extension-identifier', 'lab-extension').end('{}');
    } else if (url.endsWith('/init/error')) {
      response.writeHead(202).end();
      this.#events.onInitError(body);
    } else response.writeHead(404).end();
  }

  #tellIdle(): void {
    if (this.isIdle) this.#events.onIdle();
  }
}
