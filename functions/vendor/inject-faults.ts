import { Refusal } from '../domain/refusal.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { Dependencies } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { findStrikes } from './faults.ts';
import { toJsonResponse } from './reply.ts';
import type { Route } from './route.ts';

/**
 * Lets the account's faults strike a request.
 *
 * @returns the answer that one gives in place of the true one, if one does
 * @throws Refusal where one is a refusal of the vendor's
 */
export async function injectFaults(
  { account, app }: Caller,
  route: Route,
  url: URL,
  environment: unknown,
  facts: Facts,
  { store, systemNow, sleep, dropConnection }: Dependencies,
): Promise<Response | undefined> {
  const subject = {
    route: route.kind,
    botId: route.kind === 'bot' ? route.botId : undefined,
    clientId: app.clientId,
    containmentType: url.searchParams.get('containmentType') ?? undefined,
  };
  facts.strikes = await findStrikes(account, subject, store.faultCounts, systemNow(), facts.usage);
  for (const { rule, effect } of facts.strikes) {
    const reason = { code: 'fault_injected' as const, text: `Rule ${rule} of the account's faults.` };
    if ('delay' in effect) await sleep(effect.delay);
    if ('reset' in effect && dropConnection) {
      facts.reason = reason;
      return dropConnection(environment);
    }
    if (!('error' in effect)) continue;
    if (typeof effect.error === 'string') throw new Refusal(effect.error, reason.code, reason.text);
    facts.reason = reason;
    return toJsonResponse(effect.error.status, JSON.stringify(effect.error.body), reason);
  }
  return undefined;
}
