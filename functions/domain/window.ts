import { type ApiDate, dayMs, parseApiDate, parseLenientDate, toIso } from './dates.ts';
import { Refusal } from './refusal.ts';
import type { AccountSettings } from './settings.ts';

/** Session starts that a request asks for: Unix ms, both ends inclusive. */
export interface Window {
  from: number;
  to: number;
}

/** The length of the default window. */
const defaultMs = 7 * dayMs;

export interface WindowRequest {
  dateFrom?: string | undefined;
  dateTo?: string | undefined;
}

function parse(
  field: 'dateFrom' | 'dateTo',
  text: string | undefined,
  { dateOffsets, datesWithoutSeconds, impossibleDates }: AccountSettings,
): ApiDate | undefined {
  if (text === undefined) return undefined;
  const date =
    parseApiDate(text) ??
    parseLenientDate(text, {
      offsets: dateOffsets === 'accept',
      noSeconds: datesWithoutSeconds === 'accept',
      impossibleDays: impossibleDates === 'rollOver',
    });
  if (date) return date;
  throw new Refusal(
    'validation',
    'date_invalid',
    `${field} is not a date: use yyyy-mm-dd or yyyy-mm-ddThh:mm:ss.msZ (GMT).`,
  );
}

/**
 * The window of a request. Either end may be absent: 7 days before `dateTo`, 7 days after `dateFrom`, or
 * the 7 days until now (vendor page). A date-only `dateTo` covers its whole day, and that day does not
 * count against the limit, which is exactly 7 days (assumed) unless the settings have another.
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal where a date cannot be read, the ends are reversed or too far apart
 */
export function resolveWindow(request: WindowRequest, now: number, settings: AccountSettings): Window {
  const dateFrom = parse('dateFrom', request.dateFrom, settings);
  const dateTo = parse('dateTo', request.dateTo, settings);

  const from = dateFrom?.ms ?? (dateTo?.ms ?? now) - defaultMs;
  const measuredTo = dateTo?.ms ?? (dateFrom ? dateFrom.ms + defaultMs : now);
  const wholeDay = dateTo
    ? dateTo.dateOnly && settings.dateOnlyDateTo === 'endOfDay'
    : dateFrom?.dateOnly === true && settings.openDateTo === 'endOfDay';
  const to = wholeDay ? measuredTo + dayMs - 1 : measuredTo;

  if (from > to) {
    if (settings.reversedWindow === 'empty') return { from, to };
    throw new Refusal(
      'validation',
      'window_reversed',
      `dateFrom ${toIso(from)} is after dateTo ${toIso(to)}.`,
    );
  }
  const lastDayCounts = dateFrom && dateTo && settings.lastDayCounts;
  const length = (lastDayCounts ? to : measuredTo) - from;
  const { maxWindowDays } = settings;
  const longestMs = (maxWindowDays ?? Number.POSITIVE_INFINITY) * dayMs;
  const exactIsTooLong = dateFrom && dateTo && settings.exactlySevenDays === 'refuse';
  if (length > longestMs || (exactIsTooLong && length === longestMs)) {
    throw new Refusal(
      'windowTooLong',
      'window_too_long',
      `dateFrom ${toIso(from)} and dateTo ${toIso(measuredTo)} are ${exactIsTooLong ? `${maxWindowDays} days or more` : `more than ${maxWindowDays} days`} apart; ask for one window after the other.`,
    );
  }
  return { from, to };
}
