import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Time } from '../../functions/domain/time.ts';
import type { Reply } from '../../functions/http/application.ts';
import type { Store } from '../../functions/store/store.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';
import { allowOnly, isLoopback } from './allowed-hosts.ts';
import { createApplication } from './application.ts';
import { loadConsole } from './console.ts';
import type { Engine } from './engine.ts';
import { gatheredLines } from './gathered-lines.ts';
import { type Listening, listen } from './listen.ts';
import type { Options } from './options.ts';
import { inLine, requestLine } from './request-line.ts';
import type { Tls } from './tls/tls-of.ts';

/** Serves the emulator over HTTP, and says a line of every request. */
export async function serve(
  store: Store,
  engine: Engine,
  controlKey: string,
  { host, port, allowHosts, quiet }: Options,
  tls: Tls | undefined,
  say: (line: string) => void,
  time: Time,
): Promise<Listening> {
  const onError = reporter(say, engine);
  const requestLines = gatheredLines(say, time);
  const sayLine = (line: string): void => {
    if (!quiet) requestLines.add(line);
  };
  const app = createApplication({
    store,
    engine: engine.name,
    canDropConnections: true,
    loadConsole,
    time,
    controlKey: async () => [controlKey],
    log: (entry) => sayLine(requestLine(shown(engine, entry))),
    afterResponse: (work) => void work.catch(onError),
    dropConnection,
    onError,
  });
  const { url, close } = await listen(app, host, port, {
    // Whoever opens it to other machines has clients that call it by names of all kinds.
    ...((isLoopback(host) || allowHosts.length > 0) && { checkHost: allowOnly([host, ...allowHosts]) }),
    onRefused: ({ method }, { status, code, detail }) =>
      sayLine(inLine(`${status} ${method} ${code}: ${detail}`)),
    tls,
    time,
  });
  return { url, close: () => close().finally(requestLines.flush) };
}

/** Breaks the connection of a request, as a network that fails does. */
function dropConnection(bindings: unknown): Reply {
  const { outgoing } = bindings as { outgoing: ServerResponse };
  outgoing.destroy();
  return { status: RESPONSE_ALREADY_SENT.status, headers: {}, body: null, response: RESPONSE_ALREADY_SENT };
}

/** Of a failure that the engine has told of, the line says only that it is one. */
function shown(engine: Engine, entry: RequestLogEntry): RequestLogEntry {
  if (!entry.error || !engine.hasTold?.(entry.error.name)) return entry;
  const { error: _, ...told } = entry;
  return told;
}

/** Says what no part of the emulator foresaw, with where it happened. */
export const reporter =
  (say: (line: string) => void, engine: Engine) =>
  (error: unknown): void => {
    if (!(error instanceof Error)) say(String(error));
    else if (!engine.hasTold?.(error.name)) say(error.stack ?? error.message);
  };
