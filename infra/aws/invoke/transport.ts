import type { TransportOptions } from '../../client/exchange.ts';
import type { Login } from '../account/login.ts';
import type { Environment } from '../environments/index.ts';
import { invoker, isLimited } from './invoker.ts';

/**
 * How to reach an environment from here: over the network, or, where it lets only its own networks in, by
 * `lambda:Invoke`.
 *
 * @param url its base URL
 */
export async function transportTo(
  login: Login,
  environment: Environment,
  url: string,
): Promise<Pick<TransportOptions, 'fetch'>> {
  if (!isLimited(environment)) return {};
  const respond = await invoker(login, environment.name, new URL(url).pathname.replace(/\/$/, ''));
  return { fetch: (address, init) => respond(new Request(address, init)) };
}
