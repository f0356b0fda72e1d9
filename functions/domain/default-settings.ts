import { type DeclaredSettings, declaredSettings, settingNames } from './settings/declared.ts';
import type { AccountSettings, SettingsInput } from './settings.ts';

export const defaultSettings: AccountSettings = {
  ...(Object.fromEntries(
    settingNames.map((name) => [name, declaredSettings[name].byDefault]),
  ) as DeclaredSettings),
  errors: {},
};

/** Settings with the given parts replaced. */
export function withSettings(settings: AccountSettings, change: SettingsInput): AccountSettings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(given) };
}
