import type { ApiName } from './ask.ts';

/** A session as it came; what is needed of it is known, all else is whatever it is. */
export interface RealRow extends Record<string, unknown> {
  sessionId: string;
  start_time: string;
}

/** A message as it came. */
export interface RealMessage extends Record<string, unknown> {
  _id: string;
  createdOn: string;
}

export interface Answered {
  kind: 'answered';
  total: number;
  moreAvailable: boolean;
  /** Sessions; none in an answer to a request for messages. */
  rows: RealRow[];
  /** Messages; none in an answer of getSessions. */
  messages: RealMessage[];
  invalidSessions: unknown;
  /** The URL of a bot's logo, or whatever stands there, in answers with messages. */
  icon: unknown;
  /** The members of the answer, in their order. */
  members: string[];
  contentType: string;
}

export interface Refused {
  kind: 'refused';
  status: number;
  /** Undefined where the answer is not in the vendor's shape. */
  msg: string | undefined;
  code: number | undefined;
  contentType: string;
}

/** Nothing that says anything about the API's rules. */
export interface Failed {
  kind: 'failed';
  why: string;
  isRateLimit: boolean;
  error?: { status: number; msg: string | undefined; code: number | undefined };
}

export type Outcome = Answered | Refused | Failed;

export const failed = (why: string): Failed => ({ kind: 'failed', why, isRateLimit: false });

/** What a response says, as far as it says anything. */
export function outcomeOf(
  status: number,
  contentType: string,
  text: string,
  api: ApiName = 'getSessions',
): Outcome {
  const body = parsed(text);
  if (status === 200) {
    const wanted = api === 'getSessions' ? 'sessions' : 'messages';
    return answeredOf(body, contentType, wanted) ?? failed(`200 with a body that is no page of ${wanted}`);
  }
  const { msg, code } = errorOf(body);
  if (status === 429) {
    return {
      kind: 'failed',
      why: '429, the rate limit is used up',
      isRateLimit: true,
      error: { status, msg, code },
    };
  }
  if (status >= 400 && status < 500) return { kind: 'refused', status, msg, code, contentType };
  return failed(`status ${status}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answeredOf(
  body: unknown,
  contentType: string,
  wanted: 'sessions' | 'messages',
): Answered | undefined {
  if (!isObject(body)) return undefined;
  const { total, moreAvailable, invalidSessions, icon, [wanted]: list } = body;
  if (typeof total !== 'number' || typeof moreAvailable !== 'boolean' || !Array.isArray(list))
    return undefined;
  const rows = wanted === 'sessions' ? list.filter(isRow) : [];
  const messages = wanted === 'messages' ? list.filter(isMessage) : [];
  if (rows.length + messages.length !== list.length) return undefined;
  return {
    kind: 'answered',
    total,
    moreAvailable,
    rows,
    messages,
    invalidSessions,
    icon,
    members: Object.keys(body),
    contentType,
  };
}

function isMessage(value: unknown): value is RealMessage {
  if (!isObject(value)) return false;
  const { _id: id, createdOn } = value;
  return typeof id === 'string' && typeof createdOn === 'string' && !Number.isNaN(Date.parse(createdOn));
}

function isRow(value: unknown): value is RealRow {
  if (!isObject(value)) return false;
  const { sessionId, start_time: start } = value;
  return typeof sessionId === 'string' && typeof start === 'string' && !Number.isNaN(Date.parse(start));
}

function errorOf(body: unknown): { msg: string | undefined; code: number | undefined } {
  const errors = isObject(body) ? body['errors'] : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isObject(first)) return { msg: undefined, code: undefined };
  const { msg, code } = first;
  return {
    msg: typeof msg === 'string' && msg !== '' ? msg : undefined,
    code: Number.isSafeInteger(code) ? Number(code) : undefined,
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
