import { fidelityRows } from '../../../domain/fidelity/rows.ts';
import type { Declaration } from '../../../domain/settings/declare.ts';
import { declaredSettings } from '../../../domain/settings/declared.ts';
import { call } from '../../api/calls.ts';
import { Inline } from '../../parts/inline.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { addressOf } from '../../state/route.ts';
import { SettingControl } from './setting-control.tsx';

/** Every setting with its declaration; the parts of the error table have none, as they are many. */
const settings: readonly (readonly [name: string, declaration?: Declaration])[] = [
  ...Object.entries(declaredSettings),
  ['errors'],
];

/** Every setting, each beside the rows of the fidelity table that it changes. */
export function Settings({ account: { accountId, settings: given } }: { account: Account }) {
  const set = (name: string, value: unknown): Promise<boolean> =>
    act(
      () => call('changeAccount', { path: { accountId }, body: { settings: { [name]: value } } }),
      `${name} is set.`,
    );
  const values: Readonly<Record<string, unknown>> = given;
  return (
    <section class="card" id="settings" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <p>
        They correct guesses: where you know better than the emulator what the real API does, say so here.
      </p>
      {settings.map(([name, declaration]) => {
        const rows = fidelityRows.filter((row) => row.settings.some((each) => each.split('.')[0] === name));
        return (
          <div class="setting" key={name} id={`setting-${name}`}>
            <div>
              <SettingControl
                name={name}
                declaration={declaration}
                value={values[name]}
                onSet={(value) => set(name, value)}
              />
            </div>
            <div>
              <p>
                <Inline text={declaration?.does ?? 'replaces parts of rows of the error table'} />
              </p>
              {rows.slice(0, 4).map((row) => (
                <p key={row.id}>
                  <span class={`chip ${row.label}`}>{row.label}</span>{' '}
                  <small>
                    <Inline text={`${row.asked}: ${row.answer}`} />
                  </small>
                </p>
              ))}
              {rows.length > 4 && (
                <p>
                  <a href={addressOf('fidelity', { search: name })}>{rows.length - 4} more rows</a>
                </p>
              )}
            </div>
          </div>
        );
      })}
    </section>
  );
}
