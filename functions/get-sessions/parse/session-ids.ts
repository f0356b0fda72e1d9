import type { AccountSettings } from '../../domain/settings.ts';
import { checkSessionIds } from '../../vendor/bounds.ts';
import { fieldRefusal } from '../../vendor/fields-as-set.ts';

/** (vendor page) */
const maxSessionIds = 50;

/**
 * What a body asks for as `sessionId`, as the account's settings read it.
 *
 * @returns undefined where it asks for no ids, but for a window
 * @throws Refusal where they refuse it
 */
export function sessionIdsAsSet(sessionId: unknown, settings: AccountSettings): unknown {
  if (typeof sessionId === 'string' && settings.sessionIdText === 'refuse') {
    throw fieldRefusal('sessionId: must be an array');
  }
  if (!Array.isArray(sessionId)) return sessionId;
  if (sessionId.length === 0) return emptyAsSet(settings);
  if (settings.tooManySessionIds === 'refuse') checkSessionIds(sessionId, maxSessionIds);
  if (settings.malformedSessionIds === 'refuse') return sessionId;
  return sessionId.map((id: unknown) => (typeof id === 'string' ? id : JSON.stringify(id)));
}

function emptyAsSet({ emptySessionIds }: AccountSettings): string[] | undefined {
  if (emptySessionIds === 'refuse') throw fieldRefusal('sessionId: must hold one id at least');
  return emptySessionIds === 'noRows' ? [] : undefined;
}
