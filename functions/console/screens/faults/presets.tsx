import { useState } from 'preact/hooks';
import { containmentTypes } from '../../../domain/session.ts';
import { type VendorErrorName, vendorErrors } from '../../../domain/vendor-errors.ts';
import { apis } from '../../api/apis.ts';
import { call } from '../../api/calls.ts';
import { Input, Select } from '../../parts/field.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { effectOf, type Kind, kindOf, kinds } from './effects.ts';

const names = Object.keys(vendorErrors) as VendorErrorName[];

/** Makes a rule: an error of the vendor's by its name, or another misbehaviour. */
export function Presets({ account }: { account: Account }) {
  const { accountId, bots, apps } = account;
  const [kind, setKind] = useState<Kind>('error');
  const [error, setError] = useState<string>('rateLimitMinute');
  const [value, setValue] = useState('');
  const [bot, setBot] = useState('');
  const [app, setApp] = useState('');
  const [api, setApi] = useState('');
  const [route, setRoute] = useState('');
  const [type, setType] = useState('');
  const [times, setTimes] = useState('1');
  const [after, setAfter] = useState('0');

  const add = (): Promise<boolean> =>
    act(async () => {
      const match = {
        ...(api && { api }),
        ...(route && { route }),
        ...(bot && { botId: bot }),
        ...(app && { clientId: app }),
        ...(type && { containmentType: type }),
      };
      const rule = {
        match,
        ...(times.trim() === '' ? {} : { times: Number(times) }),
        ...(Number(after) > 0 ? { after: Number(after) } : {}),
        effect: effectOf(kind, error, value),
      };
      const before = await call('getFaults', { path: { accountId } });
      await call('setFaults', { path: { accountId }, body: [...before, rule] });
    }, 'The rule is set. The counts of all rules begin anew.');

  const { label, hint, usual } = kindOf(kind);
  return (
    <section class="card" aria-labelledby="preset-title">
      <h2 id="preset-title">Make the emulator misbehave</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div class="form">
          <Select
            label="What happens"
            value={kind}
            onInput={(next) => {
              setKind(next as Kind);
              setValue(kinds[next as Kind].usual);
            }}
            options={(Object.keys(kinds) as Kind[]).map((each) => [each, kinds[each].name])}
          />
          {kind === 'error' ? (
            <Select
              label="Error"
              value={error}
              onInput={setError}
              options={names.map((name) => [
                name,
                `${name}: ${vendorErrors[name].status} ${vendorErrors[name].msg}`,
              ])}
            />
          ) : (
            label && <Input label={label} hint={hint} value={value} onInput={setValue} placeholder={usual} />
          )}
          <Input
            label="How many requests"
            type="number"
            min={1}
            value={times}
            onInput={setTimes}
            placeholder="all"
            hint="empty: every one"
          />
          <Input label="After so many others" type="number" min={0} value={after} onInput={setAfter} />
          <Select
            label="Bot"
            value={bot}
            onInput={setBot}
            options={[['', 'any'], ...bots.map(({ botId, name }) => [botId, `${name} ${botId}`] as const)]}
          />
          <Select
            label="App"
            value={app}
            onInput={setApp}
            options={[
              ['', 'any'],
              ...apps.map(({ clientId, name }) => [clientId, `${name} ${clientId}`] as const),
            ]}
          />
          <Select
            label="API"
            value={api}
            onInput={setApi}
            options={[['', 'any'], ...apis.map((each) => [each, each] as const)]}
          />
          <Select
            label="Route"
            value={route}
            onInput={setRoute}
            options={[
              ['', 'any'],
              ['bot', 'one bot'],
              ['account', 'every bot'],
            ]}
          />
          <Select
            label="containmentType"
            value={type}
            onInput={setType}
            options={[['', 'any'], ...containmentTypes.map((each) => [each, each] as const)]}
          />
        </div>
        <div class="buttons">
          <button type="submit" class="primary">
            Add the rule
          </button>
        </div>
      </form>
    </section>
  );
}
