import type { RouteKind, Strike } from './faults.ts';

/** What a request says, in the order in which it takes sessions or messages away. */
export const narrowingSteps = [
  'window',
  'message',
  'sessionId',
  'bot',
  'tasks',
  'containmentType',
  'sessionType',
  'channelType',
  'tags',
  'user',
  'callId',
  'page',
] as const;

/** How many sessions or messages were left after each step; one that a request of its kind does not have is absent. */
export type Narrowing = Partial<Record<(typeof narrowingSteps)[number], number>> & {
  /** Those of the bots that lie in the window, and that the account's clock has not reached yet. */
  notYetStarted?: number;
};

/** What a token that was refused says: never a part of its signature. */
export interface TokenFacts {
  algorithm?: string | undefined;
  /** In words where it does not look like one. */
  clientId?: string | undefined;
  /** Unix seconds, as the token has them. */
  iat?: number | undefined;
  nbf?: number | undefined;
  exp?: number | undefined;
  /** The names of all claims. */
  claims: string[];
}

/** One request to the vendor's routes: what was asked, what was answered, why, and what it cost. */
export interface JournalEntry {
  id: string;
  /** When the request came, by the machine's clock: ISO time. */
  at: string;
  /** The API that was asked, as the vendor calls it. */
  api?: string | undefined;
  route?: RouteKind | undefined;
  method: string;
  path: string;
  query: string;
  /** The body as JSON, or as text where it is none, very long or very deep; absent where it was not read. */
  body?: unknown;
  clientId?: string | undefined;
  botId?: string | undefined;
  status: number;
  reason?: { code: string; text: string } | undefined;
  /** What its token says, where the request was refused for who asks. */
  token?: TokenFacts | undefined;
  /** Fields and ?parameters that were sent and that nothing read. */
  unread: string[];
  /** What is odd about a request all the same; absent where nothing is. */
  notes?: string[] | undefined;
  /** The fault rules that struck, by their place in the list. */
  faults: Strike[];
  /** What was answered, as text that may be cut: of a refusal, and of all where the account's settings say so. */
  answer?: string | undefined;
  total?: number | undefined;
  returned?: number | undefined;
  /** Where nothing was found although the account has sessions. */
  narrowing?: Narrowing | undefined;
  durationMs: number;
  /** What the answer cost; the journal's own write is not in it. */
  dynamodb: { calls: number; readUnits: number; writeUnits: number };
}
