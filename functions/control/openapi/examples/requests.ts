const row = {
  sessionId: '6465cf6e4769ed4e822b82a1',
  botId: 'st-support',
  userId: 'u-1',
  start_time: '2026-03-05T09:00:00.000Z',
  end_time: '2026-03-05T09:10:00.000Z',
  containmentType: 'agent',
};

/**
 * What is sent, by the names of its schemas. Sent one after the other they all succeed: an account is made, is filled,
 * and is asked.
 */
export const requestExamples: Readonly<Record<string, unknown>> = {
  NewAccount: {
    accountId: 'my-test',
    bots: [{ botId: 'st-support', name: 'Support' }],
    apps: [{ kind: 'builder', clientId: 'cs-my-test' }],
    clock: { mode: 'frozen', now: '2026-03-07T00:00:00.000Z' },
    expiresInSeconds: 3600,
  },
  AccountChange: { settings: { exactlySevenDays: 'refuse' }, rateLimit: 'vendor', expiresInSeconds: 7200 },
  NewBot: { botId: 'st-sales', name: 'Sales', apps: ['cs-my-test'] },
  BotChange: { name: 'Sales, Europe' },
  NewApp: { kind: 'builder', clientId: 'cs-reports', bots: ['st-support'] },
  AppChange: { bots: ['st-support', 'st-sales'] },
  SessionImport: [row],
  Session: { ...row, containmentType: 'dropOff' },
  Generation: { count: 250, from: '2026-03-02', to: '2026-03-06' },
  GetSessionsRequest: { dateFrom: '2026-03-02', dateTo: '2026-03-06', skip: 0, limit: 100 },
  MessageImport: [
    {
      _id: 'ms-1',
      botId: 'st-support',
      sessionId: row.sessionId,
      type: 'incoming',
      createdOn: '2026-03-05T09:00:05.000Z',
      createdBy: row.userId,
      components: [{ cT: 'text', data: { text: 'Hello' } }],
    },
  ],
  GetMessagesRequest: { dateFrom: '2026-03-05', dateTo: '2026-03-06', skip: 0, limit: 100 },
  NoFields: {},
  NewTemplate: { from: { accountId: 'my-test' } },
  ClockChange: { advance: 'P1D' },
  NewFaultRules: [{ match: { botId: 'st-support' }, times: 1, effect: { error: 'rateLimitMinute' } }],
  SupposedRequest: { botId: 'st-support', body: { limit: 0 } },
  TokenRequest: { clientId: 'cs-my-test' },
  Reset: { to: 'empty' },
};
