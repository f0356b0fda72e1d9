import type { IncomingRequest, Reply } from '../http/application.ts';
import { authenticate } from './authenticate/authenticate.ts';
import { authorize } from './authorize.ts';
import { parseBody } from './body.ts';
import type { FrontDoor } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { injectFaults } from './faults.ts';
import { findRoute, routeAsSet } from './find-route.ts';
import { enforceRateLimit } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { toJsonReply } from './reply.ts';

/**
 * Answers a request in the vendor's order: route and method, token, scope, bot, validation (observed). Faults
 * and limits come once it is known whose they are, before the body is looked at.
 *
 * @param bindings what the server passes beside the request
 * @throws Refusal, and whatever the store throws
 */
export async function respond(
  request: IncomingRequest,
  url: URL,
  bindings: unknown,
  facts: Facts,
  door: FrontDoor,
): Promise<Reply> {
  const { store, time } = door;
  const written = await findRoute(request, url, facts, door);
  const caller = await authenticate(request.headers, store, time.now(), facts);
  const { account, app, now } = caller;
  const { settings } = account;
  const route = routeAsSet(written, settings);
  facts.route = route;
  const botIds = authorize(account, app, route);

  // Read before anything can answer in its place, so that the journal has what was asked all the same.
  facts.isArriving = true;
  const bytes = await readBody(request);
  facts.isArriving = false;
  if (bytes) facts.body = bytes;
  const parameters = parametersOf(url);
  if (account.faults) {
    const injected = await injectFaults(caller, route, parameters, bindings, facts, door);
    if (injected) return injected;
  }
  await enforceRateLimit(caller, route, store.rateWindows, time.now, facts.usage);

  const { api, kind } = route;
  const sent = {
    method: request.method,
    kind,
    parameters,
    body: parseBody(bytes, request.headers.get('content-type'), settings),
    shuffle: shuffleOf(facts),
  };
  facts.unread = api.unread(sent);
  if (api.notes) facts.notes.push(...api.notes(sent));
  const asker = { account, botIds, now };
  facts.answer = await api.answer(sent, asker, facts.usage);
  const { body, reason, returned } = facts.answer;
  if (returned === 0) facts.narrow = async () => api.narrow?.(sent, asker);
  if (reason) facts.reason = reason;
  return toJsonReply(200, body, reason, settings);
}

function shuffleOf({ strikes }: Facts): string | number | undefined {
  const effect = strikes.at(-1)?.effect;
  return effect && 'shuffle' in effect ? effect.shuffle : undefined;
}

const none = new URLSearchParams();

// Nearly no request has any.
const parametersOf = (url: URL): URLSearchParams => (url.search === '' ? none : url.searchParams);
