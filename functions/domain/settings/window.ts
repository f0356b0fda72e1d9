import { choice, toggle, wholeOrNone } from './declare.ts';

export const windowSettings = {
  maxWindowDays: wholeOrNone(
    1,
    36_500,
    7,
    'the longest window that may be asked for, in days; null: any. Days of a long window are read one by one. What is left out stays at 7 days',
  ),
  exactlySevenDays: choice(
    ['allow', 'refuse'],
    'whether `dateFrom` and `dateTo` may be exactly as far apart as a window may be long; defaults are never refused',
  ),
  dateOnlyDateTo: choice(['endOfDay', 'startOfDay'], 'what a date-only `dateTo` stands for'),
  lastDayCounts: toggle(
    false,
    'whether the whole day that a date-only `dateTo` covers counts against the longest window; defaults are never refused',
  ),
  openDateTo: choice(
    ['instant', 'endOfDay'],
    'where the window ends that has a date-only `dateFrom` alone: 7 days after its first instant, or with that day',
  ),
  reversedWindow: choice(['refuse', 'empty'], 'what a `dateFrom` after `dateTo` does'),
  dateOffsets: choice(['refuse', 'accept'], 'whether times may have other offsets than `Z`'),
  datesWithoutSeconds: choice(['refuse', 'accept'], 'whether times may have no seconds'),
  impossibleDates: choice(
    ['refuse', 'rollOver'],
    'what a day does that does not exist; `rollOver`: 30 February is 2 March, or 1 March',
  ),
  epochDates: choice(
    ['refuse', 'accept', 'ignore'],
    'what dates do that are numbers; `accept`: Unix milliseconds',
  ),
};
