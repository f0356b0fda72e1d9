import { defaultSettings } from '../../../domain/default-settings.ts';
import { version } from '../../../domain/project.ts';

const now = '2026-03-07T00:00:00.000Z';
const bots = [{ botId: 'st-support', name: 'Support' }];
const app = {
  kind: 'builder',
  clientId: 'cs-my-test',
  clientSecret: 'a-secret-of-the-emulators-own',
  name: 'Builder app',
  algorithms: ['HS256'],
  enforceJti: false,
  enforceJwe: false,
  bots: [{ botId: 'st-support', scopes: ['bot_sessions:read', 'chat_history:read'] }],
};
const line = { accountId: 'my-test', createdAt: now, expiresAt: '2026-03-07T01:00:00.000Z' };
const account = {
  ...line,
  clock: { mode: 'frozen', now },
  settings: defaultSettings,
  rateLimit: 'off',
  bots,
  apps: [app],
};

const stored = {
  sessionId: '6465cf6e4769ed4e822b82a1',
  botId: 'st-support',
  channel: 'rtm',
  userId: 'u-1',
  start_time: '2026-03-05T09:00:00.000Z',
  end_time: '2026-03-05T09:10:00.000Z',
  session_lang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  tags: { userTags: [], sessionTags: [] },
  noOfMessagesExchanged: 9,
  noOfTasksExecuted: 1,
  containmentType: 'agent',
};
const row = { ...stored, sessionStatus: 'closed' };

const message = {
  _id: 'ms-1',
  botId: 'st-support',
  orgId: 'o-c9737a6e-590f-5bd2-8d22-f2c8f0d3fc8b',
  accountId: 'c9737a6e590f5bd28d22f2c8',
  type: 'incoming',
  status: 'received',
  channels: [{ type: 'rtm' }],
  components: [{ _id: 'cp-1', cT: 'text', data: { text: 'Hello' }, thumbnails: [] }],
  createdBy: 'u-1',
  lmodifiedBy: 'u-1',
  createdOn: '2026-03-05T09:00:05.000Z',
  lmodifiedOn: '2026-03-05T09:00:05.000Z',
  __lModifiedOn__: '2026-03-05T09:00:05.000Z',
  timestampValue: 1772701205000,
  sessionId: stored.sessionId,
  chnl: 'rtm',
  lang: 'en',
  isBB: 0,
  isD: 0,
  ms: 1,
  sT: 1,
  __v: 0,
  resourceid: 'messagestore',
  tags: { messageTags: [], userTags: [], sessionTags: [], altText: [] },
};

const counts = {
  total: 2,
  active: 0,
  perContainmentType: { dropOff: 0, selfService: 1, agent: 1 },
  perContainmentTypeAsListed: { dropOff: 0, selfService: 1, agent: 1 },
  perSessionType: { interactive: 2, 'non-interactive': 0 },
  perCombination: {
    dropOff: { interactive: 0, 'non-interactive': 0 },
    selfService: { interactive: 1, 'non-interactive': 0 },
    agent: { interactive: 1, 'non-interactive': 0 },
  },
  perDay: { '2026-03-05': 2 },
};
const written = { written: 1, replaced: 0, rejected: [], settled: true };
const snapshot = { name: 'before', createdAt: now, sessions: 2 };
const template = { name: 'golden', createdAt: now, sessions: 2, bots };
const rule = { match: { botId: 'st-support' }, times: 1, after: 0, effect: { error: 'rateLimitMinute' } };

const entry = {
  id: '01a21729-b621-7000-8000-0e057fdb2e78',
  at: '2026-03-07T00:00:01.000Z',
  api: 'getSessions',
  route: 'bot',
  method: 'POST',
  path: '/api/public/bot/st-support/getSessions',
  query: '',
  botId: 'st-support',
  durationMs: 1.4,
  dynamodb: { calls: 1, readUnits: 1, writeUnits: 0 },
};
const answered = {
  ...entry,
  unread: ['limitt'],
  body: { limitt: 100 },
  clientId: 'cs-my-test',
  status: 200,
  faults: [],
  total: 2,
  returned: 2,
};
const unsigned = {
  ...entry,
  unread: [],
  status: 401,
  reason: {
    code: 'auth_header_not_a_jwt',
    text: 'The auth header does not hold a JWT, which is three base64url parts with dots between, JSON inside.',
  },
  faults: [],
  answer: '{"errors":[{"msg":"Invalid JWT token","code":4002}]}',
};

/** What is answered, by the names of its schemas. */
export const answerExamples: Readonly<Record<string, unknown>> = {
  Health: { version, engine: 'embedded, in memory', ready: true },
  Accounts: { accounts: [line] },
  CreatedAccount: account,
  Account: account,
  Bot: bots[0],
  App: app,
  ImportedSessions: written,
  GeneratedSessions: {
    written: 2,
    replaced: 0,
    settled: true,
    total: 2,
    arguments: { seed: 'kore', count: 2, from: 1772409600000, to: 1772841599999 },
    truth: { at: '2026-03-06T23:59:59.999Z', ...counts, users: 1, perBot: { 'st-support': counts } },
  },
  SessionExport: JSON.stringify(stored),
  DeletedSessions: { deleted: 1, settled: true },
  ClearedSessions: { deleted: 1, settled: true },
  SessionView: {
    sessionId: stored.sessionId,
    visible: true,
    row,
    filters: {
      botId: 'st-support',
      startTime: stored.start_time,
      endTime: stored.end_time,
      sessionStatus: 'closed',
      containmentType: 'agent',
      sessionType: 'interactive',
      userIds: ['u-1'],
      tags: [],
    },
  },
  GetSessionsAnswer: { total: 1, moreAvailable: false, sessions: [row] },
  GetMessagesAnswer: { total: 1, moreAvailable: false, icon: 'element.png', messages: [message] },
  ImportedMessages: written,
  DeletedMessages: { deleted: 1, settled: true },
  ResetAnswer: { written: 0, clock: account.clock },
  Snapshot: snapshot,
  Snapshots: { snapshots: [snapshot] },
  Restored: { ...snapshot, written: 2, clock: account.clock },
  Template: template,
  Templates: { templates: [template] },
  Clock: { mode: 'frozen', now: '2026-03-08T00:00:00.000Z' },
  FaultRules: [rule],
  FaultCounts: [{ rule: 0, matches: 1, hits: 1, left: 0 }],
  RateLimitUse: {
    at: now,
    rateLimit: { perMinute: 60, perHour: 1800 },
    used: [
      { botId: 'st-support', minute: 1, hour: 1 },
      { minute: 0, hour: 0 },
    ],
  },
  Requests: { requests: [answered] },
  Explanation: {
    status: 412,
    unread: [],
    errors: [{ msg: 'Validation errors/ Invalid arguments', code: 412 }],
    reason: { code: 'body_field_invalid', text: 'limit: must be a whole number, at least 1' },
  },
  UnattributedRequests: { requests: [unsigned], leftOut: 0 },
  Token: {
    token: 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLW15LXRlc3QifQ.c2lnbmF0dXJl',
    claims: { appId: 'cs-my-test', iat: 1772841600, exp: 1772845200 },
  },
};
