import { safeResponseBytes } from '../response-bytes.ts';
import { choice, textOrNone, toggle, type ValueOf, whole, wholeOrNone } from './declare.ts';

/**
 * What an account can change: the answers that nothing public fixes, so that a team that has learned better can
 * correct the guess. Values, defaults, the control API, its document and the fidelity page follow from here.
 */
export const declaredSettings = {
  defaultLimit: whole(1, 10_000, 100, 'rows on a page where the request names no `limit`'),
  maxLimit: whole(1, 10_000, 10_000, 'the most rows on a page'),
  oversizedLimit: choice(['clamp', 'refuse'], 'what a `limit` above `maxLimit` does'),
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
  activeEndTime: choice(
    ['now', 'stored'],
    'the `end_time` that a session shows while the clock has it active',
  ),
  generatedAltText: toggle(false, 'whether made-up sessions have `altText: []` among their tags'),
  clockSkewSeconds: whole(
    0,
    3600,
    0,
    'seconds tolerated on `exp` and `nbf`, and added to the hour of "Enforce JTI"',
  ),
  requireExp: toggle(false, 'refuse tokens without `exp`'),
  unknownContainmentType: choice(['refuse', 'ignore'], 'what an unknown `containmentType` does'),
  emptyInvalidSessions: choice(['include', 'omit'], 'whether `invalidSessions` is sent where it is empty'),
  sessionTagsMaxAgeDays: wholeOrNone(
    1,
    3650,
    null,
    'with `sessionId`, blank the `sessionTags` of sessions that started more days ago; null: never',
  ),
  maxResponseBytes: whole(
    1,
    safeResponseBytes,
    safeResponseBytes,
    'size at which a page is cut, as Lambda counts it; 4,096 of these bytes are kept for what surrounds the rows',
  ),
  messagesDefaultLimit: whole(1, 10_000, 100, 'messages on a page where the request names no `limit`'),
  messagesMaxLimit: whole(1, 10_000, 10_000, 'the most messages on a page; version 1 has 100 at most'),
  messagesOversizedLimit: choice(['clamp', 'refuse'], 'what a `limit` above the most messages does'),
  messagesMaxSessionIds: whole(1, 1_000, 50, 'the most ids in the `sessionId` of a request for messages'),
  messagesOrder: choice(
    ['newestPageAscending', 'newestFirst', 'oldestFirst'],
    'how messages stand where the request has no `forward`: the newest page with its oldest first, or all of them by time',
  ),
  messagesPostChannelType: choice(
    ['all', 'rtm'],
    'which messages a `POST` without `channelType` is for; a `GET` is for those of `rtm`',
  ),
  messagesGetWithoutUserId: choice(['refuse', 'allow'], 'what a `GET` for messages without `userId` does'),
  messagesMsgIdWithDates: choice(['refuse', 'allow'], 'what `msgId` beside `dateFrom` or `dateTo` does'),
  messagesIcon: textOrNone(
    1_000,
    null,
    "the `icon` of answers with messages, the URL of the bot's logo; null: they have none",
  ),
  messagesRateLimit: choice(
    ['own', 'shared'],
    'whether requests for messages count by themselves against the rate limits, or together with those for sessions',
  ),
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

type Declared = typeof declaredSettings;

/** The settings that one value says, without the parts of the error table. */
export type DeclaredSettings = { [Name in keyof Declared]: ValueOf<Declared[Name]> };

export const settingNames = Object.keys(declaredSettings) as (keyof Declared)[];
