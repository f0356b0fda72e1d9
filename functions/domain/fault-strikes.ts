import type { FaultEffect, FaultRule, FaultSubject } from './faults.ts';

export function ruleMatches({ match }: FaultRule, subject: FaultSubject): boolean {
  return (
    (match.api === undefined || match.api === subject.api) &&
    (match.route === undefined || match.route === subject.route) &&
    (match.botId === undefined || match.botId === subject.botId) &&
    (match.clientId === undefined || match.clientId === subject.clientId) &&
    (match.containmentType === undefined || match.containmentType === subject.containmentType)
  );
}

/** Whether a rule strikes the n-th request it matches, counted from 1. */
export function ruleStrikes({ after, times }: FaultRule, n: number): boolean {
  return n > after && (times === undefined || n <= after + times);
}

/** Whether the count of a rule's matches decides anything; otherwise it need not be kept. */
export function ruleCounts({ after, times }: FaultRule): boolean {
  return after > 0 || times !== undefined;
}

/** Of how many requests that a rule has matched it has struck, and how many it will strike yet. */
export function strikesOf({ after, times }: FaultRule, matches: number): { hits: number; left?: number } {
  const past = Math.max(0, matches - after);
  if (times === undefined) return { hits: past };
  const hits = Math.min(past, times);
  return { hits, left: times - hits };
}

/** A delay lets the request go on; every other effect is its answer. */
export function isDelay(effect: FaultEffect): effect is { delay: number } {
  return 'delay' in effect;
}
