import { Budget } from '../store/budget.ts';
import type { ControlDependencies } from './dependencies.ts';

/** Lets a call that adds to the table also take away, after its answer, some of what nobody needs any more. */
export function tidyUpLater({ store, systemNow, afterResponse, onError }: ControlDependencies): void {
  const budget = new Budget({ items: 2000, ms: 2000 });
  afterResponse(store.removals.sweep(systemNow(), budget).catch(onError));
}
