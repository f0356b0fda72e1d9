import { type Account, isExpired } from '../domain/account.ts';
import { isId } from '../domain/ids.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound } from './problem.ts';

/** @throws Problem where there is no such account, or not any more */
export async function findAccount(
  { store, systemNow }: Pick<ControlDependencies, 'store' | 'systemNow'>,
  accountId: string,
): Promise<Account> {
  const account = isId(accountId) ? await store.accounts.read(accountId) : undefined;
  if (!account || isExpired(account, systemNow())) throw accountNotFound(accountId);
  return account;
}
