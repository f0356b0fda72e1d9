/** Where getSessions is: for one bot, by another name of the same, and for every bot of the account. */
export const paths = {
  bot: '/api/public/bot/{botId}/getSessions',
  /** As sibling APIs have it (assumed). */
  stream: '/api/public/stream/{botId}/getSessions',
  account: '/api/public/getSessions',
} as const;
