import { answer } from '../get-sessions/answer/answer.ts';
import { unreadParameters } from '../get-sessions/parse/parameters.ts';
import { parseRequest, type SessionsQuery } from '../get-sessions/parse/request.ts';
import { unreadFields } from '../get-sessions/parse/schema.ts';
import { authenticate } from './authenticate/authenticate.ts';
import { authorize } from './authorize.ts';
import { parseBody } from './body.ts';
import type { Dependencies } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { injectFaults } from './inject-faults.ts';
import { enforceRateLimit } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { toJsonResponse } from './reply.ts';
import { findRoute } from './route.ts';

/**
 * Answers a request in the vendor's order: route and method, token, scope, bot, validation (observed). Faults
 * and limits come once it is known whose they are, before the body is looked at.
 *
 * @throws Refusal, and whatever the store throws
 */
export async function respond(
  request: Request,
  url: URL,
  environment: unknown,
  facts: Facts,
  dependencies: Dependencies,
): Promise<Response> {
  const { store, systemNow } = dependencies;
  const route = findRoute(request.method, url.pathname);
  if (route.kind === 'bot') facts.botId = route.botId;
  const caller = await authenticate(request.headers, store, systemNow(), facts);
  const { account, app, now } = caller;
  const botIds = authorize(account, app, route);

  // Read before anything can answer in its place, so that the journal has what was asked all the same.
  const bytes = await readBody(request);
  if (bytes) facts.body = bytes;
  if (account.faults) {
    const injected = await injectFaults(caller, route, url, environment, facts, dependencies);
    if (injected) return injected;
  }
  await enforceRateLimit(caller, route, store.rateWindows, systemNow, facts.usage);

  const parameters = parametersOf(url);
  const body = parseBody(bytes);
  facts.unread = [...unreadParameters(parameters, route), ...unreadFields(body)];
  const query = parseRequest(body, parameters, route, account.settings, now);

  const result = await answer(query, { account, botIds, now }, store.sessionReader, facts.usage);
  facts.total = result.total;
  facts.returned = result.returned;
  if (result.cut) {
    facts.reason = {
      code: 'page_cut',
      text: `Rows beyond ${account.settings.maxResponseBytes} bytes are held back: ${wayOn(query, result.returned)}.`,
    };
  }
  return toJsonResponse(200, result.body, facts.reason);
}

const none = new URLSearchParams();

// Nearly no request has any.
const parametersOf = (url: URL): URLSearchParams => (url.search === '' ? none : url.searchParams);

function wayOn(query: SessionsQuery, returned: number): string {
  return query.kind === 'byId' ? 'ask for fewer ids' : `go on with skip ${query.skip + returned}`;
}
