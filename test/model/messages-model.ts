import { day } from './arbitraries.ts';
import type { ModelSession } from './model.ts';

/** A message as the emulator shows it, as far as the model looks at it. */
export interface ModelRow {
  _id: string;
  botId: string;
  createdOn: string;
  type: string;
  sessionId?: string;
}

interface ModelTag {
  name: string;
  value: string;
}

/** A message that was imported. */
export interface ModelMessage extends ModelRow {
  chnl: string;
  createdBy: string;
  ms: number;
  tags: { messageTags: ModelTag[]; userTags: ModelTag[]; sessionTags: ModelTag[] };
  identities?: readonly string[];
}

interface Condition {
  name: string;
  values: readonly string[];
  type?: string | undefined;
}

/** What a request for messages says; by dates that are instants. */
export interface MessagesRequest {
  botId?: string | undefined;
  dateFrom?: number | undefined;
  dateTo?: number | undefined;
  sessionId?: readonly string[] | undefined;
  userId?: string | undefined;
  channelType?: string | undefined;
  callId?: string | undefined;
  tags?: { and?: Condition[] | undefined; or?: Condition[] | undefined } | undefined;
  forward?: boolean | undefined;
  skip: number;
  limit: number;
}

/** A message, and what filters look at. */
interface Known {
  row: ModelRow;
  time: number;
  key: string;
  number: number;
  users: readonly string[];
  channel: string;
  /** The session by whose call it is found. */
  session: ModelSession | undefined;
  tags: readonly (ModelTag & { type: string })[];
  sessionId: string | undefined;
  isOfTask: boolean;
}

export interface MessagesModel {
  sessions: readonly ModelSession[];
  messages: readonly ModelMessage[];
  /** What is made up of each session, in order. */
  made: ReadonlyMap<string, readonly ModelRow[]>;
  now: number;
}

const typed = (type: string, tags: readonly ModelTag[]) => tags.map((tag) => ({ ...tag, type }));

/** All messages there are, each looked at. */
function allOf({ sessions, messages, made }: MessagesModel): Known[] {
  const taken = new Set(messages.flatMap(({ sessionId }) => sessionId ?? []));
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const ofSessions = sessions
    .filter(({ sessionId }) => !taken.has(sessionId))
    .flatMap((session) =>
      (made.get(session.sessionId) ?? []).map((row, number) => ({
        row,
        time: Date.parse(row.createdOn),
        key: session.sessionId,
        number,
        users: [session.userId, ...(session.identities ?? [])],
        channel: session.channel,
        session,
        tags: [...typed('user', session.tags.userTags), ...typed('session', session.tags.sessionTags)],
        sessionId: session.sessionId,
        isOfTask: false,
      })),
    );
  const imported = messages.map(({ identities = [], ...row }) => ({
    row,
    time: Date.parse(row.createdOn),
    key: row._id,
    number: 0,
    users: [row.createdBy, ...identities],
    channel: row.chnl,
    session: row.sessionId === undefined ? undefined : byId.get(row.sessionId),
    tags: [
      ...typed('message', row.tags.messageTags),
      ...typed('user', row.tags.userTags),
      ...typed('session', row.tags.sessionTags),
    ],
    sessionId: row.sessionId,
    isOfTask: row.ms === 0 || row.ms === 2,
  }));
  return [...ofSessions, ...imported];
}

const holds = (tags: Known['tags'], { name, values, type }: Condition): boolean =>
  tags.some(
    (tag) => tag.name === name && values.includes(tag.value) && (type === undefined || tag.type === type),
  );

/** An imported message belongs to a call where its session is of the bot, and starts in the window or the day before. */
function isOfCall({ session }: Known, { botId, callId }: MessagesRequest, from: number, to: number): boolean {
  if (!session || session.callId !== callId) return false;
  const start = Date.parse(session.start_time);
  return (botId === undefined || session.botId === botId) && start >= from - day && start <= to;
}

function passes(known: Known, request: MessagesRequest, version: 1 | 2, from: number, to: number): boolean {
  const { botId, sessionId, userId, channelType, callId, tags } = request;
  return (
    (botId === undefined || known.row.botId === botId) &&
    (sessionId === undefined || (known.sessionId !== undefined && sessionId.includes(known.sessionId))) &&
    (userId === undefined || known.users.includes(userId)) &&
    (channelType === undefined || known.channel === channelType) &&
    (callId === undefined || isOfCall(known, request, from, to)) &&
    (tags?.and ?? []).every((condition) => holds(known.tags, condition)) &&
    (!tags?.or?.length || tags.or.some((condition) => holds(known.tags, condition))) &&
    !(version === 2 && known.isOfTask)
  );
}

function windowOf({ dateFrom, dateTo, sessionId }: MessagesRequest, now: number): [number, number] {
  if (dateFrom === undefined && dateTo === undefined) {
    return sessionId ? [Number.NEGATIVE_INFINITY, now] : [now - 7 * day, now];
  }
  return [dateFrom ?? (dateTo ?? now) - 7 * day, dateTo ?? (dateFrom ?? now) + 7 * day];
}

const inOrder = (a: Known, b: Known): number =>
  a.time - b.time || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number);

/** What the emulator is to answer. */
export function expectedMessages(model: MessagesModel, request: MessagesRequest, version: 1 | 2) {
  const [from, to] = windowOf(request, model.now);
  const rows = allOf(model)
    .filter(({ time }) => time >= from && time <= Math.min(to, model.now))
    .filter((known) => passes(known, request, version, from, Math.min(to, model.now)))
    .sort(inOrder)
    .map(({ row }) => row);
  const { skip, forward } = request;
  const limit = Math.min(request.limit, version === 1 ? 100 : 10_000);
  const { length: total } = rows;
  const ordered = forward === true ? rows : rows.reverse();
  const page = ordered.slice(skip, skip + limit);
  const messages = forward === undefined ? page.reverse() : page;
  return { total, moreAvailable: skip + limit < total, messages };
}
