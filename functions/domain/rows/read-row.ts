import { isId } from '../ids.ts';
import {
  containmentTypes,
  type Session,
  type SessionTags,
  sessionStatuses,
  sessionTypes,
  type Tag,
} from '../session.ts';
import { readInstant } from './instants.ts';
import { keptText } from './kept-text.ts';
import { isKnownMember, meantBy } from './names.ts';
import { tagText } from './tag-text.ts';

/** A row that cannot be taken: the filters would not find it. */
export class UnusableRow extends Error {
  override readonly name = 'UnusableRow';
}

/** Told of what is odd about a row: the kind, and what was made of it. */
export type Note = (code: string, detail: string) => void;

export type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a row as the vendor or anybody has answered it. Its text is kept for the answer; what filters need is read
 * as well as it can be.
 *
 * @param value of the text
 * @param text JSON without blanks between its parts
 * @throws UnusableRow where it has no usable id, bot or start
 */
export function readRow(value: unknown, text: string, note: Note): Session {
  if (!isObject(value)) throw new UnusableRow(`the row is ${nameOf(value)}, and not an object`);
  const sessionId = idOf(value, 'sessionId');
  const botId = idOf(value, 'botId');
  const startTime = startOf(value, note);
  for (const name in value) if (!isKnownMember(name)) noteUnknown(name, value, note);
  const { sessionStatus } = value;
  return {
    sessionId,
    botId,
    channel: textOr(value['channel'], 'rtm'),
    userId: userOf(value, note),
    startTime,
    endTime: Math.max(endOf(value, startTime, note), startTime),
    sessionLang: languagesOf(value['session_lang'], note),
    sessionType: known(sessionTypes, value, 'sessionType', 'interactive', note),
    isDeveloper: isDeveloper(value['isDeveloper'], note),
    sessionStatus:
      sessionStatus === undefined || sessionStatus === null
        ? undefined
        : known(sessionStatuses, value, 'sessionStatus', null, note),
    tags: tagsOf(value['tags'], note),
    noOfMessagesExchanged: countOf(value, 'noOfMessagesExchanged', note),
    noOfTasksExecuted: countOf(value, 'noOfTasksExecuted', note),
    containmentType: known(containmentTypes, value, 'containmentType', 'selfService', note),
    callId: callOf(value['callId'], note),
    identities: identitiesOf(value['identities'], note),
    rowText: keptText(value, text),
  };
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value's kind, for people. */
export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Says that a member is missing, and which other one may be meant for it. */
function missing(row: Row, name: string): UnusableRow {
  if ('createdOn' in row) return new UnusableRow(`${name} is missing: this is a message; import it as such`);
  const meant = Object.keys(row).find((key) => meantBy(key) === name);
  const hint = meant === undefined ? '' : `: ${meant} is probably meant for it`;
  return new UnusableRow(`${name} is missing${hint}`);
}

function idOf(row: Row, name: 'sessionId' | 'botId'): string {
  const value = row[name];
  if (typeof value === 'string' && isId(value)) return value;
  if (value === undefined || value === null || value === '') throw missing(row, name);
  if (typeof value !== 'string') throw new UnusableRow(`${name} is ${nameOf(value)}, and not a text`);
  throw new UnusableRow(`${name} must be 1 to 64 letters, digits, hyphens or underscores`);
}

function startOf(row: Row, note: Note): number {
  const value = row['start_time'];
  if (value === undefined || value === null || value === '') throw missing(row, 'start_time');
  const instant = readInstant(value);
  if (!instant) {
    throw new UnusableRow(
      'start_time must be a time: ISO text such as 2021-04-26T11:27:25.977Z, or milliseconds since 1970',
    );
  }
  if (!instant.asDocumented) note('start_time_form', 'start_time is not ISO text with Z; it was understood');
  return instant.ms;
}

function endOf(row: Row, startTime: number, note: Note): number {
  const value = row['end_time'];
  if (value === undefined) return startTime;
  const instant = readInstant(value);
  if (!instant) {
    const what = value === null ? 'null' : 'no time';
    note(
      value === null ? 'end_time_null' : 'end_time_unreadable',
      `end_time is ${what}: taken for the start`,
    );
    return startTime;
  }
  if (!instant.asDocumented) note('end_time_form', 'end_time is not ISO text with Z; it was understood');
  if (instant.ms < startTime) note('end_before_start', 'end_time is before start_time: taken for the start');
  return instant.ms;
}

function noteUnknown(name: string, row: Row, note: Note): void {
  const meant = meantBy(name);
  if (meant !== undefined && !Object.hasOwn(row, meant)) {
    note(
      'misspelt_member',
      `${shown(name)} is probably meant for ${meant}: it is kept, but not read as that`,
    );
  } else note('unknown_member', `${shown(name)} is not a member that is known: it is kept as it is`);
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 60)).slice(1, -1);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

function userOf(row: Row, note: Note): string {
  const { userId } = row;
  if (typeof userId === 'string' && userId !== '') return userId;
  if (typeof userId === 'number') {
    note('user_id_not_text', 'userId is a number: the filter finds it by its digits');
    return String(userId);
  }
  const meant = Object.keys(row).find((key) => meantBy(key) === 'userId');
  note(
    'user_id_missing',
    `userId is missing: no userId finds it${meant ? `; ${shown(meant)} is probably meant` : ''}`,
  );
  return '';
}

function languagesOf(value: unknown, note: Note): string[] {
  if (value === undefined) return ['en'];
  if (Array.isArray(value)) return value.filter((language) => typeof language === 'string');
  note('session_lang_not_array', `session_lang is ${nameOf(value)}, and not an array`);
  return typeof value === 'string' ? [value] : [];
}

/** One of the values that filters know; null for another. */
function known<T extends string, D>(
  values: readonly T[],
  row: Row,
  name: string,
  absent: D,
  note: Note,
): T | D | null {
  const value = row[name];
  if (value === undefined) return absent;
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  const like = values.find((one) => typeof value === 'string' && one.toLowerCase() === value.toLowerCase());
  const code = value === null ? 'null' : 'unknown';
  const hint = like === undefined ? '' : `; ${like} is probably meant`;
  const text = JSON.stringify(value) ?? '';
  note(`${name}_${code}`, `${name} is ${text.slice(0, 60)}: no filter for ${name} finds it${hint}`);
  return null;
}

function isDeveloper(value: unknown, note: Note): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true;
  note('is_developer_not_boolean', 'isDeveloper is not true or false: it is kept as it is');
  return value === 1 || value === '1' || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function countOf(row: Row, name: string, note: Note): number {
  const value = row[name];
  if (value === undefined) return 0;
  if (Number.isInteger(value) && Number(value) >= 0) return Number(value);
  note('count_not_number', `${name} is ${nameOf(value)} and not a whole number: it is kept as it is`);
  // An object may have no primitive value at all.
  const number = typeof value === 'object' ? 0 : Number(value);
  return Number.isInteger(number) ? Math.max(number, 0) : 0;
}

function tagsOf(value: unknown, note: Note): SessionTags {
  const tags = isObject(value) ? value : {};
  if (value !== undefined && !isObject(value))
    note('tags_not_object', `tags is ${nameOf(value)}: no filter reads it`);
  return { userTags: tagListOf(tags, 'userTags', note), sessionTags: tagListOf(tags, 'sessionTags', note) };
}

/** The tags of a list that have a name. */
export function tagListOf(tags: Row, name: string, note: Note): Tag[] {
  const list = tags[name];
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    note('tags_not_array', `tags.${name} is ${nameOf(list)}, and not an array: no filter reads it`);
    return [];
  }
  return list.flatMap((tag): Tag[] => {
    if (isObject(tag) && tag['name'] !== undefined && tag['name'] !== null) {
      return [{ value: tagText(tag['value']), name: tagText(tag['name']) }];
    }
    note('tag_without_name', `tags.${name} has an entry without a name: no filter reads it`);
    return [];
  });
}

function callOf(value: unknown, note: Note): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  note('call_id_not_text', 'callId is not a text: the filter finds it by its JSON');
  return tagText(value);
}

/** Other ids of the same user that a row was given with. */
export function identitiesOf(value: unknown, note: Note): string[] {
  if (value === undefined || value === null) return [];
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];
  if (!Array.isArray(value) || texts.length < value.length) {
    note('identities_not_texts', 'identities must be an array of texts: the rest of it is left out');
  }
  return texts;
}
