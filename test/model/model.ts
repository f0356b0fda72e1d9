import type { ContainmentType, SessionStatus, SessionType } from '../../functions/domain/session.ts';

/*
 * The emulated API at its simplest: all sessions in one array, looked through again for each request. It is
 * written from the API's description and shares no code with the emulator.
 */

interface ModelTag {
  value: string;
  name: string;
}

/** A session as the control API takes it, with nothing left out but its status. */
export interface ModelSession {
  sessionId: string;
  botId: string;
  channel: string;
  userId: string;
  start_time: string;
  end_time: string;
  session_lang: string[];
  sessionType: SessionType;
  isDeveloper: boolean;
  sessionStatus?: SessionStatus;
  tags: { userTags: ModelTag[]; sessionTags: ModelTag[] };
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  containmentType: ContainmentType;
  callId?: string;
  identities: string[];
}

export interface ModelRequest {
  /** Absent: the account route. */
  botId?: string;
  body: Readonly<Record<string, unknown>>;
  query: { containmentType?: string; callId?: string };
}

export interface ModelAccount {
  botIds: readonly string[];
  sessions: readonly ModelSession[];
  /** Unix ms. */
  now: number;
  defaultLimit: number;
  maxLimit: number;
}

export type ModelRow = Omit<ModelSession, 'callId' | 'identities'>;

export interface ModelAnswer {
  total: number;
  moreAvailable: boolean;
  sessions: ModelRow[];
  invalidSessions?: string[];
}

/** Thrown for a request that the API refuses. */
export class ModelRefusal extends Error {
  readonly kind: 'validation' | 'windowTooLong';

  constructor(kind: ModelRefusal['kind']) {
    super(kind);
    this.kind = kind;
  }
}

const day = 24 * 60 * 60 * 1000;

/** @throws ModelRefusal */
export function expectedAnswer(account: ModelAccount, request: ModelRequest): ModelAnswer {
  if ('sessionId' in request.body) return answerById(account, request);
  const { body } = request;
  validate(request);
  const matches = expectedMatches(account, request);
  const skip = Number(body['skip'] ?? body['offset'] ?? 0);
  const limit = Math.min(Number(body['limit'] ?? account.defaultLimit), account.maxLimit);
  return {
    total: matches.length,
    moreAvailable: skip + limit < matches.length,
    sessions: matches.slice(skip, skip + limit),
  };
}

/**
 * Every row that a valid request by window and filters matches, whatever its page.
 *
 * @throws ModelRefusal
 */
export function expectedMatches(account: ModelAccount, { botId, body, query }: ModelRequest): ModelRow[] {
  const { from, to } = expectedWindow(body['dateFrom'], body['dateTo'], account.now);
  return visible(account, botId)
    .filter((session) => startOf(session) >= from && startOf(session) <= to)
    .filter((session) => body['userId'] === undefined || isUser(session, body['userId']))
    .filter((session) => body['sessionType'] === undefined || session.sessionType === body['sessionType'])
    .filter((session) => botId === undefined || !query.callId || session.callId === query.callId)
    .filter((session) => matchesTags(session, body['tags']))
    .map((session) => toRow(session, account.now))
    .filter((row) => !query.containmentType || row.containmentType === query.containmentType);
}

function answerById(account: ModelAccount, { botId, body }: ModelRequest): ModelAnswer {
  const sent = body['sessionId'];
  const ids = typeof sent === 'string' ? [sent] : sent;
  if (!isArrayOf(ids, isString) || ids.length > 50) throw new ModelRefusal('validation');
  const found = visible(account, botId).filter(({ sessionId }) => ids.includes(sessionId));
  const unknown = ids.filter((id) => !found.some(({ sessionId }) => sessionId === id));
  return {
    total: found.length,
    moreAvailable: false,
    sessions: found.map((session) => toRow(session, account.now)),
    invalidSessions: unknown.filter((id, index) => unknown.indexOf(id) === index),
  };
}

/** The sessions of the bot, or of the account, that have begun: newest first, of equal starts the largest id. */
function visible({ sessions, botIds, now }: ModelAccount, botId: string | undefined): ModelSession[] {
  return sessions
    .filter((session) => (botId === undefined ? botIds.includes(session.botId) : session.botId === botId))
    .filter((session) => startOf(session) <= now)
    .sort((a, b) => (a.sessionId < b.sessionId ? 1 : -1))
    .sort((a, b) => startOf(b) - startOf(a));
}

function startOf(session: ModelSession): number {
  return Date.parse(session.start_time);
}

function isUser(session: ModelSession, userId: unknown): boolean {
  return [session.userId, ...session.identities].some((id) => id === userId);
}

/** The members as they were given; a status that was not stands behind `isDeveloper`. */
function toRow(session: ModelSession, now: number): ModelRow {
  const { callId: _hidden, identities: _alsoHidden, ...row } = session;
  if (row.sessionStatus !== undefined) return { ...row };
  const ended = now >= Date.parse(session.end_time);
  // Told to the second, and not before the start.
  const shownEnd = Math.max(startOf(session), Math.floor(now / 1000) * 1000);
  const shown = ended
    ? row
    : { ...row, end_time: new Date(shownEnd).toISOString(), containmentType: 'selfService' };
  const sessionStatus = ended ? 'closed' : 'active';
  const members = Object.entries(shown).flatMap((member) =>
    member[0] === 'isDeveloper' ? [member, ['sessionStatus', sessionStatus]] : [member],
  );
  return Object.fromEntries(members);
}

interface ModelCondition {
  name: string;
  values: string[];
  type?: 'user' | 'session';
}

function matchesTags({ tags }: ModelSession, filter: unknown): boolean {
  const { and = [], or = [] } = (filter ?? {}) as { and?: ModelCondition[]; or?: ModelCondition[] };
  const holds = ({ name, values, type }: ModelCondition): boolean => {
    const candidates = [
      ...(type === 'session' ? [] : tags.userTags),
      ...(type === 'user' ? [] : tags.sessionTags),
    ];
    return candidates.some((tag) => tag.name === name && values.map(String).includes(tag.value));
  };
  return and.every(holds) && (or.length === 0 || or.some(holds));
}

/**
 * First and last start that a request asks for, Unix ms.
 *
 * @throws ModelRefusal
 */
export function expectedWindow(
  dateFrom: unknown,
  dateTo: unknown,
  now: number,
): { from: number; to: number } {
  const sentFrom = dateFrom === undefined ? undefined : readDate(dateFrom);
  const sentTo = dateTo === undefined ? undefined : readDate(dateTo);
  let from: number;
  let to: number;
  if (sentFrom !== undefined && sentTo !== undefined) [from, to] = [sentFrom, sentTo];
  else if (sentFrom !== undefined) [from, to] = [sentFrom, sentFrom + 7 * day];
  else if (sentTo !== undefined) [from, to] = [sentTo - 7 * day, sentTo];
  else [from, to] = [now - 7 * day, now];

  const lastDay = isDateOnly(dateTo) ? day - 1 : 0;
  if (from > to + lastDay) throw new ModelRefusal('validation');
  if (to - from > 7 * day) throw new ModelRefusal('windowTooLong');
  return { from, to: to + lastDay };
}

function isDateOnly(date: unknown): boolean {
  return typeof date === 'string' && !date.includes('T');
}

function readDate(text: unknown): number {
  if (!isString(text)) throw new ModelRefusal('validation');
  const [date = '', time = '00:00:00Z'] = text.split(/ ?T/);
  const dateParts = /^(\d\d\d\d)-(\d\d)-(\d\d)$/.exec(date)?.slice(1).map(Number);
  const timeParts = /^(\d\d):(\d\d):(\d\d)(\.\d+)?Z$/.exec(time)?.slice(1);
  if (!dateParts || !timeParts) throw new ModelRefusal('validation');
  const [year = 0, month = 0, dayOfMonth = 0] = dateParts;
  const [hour = 0, minute = 0, second = 0] = timeParts.slice(0, 3).map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const daysInMonth = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (dayOfMonth < 1 || dayOfMonth > daysInMonth || hour > 23 || minute > 59 || second > 59) {
    throw new ModelRefusal('validation');
  }
  const thousandths = Number(`${timeParts[3]?.slice(1) ?? ''}000`.slice(0, 3));
  return Date.parse(date) + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths;
}

function validate({ body, query }: ModelRequest): void {
  const { userId, sessionType, skip, offset, limit, dateFrom, dateTo, tags } = body;
  const valid =
    optional(userId, (value) => isString(value) && value !== '') &&
    optional(sessionType, (value) => value === 'interactive' || value === 'non-interactive') &&
    optional(skip, (value) => isWhole(value, 0)) &&
    optional(offset, (value) => isWhole(value, 0)) &&
    optional(limit, (value) => isWhole(value, 1)) &&
    optional(dateFrom, isString) &&
    optional(dateTo, isString) &&
    optional(tags, isTagFilter) &&
    optional(query.containmentType, (value) =>
      ['dropOff', 'selfService', 'agent'].some((name) => name === value),
    );
  if (!valid) throw new ModelRefusal('validation');
}

function optional(value: unknown, isValid: (value: unknown) => boolean): boolean {
  return value === undefined || isValid(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isArrayOf<T>(value: unknown, isMember: (member: unknown) => member is T): value is T[] {
  return Array.isArray(value) && value.every(isMember);
}

function isWhole(value: unknown, least: number): boolean {
  if (isString(value)) return /^\d+$/.test(value) && Number(value) >= least;
  return typeof value === 'number' && value % 1 === 0 && value >= least;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTagFilter(value: unknown): boolean {
  const isList = (list: unknown) => optional(list, (given) => isArrayOf(given, isCondition));
  return isRecord(value) && isList(value['and']) && isList(value['or']);
}

function isScalar(value: unknown): value is string {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isCondition(value: unknown): value is ModelCondition {
  if (!isRecord(value) || !isString(value['name']) || value['name'] === '') return false;
  return (
    isArrayOf(value['values'], isScalar) &&
    optional(value['type'], (type) => type === 'user' || type === 'session')
  );
}
