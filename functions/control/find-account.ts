import { type Account, isExpired } from '../domain/account.ts';
import { isId } from '../domain/ids.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound, Problem } from './problem.ts';

/** @throws Problem where there is no such account, or not any more */
export async function findAccount(
  { store, time }: Pick<ControlDependencies, 'store' | 'time'>,
  accountId: string,
): Promise<Account> {
  const account = isId(accountId) ? await store.accounts.read(accountId) : undefined;
  if (!account || isExpired(account, time.now())) throw accountNotFound(accountId);
  return account;
}

/**
 * To be called after sessions were written: a reset, a restore or a removal meanwhile has put other data in
 * their place, and the caller must not believe that they are there.
 *
 * @returns the account as it is now
 * @throws Problem where it has
 */
export async function checkStillCurrent(
  { store }: Pick<ControlDependencies, 'store'>,
  { accountId, born, epoch }: Account,
): Promise<Account> {
  const now = await store.accounts.read(accountId);
  if (now?.born !== born) throw accountNotFound(accountId);
  if (now.epoch === epoch) return now;
  throw new Problem(
    409,
    'data_replaced',
    'The account was reset or restored meanwhile, and this change is not in its data: send it again.',
  );
}
