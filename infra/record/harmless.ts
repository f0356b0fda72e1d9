import { containmentTypes, sessionStatuses, sessionTypes } from '../../functions/domain/session.ts';
import { vendorChannels } from '../../functions/domain/slices/manner.ts';

type Test = (value: unknown) => boolean;

export const oneOf =
  (known: readonly unknown[]): Test =>
  (value) =>
    known.includes(value);

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** A code of two letters that is a language (ISO 639-1), alone or with that of a country behind it. */
export function isLanguage(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, language, region] = /^([a-z]{2})(?:[-_]([A-Z]{2}))?$/.exec(value) ?? [];
  if (language === undefined || languages.of(language) === undefined) return false;
  return region === undefined || regions.of(region) !== undefined;
}

export const isCount: Test = (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 100_000;

/** What is known of the rows of one API: which names and which values may stay. All else is replaced. */
export interface RowForm {
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

/** Rows of getSessions. */
export const sessionForm: RowForm = {
  members:
    'channel session_lang sessionType isDeveloper sessionStatus noOfMessagesExchanged noOfTasksExecuted containmentType sessionId botId userId start_time end_time tags'.split(
      ' ',
    ),
  within: { tags: ['userTags', 'sessionTags', 'altText', 'name', 'value'] },
  harmless: {
    channel: oneOf(vendorChannels),
    session_lang: (value) => (Array.isArray(value) ? value.every(isLanguage) : isLanguage(value)),
    sessionType: oneOf(sessionTypes),
    isDeveloper: oneOf([true, false, 0, 1]),
    sessionStatus: oneOf(sessionStatuses),
    noOfMessagesExchanged: isCount,
    noOfTasksExecuted: isCount,
    containmentType: oneOf([...containmentTypes, null]),
  },
  times: ['start_time', 'end_time'],
  instants: [],
  holdJson: [],
};

/** Whether a value may stay; a name that every object has by nature is no member of the list. */
export function isHarmless({ harmless }: RowForm, path: string, value: unknown): boolean {
  return Object.hasOwn(harmless, path) && harmless[path]?.(value) === true;
}

/** The names that stay within a member. */
export const namesWithin = ({ within }: RowForm, member: string): readonly string[] =>
  Object.hasOwn(within, member) ? (within[member] ?? []) : [];

/** What says nothing wherever it stands. */
export const isPlainWord = (text: string): boolean => ['true', 'false', ''].includes(text);

/** The object or array that a text is in JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
