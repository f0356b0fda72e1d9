import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { Input } from '../../parts/field.tsx';
import { act } from '../../state/act.ts';
import { choose } from '../../state/route.ts';

/** Makes an account with one bot, a builder app and an admin app. */
export function NewAccount() {
  const [id, setId] = useState('');
  const make = (): Promise<boolean> => {
    let made = '';
    return act(
      async () => {
        const body = id.trim() === '' ? {} : { accountId: id.trim() };
        made = (await call('createAccount', { body })).accountId;
        choose({ account: made });
      },
      () => `Made the account ${made}.`,
    );
  };
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Input label="Id of another account" value={id} onInput={setId} placeholder="made up" />
      <button type="submit" class="primary">
        Make an account
      </button>
    </form>
  );
}
