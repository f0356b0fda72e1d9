import type { Account, BuilderApp } from '../../../domain/account.ts';
import { isDelay, ruleCounts } from '../../../domain/fault-strikes.ts';
import { type FaultRule, longestDelayMs } from '../../../domain/faults.ts';
import { invalidField, Problem } from '../../problem.ts';

/**
 * Checks what no schema knows of rules.
 *
 * @param canReset whether a fault can break the connection
 * @param apis the names of the emulated APIs
 * @throws Problem that names the rule that is wrong, and what is wrong with it
 */
export function checkRules(
  rules: readonly FaultRule[],
  account: Account,
  canReset: boolean,
  apis: readonly string[],
): void {
  checkSize(rules);
  checkApis(rules, apis);
  checkDelays(rules);
  checkMatches(rules, account, canReset);
}

function pointless(rule: number, field: string, message: string): Problem {
  const path = `${rule}.match.${field}`;
  return new Problem(400, 'invalid_request', `Rule ${rule} can match nothing: ${field} ${message}.`, [
    { field: path, message },
  ]);
}

/** @throws Problem where a rule names an API that is not emulated */
function checkApis(rules: readonly FaultRule[], apis: readonly string[]): void {
  for (const [index, { match }] of rules.entries()) {
    if (match.api === undefined || apis.includes(match.api)) continue;
    throw pointless(index, 'api', `names ${match.api}, and the emulated APIs are ${apis.join(', ')}`);
  }
}

function decidesEverything(rule: FaultRule): boolean {
  return Object.keys(rule.match).length === 0 && !ruleCounts(rule) && !isDelay(rule.effect);
}

const isLinked = ({ bots }: BuilderApp, wanted: string): boolean =>
  bots.some(({ botId }) => botId === wanted);

/** @throws Problem where a rule names what the account does not have, and so would wait for ever */
function checkMatches(rules: readonly FaultRule[], account: Account, canReset: boolean): void {
  for (const [index, { match, effect }] of rules.entries()) {
    if (match.botId !== undefined && !account.bots.has(match.botId)) {
      throw pointless(index, 'botId', `names the bot ${match.botId}, which the account does not have`);
    }
    if (match.clientId !== undefined && !account.apps.has(match.clientId)) {
      throw pointless(index, 'clientId', `names the app ${match.clientId}, which the account does not have`);
    }
    const client = match.clientId === undefined ? undefined : account.apps.get(match.clientId);
    if (client?.kind === 'builder' && match.route === 'account') {
      throw pointless(index, 'clientId', 'names a builder app, which the account route refuses before');
    }
    if (client?.kind === 'builder' && match.botId !== undefined && !isLinked(client, match.botId)) {
      throw pointless(index, 'botId', `names the bot ${match.botId}, which is not linked to the app`);
    }
    if (match.route === 'account' && match.botId !== undefined) {
      throw pointless(index, 'botId', 'is not known on the account route');
    }
    if ('reset' in effect && !canReset) {
      throw new Problem(
        400,
        'invalid_request',
        `Rule ${index}: only a local emulator can break connections.`,
        [{ field: `${index}.effect.reset`, message: 'is not possible here' }],
      );
    }
  }
  const last = rules.findIndex(decidesEverything);
  if (last >= 0 && last < rules.length - 1) {
    throw invalidField(`${last + 1}`, `can match nothing: rule ${last} strikes every request before`);
  }
}

/** Every request reads the rules: they must not make that dear. */
const mostRuleBytes = 16_384;

/** @throws Problem where the rules together are too large */
function checkSize(rules: readonly FaultRule[]): void {
  const bytes = Buffer.byteLength(JSON.stringify(rules));
  if (bytes <= mostRuleBytes) return;
  throw new Problem(400, 'invalid_request', `The rules take ${bytes} bytes.`, [
    { field: 'effect.error.body', message: `must leave all rules together within ${mostRuleBytes} bytes` },
  ]);
}

/** @throws Problem where a request that every rule strikes would outlast what API Gateway allows */
function checkDelays(rules: readonly FaultRule[]): void {
  const total = rules.reduce((sum, { effect }) => sum + ('delay' in effect ? effect.delay : 0), 0);
  if (total <= longestDelayMs) return;
  throw new Problem(400, 'invalid_request', `The delays of all rules add up to ${total} ms.`, [
    { field: 'effect.delay', message: `must not add up to more than ${longestDelayMs} ms over all rules` },
  ]);
}
