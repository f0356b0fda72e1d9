import { safeResponseBytes } from '../response-bytes.ts';
import { choice, toggle, whole, wholeOrNone } from './declare.ts';

export const pageSettings = {
  defaultLimit: whole(1, 10_000, 100, 'rows on a page where the request names no `limit`'),
  maxLimit: whole(1, 10_000, 10_000, 'the most rows on a page'),
  oversizedLimit: choice(['clamp', 'refuse'], 'what a `limit` above `maxLimit` does'),
  zeroLimit: choice(
    ['refuse', 'ignore', 'noRows'],
    'what `limit` 0 does; `ignore`: as without a `limit`; `noRows`: the counts alone',
  ),
  negativeLimit: choice(['refuse', 'ignore'], 'what a negative `limit` does; `ignore`: as without one'),
  negativeSkip: choice(
    ['refuse', 'ignore'],
    'what a negative `skip` or `offset` does; `ignore`: as without one',
  ),
  fractionalNumbers: choice(
    ['refuse', 'truncate'],
    'what a number that is not whole does as `skip`, `offset` or `limit`',
  ),
  numericStrings: choice(
    ['accept', 'refuse'],
    'whether `skip`, `offset` and `limit` may be strings of digits',
  ),
  skipAndOffset: choice(['skip', 'offset'], 'which one counts where both are sent'),
  skipPastEnd: choice(['empty', 'refuse'], 'what `skip` beyond the last match does'),
};

export const responseSettings = {
  equalStarts: choice(['descending', 'ascending'], 'the order by session id of sessions with equal starts'),
  responseContentType: choice(
    ['charset', 'bare'],
    'whether the `Content-Type` of answers ends with `; charset=utf-8`',
  ),
  activeEndTime: choice(
    ['now', 'stored'],
    'the `end_time` that a session shows while the clock has it active',
  ),
  generatedAltText: toggle(false, 'whether made-up sessions have `altText: []` among their tags'),
  emptyInvalidSessions: choice(['include', 'omit'], 'whether `invalidSessions` is sent where it is empty'),
  sessionTagsMaxAgeDays: wholeOrNone(
    1,
    3650,
    null,
    'with `sessionId`, blank the `sessionTags` of sessions that started more days ago; null: never',
  ),
  gzipAnswers: choice(
    ['large', 'always', 'never'],
    'which pages are compressed for clients that send `Accept-Encoding: gzip`; `large`: those of a megabyte and more',
  ),
  maxResponseBytes: whole(
    1,
    safeResponseBytes,
    safeResponseBytes,
    'size at which a page is cut, as Lambda counts it; 4,096 of these bytes are kept for what surrounds the rows',
  ),
};

export const journalSettings = {
  journal: toggle(true, 'whether requests are kept in the [journal](control-api.md#journal)'),
  journalAnswers: toggle(
    false,
    'whether the [journal](control-api.md#journal) keeps answers with sessions too; those of refusals it always has',
  ),
  journalSeconds: whole(
    60,
    30 * 86_400,
    86_400,
    "how long the journal keeps a request, by the machine's clock",
  ),
};
