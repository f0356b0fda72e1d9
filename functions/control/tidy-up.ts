import type { Time } from '../domain/time.ts';
import type { Removals } from '../store/removals/removals.ts';
import type { Store } from '../store/store.ts';
import type { Budget } from '../store/table/budget.ts';
import type { AccountLife } from '../store/table/keys.ts';
import type { ControlDependencies } from './dependencies.ts';

const sweepMs = 8_000;

/** By time alone, so that sweeps keep up with what calls leave; in Lambda a call and its sweep have 29 s. */
export const sweepBudget = (removals: Removals): Budget =>
  removals.budget({ items: Number.MAX_SAFE_INTEGER, ms: sweepMs });

// Of an account whose layers change all the time, none comes to its end.
const mostRounds = 100;

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

/** Goes on for so many ms with what calls have left: what is to be removed, and layers that are to become fewer. */
export async function goOnFor(
  ms: number,
  { removals, flattening }: Pick<Store, 'removals' | 'flattening'>,
  time: Time,
): Promise<void> {
  const until = time.monotonic() + ms;
  await sweep(removals, time.now(), removals.budget({ items: Number.MAX_SAFE_INTEGER, ms }));
  await (await flattening()).goOn(time.now(), until - time.monotonic());
}

/**
 * Lets a call that puts a layer on an account's others make fewer of them, after its answer: for some seconds where its
 * time is limited, and a schedule goes on from there.
 */
export function flattenLater(
  { store, time, afterResponse, onError, longestWorkMs }: ControlDependencies,
  account: AccountLife,
): void {
  const flatten = async (): Promise<void> => {
    const flattening = await store.flattening();
    for (let round = 0; round < mostRounds; round++) {
      const isDone = await flattening.flatten(account, time.now(), sweepMs);
      if (isDone) return flattening.goOn(time.now(), sweepMs);
      if (longestWorkMs !== undefined) return;
    }
  };
  afterResponse(flatten().catch(onError));
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
