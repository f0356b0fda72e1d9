import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

const { historyPage, historySamples, clients } = evidence;

export const messageRows = rowsOf('messages', {
  versionTwo: {
    asked: '`POST` and `GET /api/public/bot/{botId}/getMessagesV2`',
    answer: 'messages of one bot, at most 10,000 a call; none of alert and action tasks (`ms` 0 and 2)',
    label: 'documented',
    evidence: historyPage,
  },
  versionOne: {
    asked: '`POST` and `GET /api/public/bot/{botId}/getMessages`',
    answer: 'the same, at most 100 a call, and those of alert and action tasks too',
    label: 'documented',
    evidence: historyPage,
  },
  stream: {
    asked: '`/api/public/stream/{botId}/getMessages`',
    answer: 'the same as `/bot/{botId}/getMessages`',
    label: 'observed',
    evidence: clients,
    settings: ['streamRoute'],
  },
  account: {
    asked: '`POST /api/public/getMessages`',
    answer: 'messages of every bot of the account, for admin apps; `GET` is refused with `wrongMethod`',
    label: 'documented',
    evidence: historyPage,
  },
  scope: {
    asked: 'an app without the scope `chat_history:read` ("Chat History", "Bot Analytics > Chat History")',
    answer: '401 `Permission denied. Scope is incorrect!`; apps that are made without naming scopes have it',
    label: 'assumed',
    evidence: `${historyPage} has the scope; the text is by analogy`,
    settings: ['errors.scopeNotGranted'],
  },
  rateBucket: {
    asked: 'which requests count against the rate limits',
    answer: 'those for messages by themselves, both versions together',
    label: 'assumed',
    settings: ['messagesRateLimit'],
  },
  userId: {
    asked: '`userId`',
    answer:
      'the internal id, and the other ids that a session was imported with; of an imported message `createdBy`, `lmodifiedBy` and its own `identities`',
    label: 'documented',
    evidence: historyPage,
  },
  userIdOnGet: {
    asked: '`GET` without `userId`',
    answer: '412 `Validation errors/ Invalid arguments`',
    label: 'assumed',
    evidence: `${historyPage} says that it is required`,
    settings: ['messagesGetWithoutUserId'],
  },
  queryOnPost: {
    asked: 'fields in the query string of a `POST`',
    answer:
      'read as those of the body; where both have one the body counts (assumed). `tags` is read of the body alone',
    label: 'documented',
    evidence: historyPage,
  },
  asSessions: {
    asked: '`skip`, `offset`, `limit`, dates, `tags`, `userId`, `callId`, `null`, what nothing reads',
    answer: 'as for sessions, their settings included, where this table says nothing else',
    label: 'assumed',
    evidence: `${historyPage} describes them alike`,
    settings: [
      'zeroLimit',
      'negativeLimit',
      'negativeSkip',
      'fractionalNumbers',
      'numericStrings',
      'skipAndOffset',
      'skipPastEnd',
      'epochDates',
      'nullFields',
      'emptyUserId',
      'emptyCallId',
      'repeatedParameters',
      'unknownFields',
      'unknownParameters',
      'tagFilter',
      'tagAnd',
      'tagOr',
      'untypedTags',
      'emptyTagValues',
      'malformedTags',
    ],
  },
  limitAbsent: {
    asked: 'no `limit`',
    answer: '100',
    label: 'assumed',
    settings: ['messagesDefaultLimit'],
  },
  limitMost: {
    asked: '`limit`',
    answer: 'at most 10,000, of version 1 at most 100',
    label: 'documented',
    evidence: historyPage,
    settings: ['messagesMaxLimit'],
  },
  limitOversized: {
    asked: 'a larger `limit`',
    answer: 'clamped',
    label: 'assumed',
    settings: ['messagesOversizedLimit'],
  },
  window: {
    asked: '`dateFrom`, `dateTo`',
    answer: 'as for sessions, by `createdOn`, both ends inclusive',
    label: 'documented',
    evidence: historyPage,
    settings: ['maxWindowDays', 'exactlySevenDays', 'dateOnlyDateTo'],
  },
  sessionIdAlone: {
    asked: '`sessionId` without dates: an array, or one id',
    answer: 'messages of these sessions, whenever they were sent; unknown ids find nothing',
    label: 'observed',
    evidence: clients,
  },
  sessionIdWithDates: {
    asked: '`sessionId` with dates',
    answer: 'messages of these sessions that lie in the window',
    label: 'observed',
    evidence: clients,
  },
  sessionIdMost: {
    asked: 'more than 50 ids',
    answer: '412 `Validation errors/ Invalid arguments`',
    label: 'assumed',
    settings: ['messagesMaxSessionIds'],
  },
  msgId: {
    asked: '`msgId` and `direction`',
    answer:
      'messages from that one on: above 0 and by default forward, below 0 back, 0 both ways, the message included. How far, 7 days, and what `skip` and `total` mean then is assumed',
    label: 'documented',
    evidence: historyPage,
  },
  msgIdUnknown: {
    asked: '`msgId` of no message',
    answer: 'nothing is found',
    label: 'assumed',
  },
  msgIdWithDates: {
    asked: '`msgId` with dates',
    answer: '412 `Validation errors/ Invalid arguments`',
    label: 'assumed',
    evidence: `${historyPage} says that they cannot be combined`,
    settings: ['messagesMsgIdWithDates'],
  },
  forward: {
    asked: '`forward`, a boolean or its text',
    answer: '`true`: oldest first; `false`: newest first',
    label: 'documented',
    evidence: historyPage,
  },
  order: {
    asked: 'no `forward`',
    answer: 'the newest page, its oldest message first',
    label: 'assumed',
    evidence: 'the page says newest first, each sample ascends',
    settings: ['messagesOrder'],
  },
  sameInstant: {
    asked: 'messages of one instant',
    answer: 'in a fixed order: by session id or, imported, by their own id',
    label: 'assumed',
  },
  channelType: {
    asked: '`channelType`',
    answer: 'messages of that channel; an unknown one finds nothing',
    label: 'documented',
    evidence: historyPage,
  },
  channelTypeOnGet: {
    asked: '`GET` without `channelType`',
    answer: 'messages of `rtm`',
    label: 'documented',
    evidence: historyPage,
  },
  channelTypeOnPost: {
    asked: '`POST` without `channelType`',
    answer: 'messages of every channel',
    label: 'assumed',
    settings: ['messagesPostChannelType'],
  },
  tags: {
    asked: '`tags`',
    answer: 'as for sessions; the type `message` is for the tags of a message alone',
    label: 'documented',
    evidence: historyPage,
    settings: ['tagFilter'],
  },
  callId: {
    asked: '`callId`',
    answer:
      'messages of the session with this call, rows as `{type, text, timestamp}`; the form of the time is assumed',
    label: 'documented',
    evidence: historyPage,
  },
  extras: {
    asked: '`includeTraceId`, `includeLatency`',
    answer: 'made-up rows have `traceId` (incoming) and `latency` (outgoing); imported rows are as they came',
    label: 'documented',
    evidence: historyPage,
  },
  withoutEffect: {
    asked: '`getAgentsInfo`, `includeSecureForm`, `ivrInstID`',
    answer: 'accepted; they change nothing, which the journal notes',
    label: 'emulator',
  },
  answer: {
    asked: 'the answer',
    answer:
      '`total`, `moreAvailable`, `messages`; `total` counts every match. Nothing found: `{"total":0,"moreAvailable":false,"messages":[]}`',
    label: 'documented',
    evidence: historyPage,
  },
  icon: {
    asked: '`icon`',
    answer: 'none; older samples have the URL of the bot’s logo',
    label: 'assumed',
    settings: ['messagesIcon'],
  },
  cut: {
    asked: 'a page larger than one response may be',
    answer: 'cut at a row, as for sessions: `moreAvailable` is true, and `skip` plus the rows goes on',
    label: 'emulator',
    settings: ['maxResponseBytes'],
  },
  row: {
    asked: 'a row',
    answer: 'the members of newer samples, in their order',
    label: 'observed',
    evidence: historySamples,
  },
  made: {
    asked: 'messages of a session without imported ones',
    answer:
      'made of it, the same at every read: `noOfMessagesExchanged` of them between its start and its end, within a day of the start; tags of the user and the session repeated',
    label: 'emulator',
    otherwise: 'messages that are imported',
  },
  madeByClock: {
    asked: 'messages of a session that is active',
    answer: "those up to the account's clock",
    label: 'emulator',
    otherwise: 'the clock',
  },
  madeTypes: {
    asked: 'who speaks in made-up messages',
    answer: 'the user first and then in turns where the session is `interactive`, else the bot alone',
    label: 'emulator',
  },
  madeByAgent: {
    asked: 'made-up messages of a session contained by `agent`',
    answer: 'the last third is of an agent: `isA`, `conversationId`, and `author` on outgoing ones',
    label: 'emulator',
  },
  imported: {
    asked: 'imported messages',
    answer:
      'come back as they came, and stand in for all made-up ones of their session; they need no session',
    label: 'emulator',
  },
});
