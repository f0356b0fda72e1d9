export type Test = (value: unknown) => boolean;

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
