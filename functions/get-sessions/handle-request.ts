import { Refusal } from '../domain/refusal.ts';
import { isStoreFailure } from '../store/failure.ts';
import type { Store } from '../store/store.ts';
import { answer } from './answer.ts';
import { authenticate, type Caller } from './authenticate/authenticate.ts';
import { authorize } from './authorize.ts';
import type { RequestLog, RequestLogEntry } from './log.ts';
import { readBody } from './parse/body.ts';
import { unreadParameters } from './parse/parameters.ts';
import { parseRequest } from './parse/request.ts';
import { unreadFields } from './parse/schema.ts';
import { toErrorResponse, toJsonResponse, vendorErrorOf } from './reply.ts';
import { findRoute } from './route.ts';

export interface Dependencies {
  store: Store;
  /** The machine's clock, Unix ms. */
  systemNow: () => number;
  log: RequestLog;
}

type Facts = Omit<RequestLogEntry, 'status' | 'durationMs'>;

/** Answers one request, whatever it is: refusals and failures become responses, and every request is logged. */
export async function handleRequest(request: Request, dependencies: Dependencies): Promise<Response> {
  const url = new URL(request.url);
  const at = dependencies.systemNow();
  const started = performance.now();
  const facts: Facts = { at, method: request.method, path: url.pathname, query: url.search };
  let caller: Caller | undefined;
  let response: Response;
  try {
    response = await respond(request, url, dependencies, facts, (known) => {
      caller = known;
      facts.accountId = known.account.accountId;
      facts.clientId = known.app.clientId;
    });
  } catch (error) {
    response = toRefusalResponse(error, caller, facts);
  }
  const durationMs = Math.round((performance.now() - started) * 100) / 100;
  dependencies.log({ ...facts, status: response.status, durationMs });
  return response;
}

/** The vendor's order: route and method, token, scope, bot, validation (observed). */
async function respond(
  request: Request,
  url: URL,
  { store, systemNow }: Dependencies,
  facts: Facts,
  onCaller: (caller: Caller) => void,
): Promise<Response> {
  const route = findRoute(request.method, url.pathname);
  if (route.kind === 'bot') facts.botId = route.botId;
  const { account, app, now } = await authenticate(request.headers, store, systemNow(), onCaller);
  const botIds = authorize(account, app, route);

  const body = await readBody(request);
  const unread = [...unreadParameters(url.searchParams, route), ...unreadFields(body)];
  if (unread.length > 0) facts.unread = unread;
  const query = parseRequest(body, url.searchParams, route, account.settings, now);

  const result = await answer(query, { account, botIds, now }, store.sessions);
  facts.total = result.total;
  facts.returned = result.returned;
  if (result.cut) {
    facts.reason = {
      code: 'page_cut',
      text: `Rows beyond ${account.settings.maxResponseBytes} bytes are held back; go on with skip at ${result.returned} more.`,
    };
  }
  return toJsonResponse(200, result.body, facts.reason);
}

function toRefusalResponse(error: unknown, caller: Caller | undefined, facts: Facts): Response {
  const refusal = error instanceof Refusal ? error : toFailure(error, facts);
  facts.reason = refusal.reason;
  return toErrorResponse(vendorErrorOf(refusal, caller?.account.settings.errors), refusal.reason);
}

/** The client learns the kind of a failure; message and stack stay in the log. */
function toFailure(error: unknown, facts: Facts): Refusal {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  facts.error = { name, message, stack };
  return isStoreFailure(error)
    ? new Refusal('internal', 'store_unavailable', `DynamoDB did not answer as it should (${name}).`)
    : new Refusal('internal', 'internal_error', 'The emulator failed; its log says how.');
}
