import { call } from '../../api/calls.ts';
import { confirm } from '../../parts/confirm.tsx';
import { Empty, Trouble } from '../../parts/message.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { paces, useLive } from '../../state/pace.ts';
import { useCall } from '../../state/use-call.ts';
import { wordsOf } from './effects.ts';

/** The rules in force, each with what it has struck and what is left of it. */
export function Rules({ account: { accountId, bots, apps } }: { account: Account }) {
  const names = new Map([
    ...bots.map(({ botId, name }) => [botId, name] as const),
    ...apps.map(({ clientId, name }) => [clientId, name] as const),
  ]);
  const path = { accountId };
  const { data: rules, error } = useCall('getFaults', { path });
  const { data: counts, reload } = useCall('countFaults', { path });
  useLive(
    async () => {
      reload();
      return false;
    },
    paces.laptop,
    (rules?.length ?? 0) > 0,
  );
  const remove = (index: number): Promise<boolean> =>
    act(
      () => call('setFaults', { path, body: (rules ?? []).filter((_, each) => each !== index) }),
      'The rule is gone. The counts of the others begin anew.',
    );
  const clear = (): void =>
    confirm({
      title: 'Remove all rules?',
      text: `All ${rules?.length} fault rules of ${accountId} go, and requests are answered as they should be.`,
      button: 'Remove them',
      run: () => act(() => call('clearFaults', { path }), 'No rules are left.'),
    });
  return (
    <section class="card" aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      <Trouble error={error} />
      {rules?.length === 0 ? (
        <Empty title="No rules">
          <p>
            Every request is answered as it should be. Add a rule above to see what a client makes of an
            error.
          </p>
        </Empty>
      ) : (
        <>
          <div class="scroll">
            <table class="table">
              <thead>
                <tr>
                  <th>Effect</th>
                  <th>Matches</th>
                  <th>Hits</th>
                  <th>Left</th>
                  <th>
                    <span class="unseen">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rules?.map((rule, index) => {
                  const { hits, left } = counts?.[index] ?? {};
                  return (
                    <tr key={index}>
                      <td>
                        <strong>{wordsOf(rule.effect)}</strong>
                        {rule.after > 0 && <small> after {rule.after} others</small>}
                      </td>
                      <td>{matchText(rule.match, names)}</td>
                      <td class="hits">{hits ?? 'not counted'}</td>
                      <td class="left-over">
                        {rule.times === undefined ? 'all that match' : (left ?? rule.times)}
                      </td>
                      <td class="actions">
                        <button
                          type="button"
                          class="danger"
                          aria-label={`Remove rule ${index}`}
                          onClick={() => remove(index)}
                        >
                          Remove
                        </button>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
          <div class="buttons">
            <button type="button" class="danger" onClick={clear} disabled={!rules}>
              Remove all…
            </button>
          </div>
        </>
      )}
    </section>
  );
}

/** What a rule matches; ids with the names that bots and apps go by elsewhere. */
function matchText(match: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): string {
  const parts = Object.entries(match).map(([name, value]) => {
    const called = names.get(String(value));
    return called === undefined ? `${name} ${value}` : `${name} ${value} (${called})`;
  });
  return parts.length === 0 ? 'every request' : parts.join(', ');
}
