import { describeIssues } from '../../domain/issues.ts';
import type { RowOptions } from '../../domain/messages/made-row.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { messageTagFilterSchema, type TagFilter } from '../../domain/tag-filter.ts';
import { resolveWindow, type Window } from '../../domain/window.ts';
import type { Sent } from '../../vendor/api.ts';
import { checkSessionIds, checkTags } from '../../vendor/bounds.ts';
import { fieldRefusal, skipOf } from '../../vendor/fields-as-set.ts';
import { tagsAsSet } from '../../vendor/tags-as-set.ts';
import { asUnknown, nothing } from '../../vendor/unknown-value.ts';
import { mergedFields, noRows } from './merged-fields.ts';
import { type MessagesFields, messagesSchema } from './schema.ts';

/** The two versions of the API: the first has at most so many messages a page (vendor page). */
export type Version = 1 | 2;
const mostOfVersion: Readonly<Record<Version, number>> = { 1: 100, 2: 10_000 };

/** How messages stand on pages, and which of them a page without `skip` has. */
export type Order = AccountSettings['messagesOrder'];

/** Where a page begins that is asked for by a message. */
export interface Anchor {
  messageId: string;
  direction: 'back' | 'both' | 'forward';
  /** How they are shown. */
  isReversed: boolean;
}

/** What a request asks for, once all of it has been found valid. */
export interface MessagesQuery {
  /** Absent: any time. */
  window?: Window | undefined;
  /** Absent: of every session, and of none. */
  sessionIds?: readonly string[] | undefined;
  userId?: string | undefined;
  channel?: string | undefined;
  callId?: string | undefined;
  tags?: TagFilter | undefined;
  skip: number;
  limit: number;
  order: Order;
  anchor?: Anchor | undefined;
  row: RowOptions;
}

/**
 * Validates a request's query string and body.
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal that names the first thing that is wrong
 */
export function parseRequest(
  sent: Sent,
  version: Version,
  settings: AccountSettings,
  now: number,
): MessagesQuery {
  const { limit, ...others } = mergedFields(sent, settings);
  const isEmptyPage = limit === noRows;
  const given: Record<string, unknown> = { ...others };
  if (!isEmptyPage && limit !== undefined) given['limit'] = limit;
  const isOfNobody = takeEmpty(given, settings);
  const { sessionId } = given;
  if (Array.isArray(sessionId)) checkSessionIds(sessionId, settings.messagesMaxSessionIds);
  checkTags(given['tags']);
  if (settings.malformedTags === 'ignore' && !messageTagFilterSchema.safeParse(given['tags']).success)
    delete given['tags'];
  const result = messagesSchema.safeParse(given);
  if (!result.success) throw fieldRefusal(describeIssues(result.error));
  const fields = result.data;
  const isGet = sent.method === 'GET';
  if (isGet && fields.userId === undefined && settings.messagesGetWithoutUserId === 'refuse') {
    throw new Refusal('validation', 'query_parameter_invalid', 'userId is missing: a GET must have it.');
  }
  return {
    // No message lies within a window that ends before it begins.
    window: isOfNobody ? { from: 1, to: 0 } : windowOf(fields, settings, now),
    sessionIds: fields.sessionId && [...new Set(fields.sessionId)],
    userId: fields.userId,
    channel: fields.channelType ?? defaultChannel(isGet, settings),
    callId: fields.callId,
    tags: tagsAsSet(fields.tags, settings),
    skip: skipOf(fields, settings),
    limit: isEmptyPage ? 0 : limitOf(fields, version, settings),
    order: orderOf(fields, settings),
    anchor: anchorOf(fields),
    row: { traceIds: fields.includeTraceId === true, latencies: fields.includeLatency === true },
  };
}

/**
 * Takes fields out that are empty, where the account's settings pass over them.
 *
 * @returns whether nothing can match one
 * @throws Refusal where they refuse it
 */
function takeEmpty(given: Record<string, unknown>, settings: AccountSettings): boolean {
  const known = { userId: settings.emptyUserId, callId: settings.emptyCallId };
  let matchesNone = false;
  for (const [name, setting] of Object.entries(known)) {
    if (given[name] !== '') continue;
    if (asUnknown(setting, () => fieldRefusal(`${name}: must not be empty`)) === nothing) matchesNone = true;
    delete given[name];
  }
  return matchesNone;
}

/** A GET without one is for rtm (vendor page); what a POST is for then is assumed. */
function defaultChannel(isGet: boolean, settings: AccountSettings): string | undefined {
  return isGet || settings.messagesPostChannelType === 'rtm' ? 'rtm' : undefined;
}

/** Ids without dates are for any time (seen); a message without dates too. */
function windowOf(fields: MessagesFields, settings: AccountSettings, now: number): Window | undefined {
  const { dateFrom, dateTo, sessionId, msgId } = fields;
  const hasDates = dateFrom !== undefined || dateTo !== undefined;
  if (msgId !== undefined && hasDates && settings.messagesMsgIdWithDates === 'refuse') {
    throw fieldRefusal('msgId: cannot be used in combination with dateFrom and dateTo');
  }
  if (!hasDates && (sessionId !== undefined || msgId !== undefined)) return undefined;
  return resolveWindow(fields, now, settings);
}

function limitOf({ limit }: MessagesFields, version: Version, settings: AccountSettings): number {
  const most = Math.min(settings.messagesMaxLimit, mostOfVersion[version]);
  if (limit === undefined) return Math.min(settings.messagesDefaultLimit, most);
  if (limit > most && settings.messagesOversizedLimit === 'refuse') {
    throw fieldRefusal(`limit: must be at most ${most}`);
  }
  return Math.min(limit, most);
}

function orderOf({ forward }: MessagesFields, settings: AccountSettings): Order {
  if (forward === undefined) return settings.messagesOrder;
  return forward ? 'oldestFirst' : 'newestFirst';
}

function anchorOf({ msgId, direction = 1, forward }: MessagesFields): Anchor | undefined {
  if (msgId === undefined) return undefined;
  const way = direction < 0 ? 'back' : direction > 0 ? 'forward' : 'both';
  return { messageId: msgId, direction: way, isReversed: forward === false };
}
