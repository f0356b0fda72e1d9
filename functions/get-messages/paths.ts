/** Where messages are: of one bot in two versions, by another name of the first, and of every bot of the account. */
export const paths = {
  bot: '/api/public/bot/{botId}/getMessages',
  /** As clients have it (seen). */
  stream: '/api/public/stream/{botId}/getMessages',
  account: '/api/public/getMessages',
  botV2: '/api/public/bot/{botId}/getMessagesV2',
} as const;
