import type { Sent } from '../../vendor/api.ts';
import { membersOf, unreadFields } from '../../vendor/unread.ts';
import type { MessagesFields } from './schema.ts';

export const readFields = new Set(
  membersOf<MessagesFields>({
    userId: true,
    skip: true,
    offset: true,
    limit: true,
    dateFrom: true,
    dateTo: true,
    sessionId: true,
    msgId: true,
    direction: true,
    forward: true,
    channelType: true,
    tags: true,
    callId: true,
    includeTraceId: true,
    includeLatency: true,
  }),
);

/** Taken as the vendor takes them; here they change nothing. */
const fieldsWithoutEffect = ['getAgentsInfo', 'includeSecureForm', 'ivrInstID'];
const knownFields = new Set([...readFields, ...fieldsWithoutEffect]);

// A filter of tags is an object, which no query string holds.
export const isParameter = (name: string): boolean => knownFields.has(name) && name !== 'tags';

/** Names of the fields, and of the parameters behind a "?", that nothing reads. */
export function unreadOf({ parameters, body }: Sent): string[] {
  const names = [...new Set(parameters.keys())].filter((name) => !isParameter(name));
  return [...names.map((name) => `?${name}`), ...unreadFields(body, knownFields)];
}

/** Says which fields were read without effect. */
export function notesOf({ parameters, body }: Sent): string[] {
  const given = fieldsWithoutEffect.filter((name) => parameters.has(name) || body[name] !== undefined);
  return given.map((name) => `${name} is read without effect.`);
}
