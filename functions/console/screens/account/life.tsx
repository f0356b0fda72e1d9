import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { confirm } from '../../parts/confirm.tsx';
import { Input } from '../../parts/field.tsx';
import { Time } from '../../parts/time.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { addressOf, choose } from '../../state/route.ts';
import { NewAccount } from './new-account.tsx';

/** When the account was made and expires, its removal, and another account. */
export function Life({ account }: { account: Account }) {
  const { accountId, createdAt, expiresAt, bots, apps } = account;
  const [seconds, setSeconds] = useState('');
  const expire = (expiresInSeconds: number | null): Promise<boolean> =>
    act(
      () => call('changeAccount', { path: { accountId }, body: { expiresInSeconds } }),
      'The expiry is changed.',
    );
  const remove = (): void =>
    confirm({
      title: `Remove the account ${accountId}?`,
      text: `${accountId} goes with its ${bots.length} bots, ${apps.length} apps, all sessions, snapshots and its journal. Its clients are refused from then on.`,
      button: `Remove ${accountId}`,
      run: () =>
        act(async () => {
          await call('removeAccount', { path: { accountId } });
          choose({ account: undefined }, { replace: true });
        }, `Removed ${accountId}.`),
    });
  return (
    <section class="card" aria-labelledby="life-title">
      <h2 id="life-title" dir="auto">
        {accountId}
      </h2>
      <dl>
        <dt>Made</dt>
        <dd>
          <Time at={createdAt} full />
        </dd>
        <dt>Expires</dt>
        <dd>{expiresAt === undefined ? 'never' : <Time at={expiresAt} full />}</dd>
        <dt>Copy</dt>
        <dd>
          made at <a href={addressOf('time')}>Time and states</a>
        </dd>
      </dl>
      <div class="buttons ends">
        <form
          class="inline"
          onSubmit={(event) => {
            event.preventDefault();
            void expire(Number(seconds));
          }}
        >
          <Input
            label="Expires in seconds"
            type="number"
            min={1}
            value={seconds}
            onInput={setSeconds}
            placeholder="3600"
          />
          <button type="submit" disabled={seconds === ''}>
            Set
          </button>
          <button type="button" disabled={expiresAt === undefined} onClick={() => expire(null)}>
            Never
          </button>
        </form>
        <NewAccount />
        <button type="button" class="danger" onClick={remove}>
          Remove this account…
        </button>
      </div>
    </section>
  );
}
