export const dayMs = 86_400_000;

/** An instant as the API's date parameters give it. */
export interface ApiDate {
  /** Unix ms; the day's first instant (GMT) when only a date was given. */
  ms: number;
  dateOnly: boolean;
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?: ?T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z)?$/;

/**
 * Reads `yyyy-mm-dd` or `yyyy-mm-ddThh:mm:ss.msZ` as the vendor's page gives them, the blank before the
 * `T` in its own example included. Fractions of a second may be absent and are cut to milliseconds.
 * Returns undefined for anything else and for days or times that do not exist.
 */
export function parseApiDate(text: string): ApiDate | undefined {
  const match = datePattern.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const dateOnly = hour === undefined;
  const time = dateOnly
    ? '00:00:00.000'
    : `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const iso = `${year}-${month}-${day}T${time}Z`;
  const ms = Date.parse(iso);
  // Date.parse lets 30 February roll into March, and takes 24:00 for the next day.
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day)) return undefined;
  return { ms, dateOnly };
}

/** The first and the last instant that four-digit years have, Unix ms. */
export const startOfTime = Date.parse('0000-01-01T00:00:00.000Z');
export const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant (Unix ms) itself, or the nearest in the four-digit years. */
export function clampToIso(ms: number): number {
  return Math.min(Math.max(ms, startOfTime), endOfTime);
}

/** ISO text with milliseconds and `Z`, held within the four-digit years so that texts sort as instants do. */
export function toIso(ms: number): string {
  return new Date(clampToIso(ms)).toISOString();
}

const durationPattern = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

/**
 * Reads an ISO 8601 duration of days, hours, minutes and seconds, such as `PT15M` or `-P1DT2H`.
 *
 * @returns milliseconds, or undefined where it is not one
 */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (!match || /[PT]$/.test(text)) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const wholeSeconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = wholeSeconds * 1000 + Number(fraction.padEnd(3, '0'));
  return sign ? -ms : ms;
}
