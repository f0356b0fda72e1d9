import type { Session } from './session.ts';

/** What of a session its messages are made from, beside what filters know of it. */
export interface Conversation {
  /** How many messages it has. */
  messages: number;
  channel: string;
  /** The first of the session's languages; empty: none. */
  language: string;
  isDeveloper: boolean;
}

export const conversationOf = ({
  noOfMessagesExchanged,
  channel,
  sessionLang,
  isDeveloper,
}: Session): Conversation => ({
  messages: noOfMessagesExchanged,
  channel,
  language: sessionLang[0] ?? '',
  isDeveloper,
});
