import { isId } from '../../ids.ts';
import { readInstant } from '../../rows/instants.ts';
import { editMembers } from '../../rows/members.ts';
import {
  identitiesOf,
  isObject,
  type Note,
  nameOf,
  type Row,
  tagListOf,
  UnusableRow,
} from '../../rows/read-row.ts';
import type { TagEntry } from '../../tag-filter.ts';
import { tagTypes } from '../../tag-types.ts';
import type { Message } from '../message.ts';

/** The emulator's own member: other ids of the user. A row never shows it. */
const ownMember = 'identities';

/** `ms`, the source of a message: an alert task, and an action task (vendor page). */
const taskSources: readonly unknown[] = [0, 2];

/**
 * Reads a message as the vendor or anybody has answered it. Its text is kept for the answer; what filters need is read
 * as well as it can be.
 *
 * @param value of the text
 * @param text JSON without blanks between its parts
 * @throws UnusableRow where it has no usable id, bot or time
 */
export function readMessage(value: unknown, text: string, note: Note): Message {
  if (!isObject(value)) throw new UnusableRow(`the row is ${nameOf(value)}, and not an object`);
  const channels: unknown = value['channels'];
  const first: unknown = Array.isArray(channels) ? channels[0] : undefined;
  const channel = [isObject(first) ? first['type'] : undefined, value['chnl'], value['channel']].find(
    (one) => typeof one === 'string',
  );
  if (channel === undefined) note('channel_missing', 'no channel is named: taken for rtm');
  checkType(value, note);
  const language = value['lang'];
  return {
    messageId: idOf(value, '_id'),
    botId: idOf(value, 'botId'),
    sessionId: sessionOf(value, note),
    createdAt: createdAtOf(value, note),
    userIds: [...new Set([...usersOf(value, note), ...identitiesOf(value[ownMember], note)])],
    channel: typeof channel === 'string' ? channel : 'rtm',
    language: typeof language === 'string' ? language : '',
    tags: tagsOf(value['tags'], note),
    isOfTask: taskSources.includes(value['ms']),
    rowText: Object.hasOwn(value, ownMember) ? editMembers(text, { [ownMember]: null }) : text,
  };
}

function idOf(row: Row, name: '_id' | 'botId'): string {
  const value = row[name];
  if (typeof value === 'string' && isId(value)) return value;
  if (value === undefined || value === null || value === '') throw new UnusableRow(`${name} is missing`);
  if (typeof value !== 'string') throw new UnusableRow(`${name} is ${nameOf(value)}, and not a text`);
  throw new UnusableRow(`${name} must be 1 to 64 letters, digits, hyphens or underscores`);
}

function sessionOf(row: Row, note: Note): string | undefined {
  const { sessionId } = row;
  if (sessionId === undefined || sessionId === null || sessionId === '') return undefined;
  if (typeof sessionId === 'string' && isId(sessionId)) return sessionId;
  note('session_id_unusable', 'sessionId is no id: the message belongs to no session');
  return undefined;
}

function createdAtOf(row: Row, note: Note): number {
  const created = readInstant(row['createdOn']);
  if (created) {
    if (!created.asDocumented) note('created_on_form', 'createdOn is not ISO text with Z; it was understood');
    return created.ms;
  }
  const other = readInstant(row['timestampValue']);
  if (!other) {
    throw new UnusableRow(
      'createdOn must be a time: ISO text such as 2023-07-18T09:46:46.925Z, or milliseconds since 1970',
    );
  }
  note('created_on_missing', 'createdOn is no time: timestampValue is taken for it');
  return other.ms;
}

function usersOf(row: Row, note: Note): string[] {
  const users = [row['createdBy'], row['lmodifiedBy']].filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  if (users.length === 0) note('user_id_missing', 'createdBy is missing: no userId finds it');
  return users;
}

function checkType({ type }: Row, note: Note): void {
  if (type === 'incoming' || type === 'outgoing') return;
  note('type_unknown', 'type is neither incoming nor outgoing: it is kept as it is');
}

function tagsOf(value: unknown, note: Note): TagEntry[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    note('tags_not_object', `tags is ${nameOf(value)}: no filter reads it`);
    return [];
  }
  return tagTypes.flatMap((type) =>
    tagListOf(value, `${type}Tags`, note).map(({ name, value: text }) => ({ type, name, value: text })),
  );
}
