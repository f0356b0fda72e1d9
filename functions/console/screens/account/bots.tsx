import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { confirm } from '../../parts/confirm.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Check, Input } from '../../parts/field.tsx';
import { Empty } from '../../parts/message.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';

export function Bots({ account: { accountId, bots } }: { account: Account }) {
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [link, setLink] = useState(true);
  const path = { accountId };
  const add = (): Promise<boolean> =>
    act(
      () =>
        call('addBot', {
          path,
          body: {
            ...(id.trim() && { botId: id.trim() }),
            ...(name.trim() && { name: name.trim() }),
            ...(link && { apps: 'all' }),
          },
        }),
      'The bot is added.',
    ).then((done) => {
      if (done) {
        setId('');
        setName('');
      }
      return done;
    });
  const remove = (botId: string, called: string): void =>
    confirm({
      title: `Remove the bot ${called}?`,
      text: `The bot ${called} (${botId}) of ${accountId} goes with all its sessions, and requests for it are refused. Snapshots keep its sessions.`,
      button: 'Remove it',
      run: () => act(() => call('removeBot', { path: { ...path, botId } }), `Removed ${called}.`),
    });
  return (
    <section class="card" id="bots" aria-labelledby="bots-title">
      <h2 id="bots-title">Bots</h2>
      {bots.length === 0 && (
        <Empty title="No bot">
          <p>Sessions belong to bots: add one below.</p>
        </Empty>
      )}
      <table class="table">
        <tbody>
          {bots.map((bot) => (
            <tr key={bot.botId}>
              <td dir="auto">
                <strong>{bot.name}</strong>
              </td>
              <td>
                <code>{bot.botId}</code> <CopyButton text={bot.botId} what={`the id of ${bot.name}`} />
              </td>
              <td class="actions">
                <button
                  type="button"
                  class="danger"
                  aria-label={`Remove ${bot.name}`}
                  onClick={() => remove(bot.botId, bot.name)}
                >
                  Remove…
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <form
        class="inline own"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Input label="Id" value={id} onInput={setId} placeholder="made up" />
        <Input label="Name" value={name} onInput={setName} placeholder="the id" />
        <Check label="Link every builder app" checked={link} onInput={setLink} />
        <button type="submit">Add a bot</button>
      </form>
    </section>
  );
}
