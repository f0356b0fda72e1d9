import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { Input, Select } from '../../parts/field.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { choose } from '../../state/route.ts';
import { useCall } from '../../state/use-call.ts';

/** Makes an account of its own from this one. */
export function Copies({ account: { accountId } }: { account: Account }) {
  const { data } = useCall('listSnapshots', { path: { accountId } });
  const [name, setName] = useState('');
  const [snapshot, setSnapshot] = useState('');
  const given = name.trim() || `${accountId}-copy`.slice(0, 64);
  const copy = (): Promise<boolean> =>
    act(async () => {
      await call('createAccount', {
        body: { accountId: given, from: { accountId, ...(snapshot && { snapshot }) } },
      });
      choose({ account: given });
    }, `Made ${given}, with apps of its own.`);
  return (
    <section class="card" aria-labelledby="copy-title">
      <h2 id="copy-title">Copy to a new account</h2>
      <p>It takes bots, clock and sessions, and shares nothing that either writes later. Its apps are new.</p>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          void copy();
        }}
      >
        <Input label="Id of the copy" value={name} onInput={setName} placeholder={given} />
        <Select
          label="As it is"
          value={snapshot}
          onInput={setSnapshot}
          options={[
            ['', 'now'],
            ...(data?.snapshots ?? []).map((each) => [each.name, `in ${each.name}`] as const),
          ]}
        />
        <button type="submit" class="primary">
          Copy
        </button>
      </form>
    </section>
  );
}
