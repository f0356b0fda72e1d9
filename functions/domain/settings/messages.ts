import { choice, textOrNone, whole } from './declare.ts';

export const messagesSettings = {
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
};
