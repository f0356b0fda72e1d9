import { safeResponseBytes } from './response-bytes.ts';
import type { AccountSettings, SettingsInput } from './settings.ts';

export const defaultSettings: AccountSettings = {
  defaultLimit: 100,
  maxLimit: 10_000,
  oversizedLimit: 'clamp',
  exactlySevenDays: 'allow',
  dateOnlyDateTo: 'endOfDay',
  maxWindowDays: 7,
  activeEndTime: 'now',
  generatedAltText: false,
  clockSkewSeconds: 0,
  tokenClock: 'account',
  requireExp: false,
  unknownContainmentType: 'refuse',
  emptyInvalidSessions: 'include',
  sessionTagsMaxAgeDays: null,
  maxResponseBytes: safeResponseBytes,
  journal: true,
  journalSeconds: 86_400,
  errors: {},
};

/** Settings with the given parts replaced. */
export function withSettings(settings: AccountSettings, change: SettingsInput): AccountSettings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(given) };
}
