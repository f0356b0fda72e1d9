import { containmentTypes, sessionStatuses, sessionTypes } from '../../functions/domain/session.ts';
import { vendorChannels } from '../../functions/domain/slices/manner.ts';

const oneOf =
  (known: readonly unknown[]) =>
  (value: unknown): boolean =>
    known.includes(value);

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** A code of two letters that is a language (ISO 639-1), alone or with that of a country behind it. */
function isLanguage(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, language, region] = /^([a-z]{2})(?:[-_]([A-Z]{2}))?$/.exec(value) ?? [];
  if (language === undefined || languages.of(language) === undefined) return false;
  return region === undefined || regions.of(region) !== undefined;
}

const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 100_000;

/** The members of a row whose values are harmless, and which values are; all others are replaced. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  channel: oneOf(vendorChannels),
  session_lang: (value) => (Array.isArray(value) ? value.every(isLanguage) : isLanguage(value)),
  sessionType: oneOf(sessionTypes),
  isDeveloper: oneOf([true, false, 0, 1]),
  sessionStatus: oneOf(sessionStatuses),
  noOfMessagesExchanged: isCount,
  noOfTasksExecuted: isCount,
  containmentType: oneOf([...containmentTypes, null]),
};

/** Whether a member's value may stay; a name that every object has by nature is no member of the list. */
export function isHarmless(name: string, value: unknown): boolean {
  return Object.hasOwn(harmless, name) && harmless[name]?.(value) === true;
}

/** What says nothing wherever it stands. */
export const isPlainWord = (text: string): boolean => ['true', 'false', ''].includes(text);

/** The names of members that stay; others may hold anything. */
export const knownMembers: readonly string[] = [
  ...Object.keys(harmless),
  'sessionId',
  'botId',
  'userId',
  'start_time',
  'end_time',
  'tags',
];

/** The names within `tags` that stay. */
export const knownTagMembers: readonly string[] = ['userTags', 'sessionTags', 'altText', 'name', 'value'];
