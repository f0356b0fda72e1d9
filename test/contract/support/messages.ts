import type { Account, Ask } from './account.ts';
import { type Answer, answered } from './answer.ts';
import { now } from './rows.ts';

/** A message as the vendor shows it; only what every row has. */
export interface MessageRow {
  _id: string;
  botId: string;
  orgId: string;
  accountId: string;
  type: string;
  status: string;
  channels: { type: string; channelUId?: string }[];
  components: { _id: string; cT: string; data: { text: string }; thumbnails: unknown[] }[];
  createdBy: string;
  lmodifiedBy: string;
  createdOn: string;
  lmodifiedOn: string;
  __lModifiedOn__: string;
  timestampValue: number;
  sessionId: string;
  chnl: string;
  lang: string;
  isBB: number;
  isD: number;
  ms: number;
  sT: number;
  __v: number;
  resourceid: string;
  tN?: string;
  tags: { messageTags: object[]; userTags: object[]; sessionTags: object[]; altText: object[] };
  traceId?: string;
  author?: object;
  conversationId?: string;
  isA?: boolean;
  latency?: Record<string, number>;
}

export interface MessagesBody {
  total: number;
  moreAvailable: boolean;
  icon?: string;
  messages: MessageRow[];
}

export type Version = 'getMessages' | 'getMessagesV2';

/** Asks for messages; version 2 of the first bot by default. */
export function askMessages(account: Account, ask: Ask & { version?: Version } = {}): Promise<Answer> {
  const { version = 'getMessagesV2', route = 'bot', botId, ...more } = ask;
  const bot = route === 'account' ? '' : `/${route}/${botId ?? account.botId()}`;
  return account.ask({ route, path: `/api/public${bot}/${version}`, ...more });
}

/** The body of an answer with messages. */
export async function messagesOf(
  account: Account,
  ask: Ask & { version?: Version } = {},
): Promise<MessagesBody> {
  const { status, body } = await askMessages(account, ask);
  if (status !== 200) throw new Error(`The answer is ${status}: ${JSON.stringify(body)}`);
  return body as MessagesBody;
}

/** The answer that holds these messages, all there are. */
export const foundMessages = (messages: readonly unknown[]): Answer =>
  answered({ total: messages.length, moreAvailable: false, messages });

/** An id as the vendor's messages have, by a number. */
export const messageIdOf = (number: number): string =>
  `ms-${number.toString(16).padStart(8, '0')}-0000-5000-8000-000000000000`;

/** A message to import: of no session, sent at the frozen clocks' time less its number of minutes. */
export function makeMessage(
  botId: string,
  number: number,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const at = new Date(Date.parse(now) - number * 60_000).toISOString();
  return {
    _id: messageIdOf(number),
    botId,
    type: 'incoming',
    status: 'received',
    channels: [{ type: 'rtm' }],
    components: [{ _id: `cp-${number}`, cT: 'text', data: { text: `message ${number}` }, thumbnails: [] }],
    createdBy: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
    createdOn: at,
    timestampValue: Date.parse(at),
    chnl: 'rtm',
    lang: 'en',
    ms: 1,
    tags: { messageTags: [], userTags: [], sessionTags: [], altText: [] },
    ...changes,
  };
}

export interface MessageImportAnswer {
  written: number;
  replaced: number;
  rejected: { index: number; messageId?: string; reason: string; count?: number }[];
  warnings?: { code: string; detail: string; firstIndex: number; count: number }[];
  settled: boolean;
}

/** Puts messages in; all of them must be accepted. */
export async function importMessages(
  account: Account,
  rows: readonly unknown[],
): Promise<MessageImportAnswer> {
  const answer = await account.control<MessageImportAnswer>('POST', '/messages', rows);
  if (answer.rejected.length > 0 || !answer.settled) throw new Error(`import: ${JSON.stringify(answer)}`);
  return answer;
}
