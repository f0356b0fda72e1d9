import type { Removals } from '../store/removals/removals.ts';
import type { Budget } from '../store/table/budget.ts';
import type { ControlDependencies } from './dependencies.ts';

/** By time alone, so that sweeps keep up with what calls leave; in Lambda a call and its sweep have 29 s. */
export const sweepBudget = (removals: Removals): Budget =>
  removals.budget({ items: Number.MAX_SAFE_INTEGER, ms: 8_000 });

const sweeping = new WeakSet<Removals>();

/** Removes what is due, unless a sweep of the same instance is under way. */
export async function sweep(removals: Removals, now: number, budget: Budget): Promise<void> {
  if (sweeping.has(removals)) return;
  sweeping.add(removals);
  try {
    await removals.sweep(now, budget);
  } finally {
    sweeping.delete(removals);
  }
}

/**
 * Lets a call that adds to the table also take away, after its answer, what nobody needs any more.
 *
 * @param removed an account whose removal goes on first
 */
export function tidyUpLater(
  { store: { removals }, time, afterResponse, onError }: ControlDependencies,
  removed?: string,
): void {
  const tidyUp = async (): Promise<void> => {
    const budget = sweepBudget(removals);
    if (removed !== undefined) await removals.removeLeft(removed, time.now(), budget);
    await sweep(removals, time.now(), budget);
  };
  afterResponse(tidyUp().catch(onError));
}
