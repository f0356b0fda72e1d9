import type { Account } from '../domain/account.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound, Problem } from './problem.ts';

/**
 * To be called after sessions were written: a reset, a restore or a removal meanwhile has put other data in
 * their place, and the caller must not believe that they are there.
 *
 * @throws Problem where it has
 */
export async function checkStillCurrent(
  { store }: ControlDependencies,
  { accountId, born, epoch }: Account,
): Promise<void> {
  const now = await store.accounts.read(accountId);
  if (now?.born !== born) throw accountNotFound(accountId);
  if (now.epoch === epoch) return;
  throw new Problem(
    409,
    'data_replaced',
    'The account was reset or restored meanwhile, and this change is not in its data: send it again.',
  );
}
