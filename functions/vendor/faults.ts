import type { Account } from '../domain/account.ts';
import { isDelay, ruleCounts, ruleMatches, ruleStrikes } from '../domain/fault-strikes.ts';
import type { FaultEffect, FaultSubject, Strike } from '../domain/faults.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Reply } from '../http/application.ts';
import type { FaultCounts } from '../store/counters/fault-counts.ts';
import type { Usage } from '../store/table/meter.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { Dependencies } from './dependencies.ts';
import type { Facts } from './facts.ts';
import { bytesOf, toJsonReply } from './reply.ts';
import type { Route } from './route.ts';

/**
 * Lets the account's faults strike a request.
 *
 * @param bindings what the server passes beside the request
 * @returns the answer that one gives in place of the true one, if one does
 * @throws Refusal where one is a refusal of the vendor's
 */
export async function injectFaults(
  { account, app }: Caller,
  { api, kind, botId }: Route,
  parameters: URLSearchParams,
  bindings: unknown,
  facts: Facts,
  { store, time, dropConnection }: Dependencies,
): Promise<Reply | undefined> {
  const subject = {
    ...api.faultSubject?.(parameters),
    api: api.name,
    route: kind,
    botId,
    clientId: app.clientId,
  };
  facts.strikes = await findStrikes(account, subject, store.faultCounts, time.now(), facts.usage);
  for (const { rule, effect } of facts.strikes) {
    const reason = { code: 'fault_injected' as const, text: `Rule ${rule} of the account's faults.` };
    if ('delay' in effect) await time.sleep(effect.delay);
    if ('reset' in effect && dropConnection) {
      facts.reason = reason;
      return dropConnection(bindings);
    }
    if (!('error' in effect)) continue;
    if (typeof effect.error === 'string') throw new Refusal(effect.error, reason.code, reason.text);
    facts.reason = reason;
    return toJsonReply(effect.error.status, JSON.stringify(effect.error.body), reason);
  }
  return undefined;
}

/**
 * Finds the rules that strike a request, in their order, up to the first that decides the answer. All rules up to
 * that one count the request.
 *
 * @param systemNow the machine's clock, Unix ms
 * @param usage to which is added what it costs
 */
async function findStrikes(
  { accountId, born, faults }: Account,
  subject: FaultSubject,
  counts: FaultCounts,
  systemNow: number,
  usage: Usage,
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  if (!faults) return strikes;
  for (const [index, rule] of faults.rules.entries()) {
    if (!ruleMatches(rule, subject)) continue;
    const n = ruleCounts(rule)
      ? await counts.next({ accountId, born }, faults.generation, index, systemNow, usage)
      : 1;
    if (!ruleStrikes(rule, n)) continue;
    strikes.push({ rule: index, effect: rule.effect });
    if (!isDelay(rule.effect)) break;
  }
  return strikes;
}

/** A body that is not JSON, as a failing proxy sends it. */
const malformedBody = '<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>';

/** Spoils the body of an answer, a refusal's too, and adds headers, where the effect says so; the status stays. */
export function distort(reply: Reply, effect: FaultEffect): Reply {
  const added = 'headers' in effect ? Object.entries(effect.headers ?? {}) : [];
  const lower = added.map(([name, value]) => [name.toLowerCase(), value]);
  const changed =
    added.length > 0 ? { ...reply, headers: { ...reply.headers, ...Object.fromEntries(lower) } } : reply;
  if ('malformed' in effect) return { ...changed, body: malformedBody };
  if (!('truncate' in effect)) return changed;
  return { ...changed, body: bytesOf(changed).subarray(0, effect.truncate) };
}
