import { describeIssues } from '../../domain/issues.ts';
import type { WindowQuery } from '../../domain/query.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { resolveWindow } from '../../domain/window.ts';
import type { Sent } from '../../vendor/api.ts';
import type { BodyObject } from '../../vendor/body.ts';
import { checkBounds } from './bounds.ts';
import { readParameters } from './parameters.ts';
import { type ByWindowBody, byIdSchema, byWindowSchema } from './schema.ts';

/** What a request asks for, once all of it has been found valid. */
export type SessionsQuery = { kind: 'byId'; sessionIds: string[] } | ({ kind: 'byWindow' } & WindowQuery);

/**
 * Validates a request's body and query string.
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal that names the first thing that is wrong
 */
export function parseRequest(
  { kind, body, parameters: query }: Sent,
  settings: AccountSettings,
  now: number,
): SessionsQuery {
  checkBounds(body);
  if (body['sessionId'] !== undefined) return { kind: 'byId', sessionIds: readSessionIds(body) };

  const parameters = readParameters(query, kind, settings);
  const fields = readFields(body);
  return {
    kind: 'byWindow',
    window: resolveWindow(fields, now, settings),
    filter: {
      containmentType: parameters.containmentType,
      callId: parameters.callId,
      sessionType: fields.sessionType,
      userId: fields.userId,
      tags: fields.tags,
    },
    skip: fields.skip ?? fields.offset ?? 0,
    limit: readLimit(fields.limit, settings),
  };
}

function readSessionIds(body: BodyObject): string[] {
  const result = byIdSchema.safeParse(body);
  if (!result.success) throw fieldRefusal(describeIssues(result.error));
  return [...new Set(result.data.sessionId)];
}

function readFields(body: BodyObject): ByWindowBody {
  const result = byWindowSchema.safeParse(body);
  if (result.success) return result.data;
  throw fieldRefusal(describeIssues(result.error));
}

function readLimit(limit: number | undefined, settings: AccountSettings): number {
  if (limit === undefined) return Math.min(settings.defaultLimit, settings.maxLimit);
  if (limit > settings.maxLimit && settings.oversizedLimit === 'refuse') {
    throw fieldRefusal(`limit: must be at most ${settings.maxLimit}`);
  }
  return Math.min(limit, settings.maxLimit);
}

function fieldRefusal(text: string): Refusal {
  return new Refusal('validation', 'body_field_invalid', text);
}
