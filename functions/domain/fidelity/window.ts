import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const windowRows = rowsOf('window', {
  filteredTime: {
    asked: 'which time is filtered',
    answer: "the session's start, to the millisecond, both ends inclusive",
    label: 'observed',
    evidence: evidence.clients,
  },
  formats: {
    asked: 'date formats',
    answer:
      '`yyyy-mm-dd`, or `yyyy-mm-ddThh:mm:ss` with any fraction of a second and `Z`; a blank before the `T` is accepted',
    label: 'documented',
    evidence: evidence.page,
  },
  gmt: {
    asked: 'a date without time',
    answer: 'GMT',
    label: 'documented',
    evidence: evidence.page,
  },
  offsets: {
    asked: 'other offsets than `Z`',
    answer: '412',
    label: 'assumed',
  },
  noSeconds: {
    asked: 'a time without seconds',
    answer: '412',
    label: 'assumed',
  },
  impossibleDays: {
    asked: 'days that do not exist',
    answer: '412',
    label: 'assumed',
  },
  unreadable: {
    asked: 'any other text or value',
    answer: '412',
    label: 'assumed',
    settings: ['errors.validation'],
  },
  dateOnlyTo: {
    asked: 'date-only `dateTo`',
    answer: 'covers that whole day',
    label: 'assumed',
    settings: ['dateOnlyDateTo'],
  },
  neither: {
    asked: 'neither date',
    answer: 'the 7 days until now',
    label: 'documented',
    evidence: evidence.page,
  },
  onlyTo: {
    asked: 'only `dateTo`',
    answer: 'from 7 days earlier',
    label: 'documented',
    evidence: evidence.page,
  },
  onlyToDateOnly: {
    asked: 'only `dateTo`, date-only',
    answer: '7 days before its first instant, and its whole day',
    label: 'assumed',
    settings: ['dateOnlyDateTo'],
  },
  onlyFrom: {
    asked: 'only `dateFrom`',
    answer: 'to 7 days later',
    label: 'documented',
    evidence: evidence.page,
  },
  onlyFromDateOnly: {
    asked: 'only `dateFrom`, date-only',
    answer: 'to the instant 7 days after its first one',
    label: 'assumed',
  },
  tooLong: {
    asked: 'more than 7 days apart',
    answer: 'an error',
    label: 'documented',
    evidence: evidence.page,
    settings: ['maxWindowDays'],
  },
  tooLongAnswer: {
    asked: 'which error that is',
    answer: "412, with a message of the emulator's own",
    label: 'assumed',
    settings: ['errors.windowTooLong'],
  },
  exactly: {
    asked: 'exactly 7 days apart',
    answer: 'allowed',
    label: 'assumed',
    evidence: 'the defaults are that long, and clients send it',
    settings: ['exactlySevenDays'],
  },
  lastDay: {
    asked: 'date-only `dateTo` and the limit',
    answer: 'the whole last day does not count against the 7 days',
    label: 'assumed',
  },
  reversed: {
    asked: '`dateFrom` after `dateTo`',
    answer: '412',
    label: 'assumed',
  },
  now: {
    asked: 'now',
    answer: "what the account's clock shows",
    label: 'emulator',
    otherwise: 'the [clock](control-api.md#clock)',
  },
  notStarted: {
    asked: 'sessions that start after now',
    answer: 'not listed, not counted, not found by id',
    label: 'emulator',
    otherwise: 'the clock',
  },
});
