import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { confirm } from '../../parts/confirm.tsx';
import { Input } from '../../parts/field.tsx';
import { Trouble } from '../../parts/message.tsx';
import { Time } from '../../parts/time.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';

export function Snapshots({ account: { accountId } }: { account: Account }) {
  const path = { accountId };
  const { data, error } = useCall('listSnapshots', { path });
  const [name, setName] = useState('');
  const snapshots = data?.snapshots ?? [];
  const given = name.trim() || freeName(snapshots.map((each) => each.name));
  const keep = (): void => {
    const run = (): Promise<boolean> =>
      act(() => call('keepSnapshot', { path: { ...path, name: given } }), `Kept as ${given}.`);
    if (!snapshots.some((each) => each.name === given)) {
      void run().then(() => setName(''));
      return;
    }
    confirm({
      title: `Replace the snapshot ${given}?`,
      text: `What the snapshot ${given} of ${accountId} has kept goes, and what the account is now takes its place.`,
      button: 'Replace it',
      run,
    });
  };
  const restore = (which: string): void =>
    confirm({
      title: `Go back to ${which}?`,
      text: `Sessions, clock and faults of ${accountId} become what they were in the snapshot ${which}. What was changed since goes.`,
      button: 'Restore',
      run: () => act(() => call('restoreSnapshot', { path: { ...path, name: which } }), `Restored ${which}.`),
    });
  const remove = (which: string): void =>
    confirm({
      title: `Remove the snapshot ${which}?`,
      text: `The snapshot ${which} of ${accountId} goes; the account stays as it is.`,
      button: 'Remove it',
      run: () => act(() => call('removeSnapshot', { path: { ...path, name: which } }), `Removed ${which}.`),
    });
  const reset = (to: 'seed' | 'empty'): void =>
    confirm({
      title: to === 'seed' ? 'Reset the account?' : 'Empty the account?',
      text:
        to === 'seed'
          ? `Sessions, clock and faults of ${accountId} become what they were when it was made. Bots, apps, settings and snapshots stay.`
          : `All sessions of ${accountId} go; clock and faults become what they were when it was made. Bots, apps, settings and snapshots stay.`,
      button: to === 'seed' ? 'Reset' : 'Empty it',
      run: () =>
        act(
          () => call('resetAccount', { path, body: to === 'seed' ? {} : { to } }),
          'The account is as it was made.',
        ),
    });
  return (
    <section class="card" aria-labelledby="snapshots-title">
      <h2 id="snapshots-title">Snapshots</h2>
      <p>
        They keep sessions, clock and faults under a name, at once and at any size. Sessions that have yet to
        begin by the clock are kept and counted too.
      </p>
      <Trouble error={error} />
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <Input label="Name" value={name} onInput={setName} placeholder={given} />
        <button type="submit" class="primary">
          Keep a snapshot
        </button>
      </form>
      {snapshots.length > 0 && (
        <div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th>Name</th>
                <th>Kept at</th>
                <th>Sessions</th>
                <th>
                  <span class="unseen">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {snapshots.map((each) => (
                <tr key={each.name}>
                  <td>
                    <strong>{each.name}</strong>
                  </td>
                  <td>{'createdAt' in each ? <Time at={String(each.createdAt)} /> : ''}</td>
                  <td>{each.sessions ?? 'not known'}</td>
                  <td class="actions">
                    <button
                      type="button"
                      aria-label={`Restore ${each.name}`}
                      onClick={() => restore(each.name)}
                    >
                      Restore…
                    </button>{' '}
                    <button
                      type="button"
                      class="danger"
                      aria-label={`Remove ${each.name}`}
                      onClick={() => remove(each.name)}
                    >
                      Remove…
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>Back to how it was made</h3>
      <div class="buttons">
        <button type="button" class="danger" onClick={() => reset('seed')}>
          Reset…
        </button>
        <button type="button" class="danger" onClick={() => reset('empty')}>
          Reset to no sessions…
        </button>
      </div>
    </section>
  );
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = `snapshot-${number}`;
    if (!taken.includes(name)) return name;
  }
}
