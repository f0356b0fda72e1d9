import { journalSettings, pageSettings, responseSettings } from './answered.ts';
import { bodySettings, querySettings, routeSettings, sessionIdSettings, tagSettings } from './asked.ts';
import type { ValueOf } from './declare.ts';
import { messagesSettings } from './messages.ts';
import { tokenSettings } from './tokens.ts';
import { windowSettings } from './window.ts';

/**
 * What an account can change: the answers that nothing public fixes, so that a team that has learned better can
 * correct the guess. Values, defaults, the control API, its document and the fidelity page follow from here.
 */
export const declaredSettings = {
  ...pageSettings,
  ...windowSettings,
  ...routeSettings,
  ...querySettings,
  ...bodySettings,
  ...tagSettings,
  ...sessionIdSettings,
  ...responseSettings,
  ...tokenSettings,
  ...messagesSettings,
  ...journalSettings,
};

type Declared = typeof declaredSettings;

/** The settings that one value says, without the parts of the error table. */
export type DeclaredSettings = { [Name in keyof Declared]: ValueOf<Declared[Name]> };

export const settingNames = Object.keys(declaredSettings) as (keyof Declared)[];
