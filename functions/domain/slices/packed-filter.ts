import { type Conversation, conversationOf } from '../conversation.ts';
import type { IndexEntry } from '../query.ts';
import type { ContainmentType, Session, SessionStatus, SessionType } from '../session.ts';
import type { TagType } from '../tag-types.ts';
import { fromManner, mannerOf } from './conversation-code.ts';
import { codeOf, decode } from './kind-code.ts';
import type { EntryTraits } from './traits.ts';

/*
 * What filters need of a session, as one text that is kept short, because the index repeats it and is paid for
 * by the byte:
 *
 *   sit7.cwcz:5R,USER,IDENTITY;uNAME,VALUE;sNAME,VALUE|CALL
 *
 * A letter each for containment type, session type and status, "o" for one that filters do not know; the fencing
 * token of the write and the length in ms, both to the base of 36; behind a colon how many messages there are, to the
 * base of 36, and the manner of the conversation (`conversation-code.ts`); the user's ids; the tags, a letter for their type before
 * the name; the call id. What earlier versions wrote has no colon, and they read up to it. A
 * text that holds anything but plain characters stands as JSON, and a user id as the vendor makes them with
 * its UUID as base64url behind a "~".
 */

const containmentCodes: Record<ContainmentType | 'other', string> = {
  selfService: 's',
  dropOff: 'd',
  agent: 'a',
  other: 'o',
};
const typeCodes: Record<SessionType | 'other', string> = {
  interactive: 'i',
  'non-interactive': 'n',
  other: 'o',
};
const statusCodes: Record<SessionStatus | 'byTime' | 'other', string> = {
  active: 'a',
  closed: 'c',
  byTime: 't',
  other: 'o',
};
const tagTypeCodes: Record<TagType, string> = { user: 'u', session: 's', message: 'm' };

function inverse<T extends string>(codes: Record<T, string>): ReadonlyMap<string, T> {
  return new Map(Object.entries(codes).map(([name, code]) => [code as string, name as T]));
}

const containmentOf = inverse(containmentCodes);
const typeOf = inverse(typeCodes);
const statusOf = inverse(statusCodes);
const tagTypeOf = inverse(tagTypeCodes);

const plainText = /^[^",;|\\~\p{C}]*$/u;
const uuidUserId = /^u-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;
const quotedParts = /"(?:[^"\\]|\\.)*"|[^,;|"]+|[,;|]/g;

const packText = (text: string): string =>
  text !== '' && plainText.test(text) ? text : JSON.stringify(text);

const unpackText = (packed: string): string =>
  packed.startsWith('"') ? (JSON.parse(packed) as string) : packed;

function packUserId(id: string): string {
  const [, ...groups] = uuidUserId.exec(id) ?? [];
  if (groups.length === 0) return packText(id);
  return `~${Buffer.from(groups.join(''), 'hex').toString('base64url')}`;
}

function unpackUserId(packed: string): string {
  if (!packed.startsWith('~')) return unpackText(packed);
  const hex = Buffer.from(packed.slice(1), 'base64url').toString('hex');
  return `u-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @param fencingToken of the write; 0 for none */
export function packFilter(session: Session, fencingToken: number): string {
  const tags = (['user', 'session'] as const).flatMap((type) =>
    session.tags[`${type}Tags`].map(({ name, value }) => ({ type, name, value })),
  );
  const userIds = [session.userId, ...session.identities];
  return packEntry({ ...session, userIds, tags, conversation: conversationOf(session), fencingToken });
}

/** What the index is to know, as one text. */
export function packEntry(entry: Omit<IndexEntry, 'sessionId'>): string {
  const { containmentType, sessionType, sessionStatus = 'byTime', tags, callId, fencingToken } = entry;
  const code =
    containmentCodes[containmentType ?? 'other'] +
    typeCodes[sessionType ?? 'other'] +
    statusCodes[sessionStatus ?? 'other'];
  const length = (entry.endTime - entry.startTime).toString(36);
  const head = `${code}${fencingToken === 0 ? '' : fencingToken.toString(36)}.${length}`;
  const users = entry.userIds.map((id) => `,${packUserId(id)}`);
  const packedTags = tags.map(
    ({ type, name, value }) => `;${tagTypeCodes[type]}${packText(name)},${packText(value)}`,
  );
  const call = callId === undefined ? '' : `|${packText(callId)}`;
  return head + packConversation(entry.conversation) + users.join('') + packedTags.join('') + call;
}

const packConversation = (conversation: Conversation | undefined): string =>
  conversation ? `:${conversation.messages.toString(36)}${mannerOf(conversation)}` : '';

function unpackConversation(code: string): Conversation | undefined {
  const colon = code.indexOf(':');
  if (colon < 0) return undefined;
  let end = colon + 1;
  // A manner begins with neither a digit nor a small letter.
  while (/[0-9a-z]/.test(code[end] ?? '')) end++;
  return { messages: Number.parseInt(code.slice(colon + 1, end), 36), ...fromManner(code.slice(end)) };
}

/** The fencing token of the write that a packed filter is of; 0 for none. */
export function fencingTokenOf(packed: string): number {
  const fencingToken = packed.slice(3, packed.indexOf('.'));
  return fencingToken === '' ? 0 : Number.parseInt(fencingToken, 36);
}

interface PackedParts {
  /** Of the conversation. */
  code: string;
  users: string[];
  /** Letter and name, then value. */
  tags: [string, string][];
  call: string | undefined;
}

/** Parts of a filter in which no text stands as JSON: several times faster than to look for such. */
function splitPlain(packed: string): PackedParts {
  const bar = packed.indexOf('|');
  const end = bar < 0 ? packed.length : bar;
  let at = until(packed, ';', 0, end);
  const [code = '', ...users] = packed.slice(0, at).split(',');
  const tags: [string, string][] = [];
  while (at < end) {
    const next = until(packed, ';', at + 1, end);
    const comma = packed.indexOf(',', at + 1);
    tags.push([packed.slice(at + 1, comma), packed.slice(comma + 1, next)]);
    at = next;
  }
  return { code, users, tags, call: bar < 0 ? undefined : packed.slice(bar + 1) };
}

/** Where a separator is next, or where the text ends. */
function until(text: string, separator: string, from: number, end: number): number {
  const at = text.indexOf(separator, from);
  return at < 0 ? end : at;
}

function splitQuoted(packed: string): PackedParts {
  const parts: PackedParts = { code: '', users: [], tags: [], call: undefined };
  let tag: [string, string] | undefined;
  let separator = '';
  for (const { 0: text } of packed.matchAll(quotedParts)) {
    if (text === ',' || text === ';' || text === '|') {
      separator = text;
      tag = text === ';' ? ['', ''] : tag;
      if (tag && text === ';') parts.tags.push(tag);
    } else if (separator === '') parts.code = text;
    else if (separator === '|') parts.call = text;
    else if (separator === ';' && tag) tag[0] += text;
    else if (tag) tag[1] = text;
    else parts.users.push(text);
  }
  return parts;
}

/**
 * @param startTime Unix ms
 * @throws Error where the text is not as `packFilter` makes it
 */
export function unpackFilter(packed: string, sessionId: string, startTime: number): IndexEntry {
  const { code, fencingToken, length, rest } = readHead(packed);
  return {
    sessionId,
    fencingToken,
    startTime,
    endTime: startTime + length,
    ...decode(code),
    ...readTraits(rest),
  };
}

/** What stands at the beginning of a packed filter, and what is left of it. */
interface Head {
  /** As `codeOf` has it. */
  code: number;
  fencingToken: number;
  /** Milliseconds. */
  length: number;
  rest: string;
}

const behindLength = /[^0-9a-z]/;

/**
 * Reads what every page needs.
 *
 * @throws Error where the text is not as `packFilter` makes it
 */
export function readHead(packed: string): Head {
  const fromLength = packed.slice(packed.indexOf('.') + 1);
  const end = fromLength.search(behindLength);
  return {
    code: codeOfLetters(packed.slice(0, 3)),
    fencingToken: fencingTokenOf(packed),
    length: Number.parseInt(fromLength, 36),
    rest: end < 0 ? '' : fromLength.slice(end),
  };
}

// There are few, and every entry that is read has one.
const codes = new Map<string, number>();

function codeOfLetters(letters: string): number {
  const before = codes.get(letters);
  if (before !== undefined) return before;
  const status = known(statusOf, letters[2]);
  const code = codeOf({
    containmentType: orNull(known(containmentOf, letters[0])),
    sessionType: orNull(known(typeOf, letters[1])),
    sessionStatus: status === 'byTime' ? undefined : orNull(status),
  });
  codes.set(letters, code);
  return code;
}

/**
 * Reads what filters ask for by name, and messages are made from.
 *
 * @param rest as `readHead` leaves it
 * @throws Error where the text is not as `packFilter` makes it
 */
export function readTraits(rest: string): EntryTraits {
  const { code, users, tags, call } = rest.includes('"') ? splitQuoted(rest) : splitPlain(rest);
  return {
    userIds: users.map(unpackUserId),
    callId: call === undefined ? undefined : unpackText(call),
    tags: tags.map(([name, value]) => ({
      type: known(tagTypeOf, name[0]),
      name: unpackText(name.slice(1)),
      value: unpackText(value),
    })),
    conversation: unpackConversation(code),
  };
}

function orNull<T extends string>(value: T): Exclude<T, 'other'> | null {
  return value === 'other' ? null : (value as Exclude<T, 'other'>);
}

function known<T>(codes: ReadonlyMap<string, T>, code: string | undefined): T {
  const value = codes.get(code ?? '');
  if (value === undefined) throw new Error(`unknown code ${code} in a session's filter attribute`);
  return value;
}
