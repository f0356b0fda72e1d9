import type { Credentials, TokenForm } from './token.ts';

/** The APIs that are asked, as the vendor calls them. */
export type ApiName = 'getSessions' | 'getMessages' | 'getMessagesV2';

/** One request; what is left out is a request that succeeds. */
export interface Ask {
  /** getSessions by default. */
  api?: ApiName;
  /** The bot's route by default. */
  route?: 'bot' | 'stream' | 'account';
  botId?: string;
  /** What comes of the path of the route. */
  path?: (path: string) => string;
  method?: 'POST' | 'GET' | 'PUT';
  /** Without the question mark. */
  query?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: string;
  contentType?: string;
  /** Whose token; the app of the bot by default. */
  as?: 'app' | 'admin';
  token?: TokenForm;
  /** Instead of a token in the header `auth`. */
  headers?: (token: string) => Record<string, string>;
}

export interface Target {
  /** Without a slash at its end. */
  url: string;
  botId: string;
  app: Credentials;
  admin?: Credentials | undefined;
}
