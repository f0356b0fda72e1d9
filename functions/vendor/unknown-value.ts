import type { Refusal } from '../domain/refusal.ts';

/** What no session has, so that a filter by it finds none. */
export const nothing = Symbol('nothing');

/** What a filter asks for: undefined where there is none, `nothing` where no session can match. */
export type Read<T> = T | typeof nothing | undefined;

/**
 * What a value that nobody knows comes to.
 *
 * @throws Refusal where the account has not set anything else
 */
export function asUnknown(
  setting: 'refuse' | 'ignore' | 'matchNone',
  refusal: () => Refusal,
): typeof nothing | undefined {
  if (setting === 'refuse') throw refusal();
  return setting === 'matchNone' ? nothing : undefined;
}
