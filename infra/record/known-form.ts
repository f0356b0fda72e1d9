import type { Test } from './harmless.ts';

/** What is known of the rows of one API: which names and which values may stay. All else is replaced. */
export interface KnownForm {
  /** The names of members that stay; others may hold anything. */
  members: readonly string[];
  /** The names that stay within a member. */
  within: Readonly<Record<string, readonly string[]>>;
  /** Which values are harmless, by the name of a member, or behind a dot by a name within it. */
  harmless: Readonly<Record<string, Test>>;
  /** Members that are times: ISO text, or milliseconds since 1970. */
  times: readonly string[];
  instants: readonly string[];
  /** Members with texts that may themselves be JSON. */
  holdJson: readonly string[];
}

/** Whether a value may stay; a name that every object has by nature is no member of the list. */
export function isHarmless({ harmless }: KnownForm, path: string, value: unknown): boolean {
  return Object.hasOwn(harmless, path) && harmless[path]?.(value) === true;
}

/** The names that stay within a member. */
export const namesWithin = ({ within }: KnownForm, member: string): readonly string[] =>
  Object.hasOwn(within, member) ? (within[member] ?? []) : [];
