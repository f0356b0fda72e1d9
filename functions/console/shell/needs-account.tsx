import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { CallProblem } from '../api/problem.ts';
import { Empty, Trouble } from '../parts/message.tsx';
import { NewAccount } from '../screens/account/new-account.tsx';
import { type Account, useAccount, useAccountId } from '../state/account.ts';

const Chosen = createContext<Account | undefined>(undefined);

/** The account that is looked at, below `NeedsAccount`. */
export function useChosen(): Account {
  const account = useContext(Chosen);
  if (!account) throw new Error('No account is chosen here.');
  return account;
}

/** Shows what it holds once there is an account to look at. */
export function NeedsAccount({ children }: { children: ComponentChildren }) {
  const accountId = useAccountId();
  const { data, error } = useAccount();
  const isGone = error instanceof CallProblem && error.code === 'account_not_found';
  if (accountId === '') {
    return (
      <Empty title="No account yet">
        <p>An account has bots, apps, sessions and a clock of its own. Make one to begin.</p>
        <NewAccount />
      </Empty>
    );
  }
  if (isGone) {
    return (
      <Empty title={`There is no account ${accountId}`}>
        <p>It has expired, was removed, or never was. Choose another above, or make one.</p>
        <NewAccount />
      </Empty>
    );
  }
  if (!data || data.accountId !== accountId)
    return error ? <Trouble error={error} /> : <p class="wait">Reading…</p>;
  return <Chosen.Provider value={data}>{children}</Chosen.Provider>;
}
