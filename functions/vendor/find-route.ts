import { Refusal } from '../domain/refusal.ts';
import type { AccountSettings } from '../domain/settings.ts';
import type { IncomingRequest } from '../http/application.ts';
import { identify } from './authenticate/authenticate.ts';
import type { FrontDoor } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { checkMethod, type Route } from './route.ts';

/**
 * The route of a request. A path or method that is none is refused before anybody asks who calls (observed), unless
 * the token proves an account whose settings let it pass; and by its settings the refusal is worded.
 *
 * @throws Refusal where there is none
 */
export async function findRoute(
  request: IncomingRequest,
  url: URL,
  facts: Facts,
  { store, time, routes }: FrontDoor,
): Promise<Route> {
  try {
    const route = routes.find(url.pathname);
    facts.route = route;
    checkMethod(route, request.method);
    return route;
  } catch (error) {
    if (!(error instanceof Refusal) || !request.headers.has('auth')) throw error;
    const caller = await identify(request.headers, store, time.now());
    if (!caller) throw error;
    facts.caller = caller;
    const { trailingSlash, pathCase } = caller.account.settings;
    const leniency = { trailingSlash: trailingSlash === 'answer', anyCase: pathCase === 'answer' };
    const route = facts.route ? undefined : routes.findLeniently(url.pathname, leniency);
    if (!route) throw error;
    facts.route = route;
    checkMethod(route, request.method);
    return route;
  }
}

/**
 * A route as the account's settings have it.
 *
 * @throws Refusal where they have no such route
 */
export function routeAsSet(route: Route, { streamRoute, encodedBotId }: AccountSettings): Route {
  if (route.isAlias && streamRoute === 'refuse') {
    throw new Refusal('methodNotAllowed', 'path_unknown', "The account's settings have no such route.");
  }
  return encodedBotId === 'literal' ? { ...route, botId: route.segment } : route;
}
