import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/calls.ts';
import { useAccountId } from '../state/account.ts';
import { choose, currentRoute } from '../state/route.ts';
import { useChanges } from '../state/use-call.ts';

const mostShown = 5_000;

/** Every account there is, by id. */
async function allAccounts(signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('listAccounts', { query: { limit: 1000, cursor }, signal });
    ids.push(...page.accounts.map(({ accountId }) => accountId));
    cursor = page.next;
  } while (cursor !== undefined && ids.length < mostShown);
  return ids;
}

export function AccountPicker() {
  const chosen = useAccountId();
  const revision = useChanges();
  const [ids, setIds] = useState<string[] | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    allAccounts(abort.signal)
      .then((found) => {
        setIds(found);
        // Somebody who has just come looks at the account of `npm start`, or at the only one.
        const first = found.includes('demo') ? 'demo' : found[0];
        if (currentRoute().values['account'] === undefined && first)
          choose({ account: first }, { replace: true });
      })
      .catch(() => undefined);
    return () => abort.abort();
  }, [revision, chosen]);
  const shown = ids ?? [];
  return (
    <label class="picker">
      <span>Account</span>
      <select
        value={chosen}
        onFocus={() => undefined}
        onInput={(event) =>
          choose({
            account: event.currentTarget.value,
            entry: undefined,
            session: undefined,
            bot: undefined,
            app: undefined,
          })
        }
      >
        {chosen !== '' && !shown.includes(chosen) && <option value={chosen}>{chosen}</option>}
        {chosen === '' && <option value="">none</option>}
        {shown.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}
