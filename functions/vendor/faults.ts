import type { Account } from '../domain/account.ts';
import {
  type FaultEffect,
  type FaultSubject,
  isDelay,
  ruleCounts,
  ruleMatches,
  ruleStrikes,
} from '../domain/faults.ts';
import type { FaultCounts } from '../store/counters/fault-counts.ts';
import type { Usage } from '../store/table/meter.ts';

/** A rule that strikes a request, by its place in the account's list. */
export interface Strike {
  rule: number;
  effect: FaultEffect;
}

/**
 * Finds the rules that strike a request, in their order, up to the first that decides the answer. The count
 * of every rule up to there goes on.
 *
 * @param systemNow the machine's clock, Unix ms
 * @param usage to which is added what it costs
 */
export async function findStrikes(
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
