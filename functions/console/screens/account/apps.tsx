import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { confirm } from '../../parts/confirm.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Check, Input, Select } from '../../parts/field.tsx';
import type { Account, App } from '../../state/account.ts';
import { act } from '../../state/act.ts';

/** Credentials of the vendor's; a secret is hidden until it is asked for. */
export function Apps({ account }: { account: Account }) {
  const { accountId, apps } = account;
  const [kind, setKind] = useState<string>('builder');
  const [id, setId] = useState('');
  const add = (): Promise<boolean> =>
    act(
      () =>
        call('addApp', { path: { accountId }, body: { kind, ...(id.trim() && { clientId: id.trim() }) } }),
      'The app is added.',
    );
  return (
    <section class="card" id="apps" aria-labelledby="apps-title">
      <h2 id="apps-title">Apps</h2>
      <p>
        A client signs its tokens with an app's secret. Builder apps see the bots they are linked to, admin
        apps every bot.
      </p>
      {apps.map((app) => (
        <OneApp key={app.clientId} account={account} app={app} />
      ))}
      <form
        class="inline own"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Select
          label="Kind"
          value={kind}
          onInput={setKind}
          options={[
            ['builder', 'builder'],
            ['admin', 'admin'],
          ]}
        />
        <Input label="Client id" value={id} onInput={setId} placeholder="made up" />
        <button type="submit">Add an app</button>
      </form>
    </section>
  );
}

function OneApp({ account: { accountId, bots }, app }: { account: Account; app: App }) {
  const [shown, setShown] = useState(false);
  const { clientId, clientSecret, name, kind, algorithms, enforceJti, enforceJwe } = app;
  const path = { accountId, clientId };
  const change = (body: unknown, done: string): Promise<boolean> =>
    act(() => call('changeApp', { path, body }), done);
  const remove = (): void =>
    confirm({
      title: `Remove the app ${name}?`,
      text: `The app ${name} (${clientId}) of ${accountId} goes; its tokens are refused from then on.`,
      button: 'Remove it',
      run: () => act(() => call('removeApp', { path }), `Removed ${name}.`),
    });
  const nameOf = (botId: string): string => bots.find((bot) => bot.botId === botId)?.name ?? botId;
  return (
    <article class="one" aria-label={name}>
      <h3 dir="auto">
        {name} <span class="chip">{kind}</span>
      </h3>
      <dl>
        <dt>Client id</dt>
        <dd>
          <code>{clientId}</code> <CopyButton text={clientId} what={`the client id of ${name}`} />
        </dd>
        <dt>Client secret</dt>
        <dd>
          <span class="secret">{shown ? clientSecret : '••••••••••••'}</span>{' '}
          <button
            type="button"
            class="quiet"
            aria-label={`${shown ? 'Hide' : 'Show'} the secret of ${name}`}
            onClick={() => setShown(!shown)}
          >
            {shown ? 'Hide' : 'Show'}
          </button>
          <CopyButton text={clientSecret} what={`the secret of ${name}`} />
        </dd>
        <dt>Algorithms</dt>
        <dd>{algorithms.join(', ')}</dd>
        <dt>{app.kind === 'admin' ? 'Scopes' : 'Bots'}</dt>
        <dd dir="auto">
          {app.kind === 'admin'
            ? app.scopes?.join(', ')
            : (app.bots ?? []).map(({ botId }) => nameOf(botId)).join(', ') || 'none'}
        </dd>
      </dl>
      <div class="buttons">
        <Check
          label="Enforce JTI"
          checked={enforceJti}
          onInput={(on) => change({ enforceJti: on }, `Enforce JTI is ${on ? 'on' : 'off'}.`)}
        />
        <Check
          label="Enforce JWE"
          checked={enforceJwe}
          onInput={(on) => change({ enforceJwe: on }, `Enforce JWE is ${on ? 'on' : 'off'}.`)}
        />
        {app.kind === 'builder' && (
          <button
            type="button"
            onClick={() => change({ bots: bots.map(({ botId }) => botId) }, 'Linked to every bot.')}
          >
            Link every bot
          </button>
        )}
        <button type="button" class="danger" aria-label={`Remove ${name}`} onClick={remove}>
          Remove…
        </button>
      </div>
    </article>
  );
}
